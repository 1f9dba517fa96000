import { expect, test } from 'vitest';
import type { Bar } from '../../../../../../engine/domain/bar.ts';
import { barStatistics, returnCorrelation } from '../../../../../../engine/venue/core/report/bar-statistics.ts';

const START = Date.parse('2026-11-18T14:00:00Z');
function bars(closes: readonly number[]): Bar[] {
  return closes.map((close, i) => ({
    timeMs: START + i * 60_000,
    open: closes[i - 1] ?? close,
    high: close + 2,
    low: close - 1,
    close,
    volume: 10,
  }));
}

test('returns that swing are negatively correlated; the sizes do not vary', () => {
  const s = barStatistics(bars(Array.from({ length: 400 }, (_, i) => 1_000 + (i % 2) * 4)));
  expect(s.sigmaTicks).toBeCloseTo(4, 2);
  expect(s.returnCorrelation[0]).toBeCloseTo(-1, 2);
  expect(s.returnCorrelation[1]).toBeCloseTo(1, 2);
  expect(s.kurtosis).toBeCloseTo(1, 2);
  expect([s.medianRangeTicks, s.volumePerMinute, s.openGapTicks, s.jumps]).toEqual([3, 10, 0, 0]);
  expect(s.volumeByHour[8]).toBeCloseTo(60 / 400, 9);
});

test('a jump is counted', () => {
  const closes = Array.from({ length: 59 }, (_, i) => 1_000 + (i % 2) + (i >= 30 ? 100 : 0));
  expect(barStatistics(bars(closes)).jumps).toBeGreaterThan(100);
});

test('correlation of two markets, over the minutes that both have', () => {
  const a = bars([1, 3, 2, 5, 4, 8, 7].map((x) => 100 + x));
  expect(returnCorrelation(a, a)).toBeCloseTo(1, 9);
  expect(
    returnCorrelation(
      a,
      a.map((bar) => ({ ...bar, close: -bar.close })),
    ),
  ).toBeCloseTo(-1, 9);
});
