import { expect, test } from 'vitest';
import { previewOf } from '../../../../engine/recordings/preview.ts';

const bar = (n: number, low: number, high: number) => ({
  timeMs: n * 60_000,
  open: low + 1,
  high,
  low,
  close: high - 1,
  volume: 1,
});

test('few bars stay as they are', () => {
  const bars = [bar(0, 10, 20), bar(1, 12, 22)];
  const { bars: drawn, barsEach } = previewOf(bars);
  expect(barsEach).toBe(1);
  expect(drawn.map(({ timeMs, open, high, low, close }) => [timeMs, open, high, low, close])).toEqual([
    [0, 11, 20, 10, 19],
    [60_000, 13, 22, 12, 21],
  ]);
});

test('many bars: neighbors together, each extreme, the first open and the last close stay', () => {
  const bars = Array.from({ length: 7 }, (_, n) => bar(n, 100 - n, 200 + n));
  const { bars: drawn, barsEach } = previewOf(bars, 3);
  expect(barsEach).toBe(3);
  expect(drawn).toEqual([
    { timeMs: 0, open: 101, high: 202, low: 98, close: 201 },
    { timeMs: 180_000, open: 98, high: 205, low: 95, close: 204 },
    { timeMs: 360_000, open: 95, high: 206, low: 94, close: 205 },
  ]);
});

test('no bars, no preview; never more than asked for', () => {
  expect(previewOf([])).toEqual({ bars: [], barsEach: 1 });
  for (const length of [399, 400, 401, 799, 801, 12_345])
    expect(previewOf(Array.from({ length }, (_, n) => bar(n, 1, 5))).bars.length).toBeLessThanOrEqual(400);
});
