import { expect, test } from 'vitest';
import { Sma } from '../../../../engine/indicators/sma.ts';

test('is undefined until the n-th number, then the mean of the last n', () => {
  const sma = new Sma(3);
  expect([1, 2, 6, 4, 11].map((x) => sma.next(x))).toEqual([undefined, undefined, 3, 4, 7]);
});

test('a period of 1 is the number itself', () => {
  const sma = new Sma(1);
  expect([5, -3, 0].map((x) => sma.next(x))).toEqual([5, -3, 0]);
});

test('after a reset it begins anew', () => {
  const sma = new Sma(2);
  sma.next(10);
  sma.next(20);
  sma.reset();
  expect(sma.next(1)).toBeUndefined();
  expect(sma.next(3)).toBe(2);
});

test('refuses a period that is no whole number above 0', () => {
  for (const period of [0, -1, 1.5, Number.NaN]) expect(() => new Sma(period)).toThrow(/whole period/);
});
