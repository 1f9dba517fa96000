import { expect, test } from 'vitest';
import { BarSeries, lowerBound } from '../../../../engine/market/bar-series.ts';

const bars = [60, 120, 240].map((second) => ({
  timeMs: second * 1_000,
  open: 1,
  high: 3,
  low: -2,
  close: 2,
  volume: second,
}));

test('holds bars as they are and finds them by time', () => {
  const series = new BarSeries(bars);
  expect([0, 1, 2].map((i) => series.at(i))).toEqual(bars);
  expect(series.between(60_000, 240_000)).toEqual(bars.slice(0, 2));
  expect([0, 60_000, 60_001, 240_000, 240_001].map((t) => series.indexAtOrAfter(t))).toEqual([0, 0, 1, 2, 3]);
  expect(new BarSeries([]).between(0, 1e15)).toEqual([]);
  expect(lowerBound(new Float64Array([1, 2, 2, 3]), 2)).toBe(1);
});
