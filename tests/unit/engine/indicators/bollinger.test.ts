import { expect, test } from 'vitest';
import { Bollinger } from '../../../../engine/indicators/bollinger.ts';
import { TULIP } from '../../../support/reference-series.ts';

test("BB(5, 2) of Tulip's closes, first and last", () => {
  const bollinger = new Bollinger(5, 2);
  const values = TULIP.closes.map((close) => bollinger.next(close));
  expect(values[3]).toBeUndefined();
  expect(values[4]?.middle).toBeCloseTo(82.426, 4);
  expect(values[4]?.upper).toBeCloseTo(84.322, 4);
  expect(values[4]?.lower).toBeCloseTo(80.53, 4);
  expect(values[14]?.middle).toBeCloseTo(86.804, 4);
  expect(values[14]?.upper).toBeCloseTo(88.3191, 4);
  expect(values[14]?.lower).toBeCloseTo(85.2889, 4);
});

test('bands of the sample deviation or of the bar before would be noticed', () => {
  const bollinger = new Bollinger(5, 2);
  const values = TULIP.closes.map((close) => bollinger.next(close));
  const sample = 82.426 + 2 * 1.059873;
  expect(Math.abs((values[4]?.upper ?? 0) - sample)).toBeGreaterThan(0.2);
  expect(Math.abs((values[13]?.upper ?? 0) - 88.3191)).toBeGreaterThan(0.01);
});

test('refuses a width that is not above 0', () => {
  expect(() => new Bollinger(20, 0)).toThrow(/factor above 0/);
});
