import { expect, test } from 'vitest';
import { CATALOG, catalogOrder, findSpec, specOf } from '../../../../engine/domain/catalog.ts';
import { InvariantError } from '../../../../engine/domain/assert.ts';

/** Dollars per point, from the exchange's pages, against tick value over tick size. */
const POINT_DOLLARS: Record<string, number> = {
  MNQ: 2,
  MES: 5,
  MGC: 10,
  M6E: 12_500,
  ES: 50,
  NQ: 20,
  M2K: 5,
  MYM: 0.5,
  GC: 100,
  CL: 1_000,
  MCL: 100,
  '6E': 125_000,
};

test('tick size, tick value and decimals fit the point value', () => {
  expect(CATALOG.map((spec) => spec.root).sort()).toEqual(Object.keys(POINT_DOLLARS).sort());
  for (const spec of CATALOG) {
    expect(spec.tickValueCents / 100 / spec.tickSize).toBeCloseTo(POINT_DOLLARS[spec.root] ?? Number.NaN, 6);
    expect(Number(spec.tickSize.toFixed(spec.priceDecimals))).toBe(spec.tickSize);
  }
});

test('fees per side', () => {
  const fees = Object.fromEntries(CATALOG.map((spec) => [spec.root, spec.feePerSideCents]));
  expect(fees).toEqual({
    MNQ: 37,
    MES: 37,
    MGC: 62,
    M6E: 26,
    ES: 140,
    NQ: 140,
    M2K: 37,
    MYM: 37,
    GC: 162,
    CL: 162,
    MCL: 52,
    '6E': 162,
  });
});

test('order and unknown roots', () => {
  expect(['6E', 'MES', 'XX', 'MNQ'].sort((a, b) => catalogOrder(a) - catalogOrder(b))).toEqual([
    'MNQ',
    'MES',
    '6E',
    'XX',
  ]);
  expect(findSpec('XX')).toBeUndefined();
  expect(() => specOf('XX')).toThrow(InvariantError);
});
