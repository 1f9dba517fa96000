import { expect, test } from 'vitest';
import { Ema } from '../../../../engine/indicators/ema.ts';

test('seeded with the mean of the first n numbers (TA-Lib, StockCharts)', () => {
  const ema = new Ema(3);
  expect([2, 4, 6, 10, 10].map((x) => ema.next(x))).toEqual([undefined, undefined, 4, 7, 8.5]);
});

test('seeded with the first number (trading-signals), shown from the n-th on', () => {
  const ema = new Ema(3, 'first-value');
  expect([2, 4, 6, 10].map((x) => ema.next(x))).toEqual([undefined, undefined, 4.5, 7.25]);
});

test('the two seeds are different indicators to a saved state', () => {
  expect(() => new Ema(3, 'first-value').load(new Ema(3).save())).toThrow(/own saved state/);
});
