import { expect, test } from 'vitest';
import { KeltnerEma, KeltnerSma } from '../../../../engine/indicators/keltner.ts';
import { SQUEEZE_BY_HAND } from '../../../support/reference-series.ts';

test('the channel of plain means (Carter), by hand', () => {
  const keltner = new KeltnerSma(3, 1.5);
  const values = SQUEEZE_BY_HAND.bars.map(({ high, low, close }) => keltner.next(high, low, close));
  expect(values[1]).toBeUndefined();
  SQUEEZE_BY_HAND.keltner.forEach(([lower, upper], i) => {
    expect(values[4 + i]?.lower).toBeCloseTo(lower, 9);
    expect(values[4 + i]?.upper).toBeCloseTo(upper, 9);
  });
});

test('the exponential channel: its width has a value one bar after its middle, for the first bar has no true range', () => {
  const keltner = new KeltnerEma(3, 2);
  const values = [10, 12, 11, 13, 12].map((close) => keltner.next(close + 1, close - 1, close));
  expect(values.slice(0, 3)).toEqual([undefined, undefined, undefined]);
  // EMA(3) seeded with 11, then 12; true ranges 3, 2, 3 of bars 2 to 4.
  expect(values[3]?.middle).toBeCloseTo(12, 12);
  expect(values[3]?.upper).toBeCloseTo(12 + 2 * (8 / 3), 12);
  // EMA of the true range: 8/3 + (2 - 8/3) / 2.
  expect(values[4]?.upper).toBeCloseTo(12 + 2 * (7 / 3), 12);
});

test("the exponential channel as wide as Wilder's ATR of another length", () => {
  const keltner = new KeltnerEma(3, 2, { of: 'atr', period: 2 });
  const values = [10, 12, 11, 13].map((close) => keltner.next(close + 1, close - 1, close));
  expect(values[1]).toBeUndefined();
  expect(values[2]?.upper).toBeCloseTo(11 + 2 * 2.5, 12);
  expect(values[3]?.upper).toBeCloseTo(12 + 2 * 2.75, 12);
});
