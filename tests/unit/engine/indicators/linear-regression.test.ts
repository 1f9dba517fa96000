import { expect, test } from 'vitest';
import { LinearRegression } from '../../../../engine/indicators/linear-regression.ts';

test('ends on a straight line exactly, wherever the ring stands', () => {
  const line = new LinearRegression(5);
  for (let i = 0; i < 23; i++) {
    const value = line.next(100 + 3 * i);
    if (i < 4) expect(value).toBeUndefined();
    else {
      expect(value).toBe(100 + 3 * i);
      expect(line.slope).toBe(3);
      expect(line.at(2)).toBe(100 + 3 * (i - 2));
    }
  }
});

test('end point of 1 3 2 5: intercept 1, slope 1.1, by hand', () => {
  const line = new LinearRegression(4);
  for (const y of [9, 9, 1, 3, 2]) line.next(y);
  expect(line.next(5)).toBeCloseTo(4.4, 12);
  expect(line.slope).toBeCloseTo(1.1, 12);
});

test('a line needs two points', () => {
  expect(() => new LinearRegression(1)).toThrow(/at least 2/);
});
