import { expect, test } from 'vitest';
import { aggregate, aggregateDays } from '../../../../engine/market/aggregate.ts';
import { ALWAYS, CME } from '../../../../engine/domain/session.ts';

const bar = (time: string, open: number, high: number, low: number, close: number, volume: number) => ({
  timeMs: Date.parse(time),
  open,
  high,
  low,
  close,
  volume,
});

const MINUTES = [
  bar('2024-03-08T21:58:00Z', 10, 12, 9, 11, 5),
  bar('2024-03-08T21:59:00Z', 11, 15, 11, 14, 6),
  // Daylight saving begins on Sunday 10 March: the session opens at 22:00Z instead of 23:00Z.
  bar('2024-03-10T22:00:00Z', 14, 14, 8, 9, 7),
  bar('2024-03-10T22:04:00Z', 9, 10, 9, 10, 1),
  bar('2024-03-10T22:05:00Z', 10, 10, 10, 10, 2),
];

test('five minutes, on the grid, gaps kept', () => {
  expect(aggregate(MINUTES, 5)).toEqual([
    bar('2024-03-08T21:55:00Z', 10, 15, 9, 14, 11),
    bar('2024-03-10T22:00:00Z', 14, 14, 8, 10, 8),
    bar('2024-03-10T22:05:00Z', 10, 10, 10, 10, 2),
  ]);
  expect(aggregate(MINUTES, 15)).toHaveLength(2);
  expect(aggregate(MINUTES, 60).map((b) => b.volume)).toEqual([11, 10]);
});

test('days are trading days', () => {
  expect(aggregateDays(MINUTES, CME)).toEqual([
    { ...bar('2024-03-08T21:58:00Z', 10, 15, 9, 14, 11), tradingDay: '2024-03-08' },
    { ...bar('2024-03-10T22:00:00Z', 14, 14, 8, 10, 10), tradingDay: '2024-03-11' },
  ]);
  expect(aggregateDays(MINUTES, ALWAYS).map((day) => day.tradingDay)).toEqual(['2024-03-08', '2024-03-11']);
  expect(aggregateDays([], CME)).toEqual([]);
});

test('a holiday session and the evening after it are one day', () => {
  const days = aggregateDays(
    [
      bar('2024-01-15T15:00:00Z', 1, 1, 1, 1, 1),
      bar('2024-01-16T00:00:00Z', 2, 2, 2, 2, 1),
      bar('2024-01-16T23:00:00Z', 3, 3, 3, 3, 1),
    ],
    CME,
  );
  expect(days.map((day) => [day.tradingDay, day.volume])).toEqual([
    ['2024-01-16', 2],
    ['2024-01-17', 1],
  ]);
});
