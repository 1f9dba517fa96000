import { expect, test } from 'vitest';
import { HighestLowest } from '../../../../engine/indicators/highest-lowest.ts';

test('highest high and lowest low of the last three bars', () => {
  const extremes = new HighestLowest(3);
  const bars: [number, number][] = [
    [5, 1],
    [4, 2],
    [3, 3],
    [2, 0],
    [9, 8],
    [1, 1],
    [1, 1],
    [1, 1],
  ];
  const values = bars.map(([high, low]) => extremes.next(high, low));
  expect(values.slice(0, 2)).toEqual([undefined, undefined]);
  expect(values.slice(2).map((value) => value?.highest)).toEqual([5, 4, 9, 9, 9, 1]);
  expect(values.slice(2).map((value) => value?.lowest)).toEqual([1, 0, 0, 0, 1, 1]);
});

test('negative numbers, and a period of 1', () => {
  const extremes = new HighestLowest(1);
  expect(extremes.next(-2, -7)).toEqual({ highest: -2, lowest: -7 });
  expect(extremes.next(-9, -9)).toEqual({ highest: -9, lowest: -9 });
});
