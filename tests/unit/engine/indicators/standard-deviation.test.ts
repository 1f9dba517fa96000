import { expect, test } from 'vitest';
import { StandardDeviation } from '../../../../engine/indicators/standard-deviation.ts';
import { TULIP } from '../../../support/reference-series.ts';

test("population deviation of Tulip's first five closes, told from the sample's", () => {
  const deviation = new StandardDeviation(5);
  for (const close of TULIP.closes.slice(0, 5)) deviation.next(close);
  expect(deviation.value).toBeCloseTo(0.947979, 6);
  expect(Math.abs((deviation.value ?? 0) - 1.059873)).toBeGreaterThan(0.1);
});

test('whole ticks are exact: a window of equal prices after a jump of a million has deviation 0', () => {
  const deviation = new StandardDeviation(20);
  for (let i = 0; i < 33; i++) deviation.next(i * 1_000_003);
  for (let i = 0; i < 20; i++) deviation.next(5);
  expect(deviation.value).toBe(0);
  expect(deviation.mean).toBe(5);
});

test('the level of the prices does not matter: 1 + x and 1e9 + x have the same deviation', () => {
  const near = new StandardDeviation(20);
  const far = new StandardDeviation(20);
  for (let i = 0; i < 500; i++) {
    const x = ((i * 7919) % 101) / 8;
    near.next(1 + x);
    far.next(1e9 + x);
    if (near.value !== undefined) expect(far.value).toBeCloseTo(near.value, 10);
  }
});

test('scaledDistance is n times the distance from the mean', () => {
  const deviation = new StandardDeviation(3);
  for (const x of [3, 5, 10]) deviation.next(x);
  expect(deviation.scaledDistance(10)).toBe(12);
});
