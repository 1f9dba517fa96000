import { expect, test } from 'vitest';
import { median, quantile, slope } from '../../../support/statistics.ts';

test('quantiles lie between the sorted values by proportion', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(quantile([10, 20, 30], 0)).toBe(10);
  expect(quantile([10, 20, 30], 0.75)).toBe(25);
  expect(quantile([10, 20, 30], 1)).toBe(30);
  expect(median([])).toBeNaN();
});

test('the slope is that of the least-squares line', () => {
  const line = [0, 1, 2, 3].map((x) => [x, 5 + 3 * x] as const);
  expect(slope(line)).toBeCloseTo(3, 12);
  // By hand: means 1 and 1, sums (-1)(-1) + 0 + 1 * 1 = 2 over 2.
  const bent = [
    [0, 0],
    [1, 1],
    [2, 2],
    [1, 1],
  ] as const;
  expect(slope(bent)).toBeCloseTo(1, 12);
  expect(slope([[1, 1]])).toBe(0);
  expect(
    slope([
      [1, 1],
      [1, 9],
    ]),
  ).toBe(0);
});
