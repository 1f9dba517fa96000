import { expect, test } from 'vitest';
import { confirmedSwing, gapMiddle, newestGap, withRecent } from '../../../../../engine/strategies/po3/structure.ts';

const bars = (highsAndLows: readonly (readonly [number, number])[]) =>
  highsAndLows.map(([high, low], i) => ({ timeMs: i * 60_000, high, low }));

test('a swing is known two bars after its own, not before', () => {
  const all = bars([
    [5, 1],
    [6, 2],
    [9, 4],
    [8, 3],
    [7, 2],
  ]);
  expect(confirmedSwing(all.slice(0, 4), 'high')).toBeNull();
  expect(confirmedSwing(all, 'high')).toEqual({ ticks: 9, timeMs: 120_000 });
  expect(confirmedSwing(all, 'low')).toBeNull();
});

test('equal highs are no swing', () => {
  expect(
    confirmedSwing(
      bars([
        [5, 1],
        [9, 2],
        [9, 4],
        [8, 3],
        [7, 2],
      ]),
      'high',
    ),
  ).toBeNull();
});

test('only five bars are remembered', () => {
  let recent = bars([]);
  for (let i = 0; i < 9; i++)
    recent = [...withRecent(recent, { timeMs: i, open: 0, high: i, low: 0, close: 0, volume: 0 })];
  expect(recent.map(({ high }) => high)).toEqual([4, 5, 6, 7, 8]);
});

test('a gap lies between the first and the third bar, on the side of the move', () => {
  const up = bars([
    [10, 8],
    [15, 9],
    [18, 13],
  ]);
  expect(newestGap(up, 'long')).toEqual({ top: 13, bottom: 10, fromMs: 0 });
  expect(newestGap(up, 'short')).toBeNull();
  expect(
    newestGap(
      bars([
        [10, 8],
        [15, 9],
        [18, 10],
      ]),
      'long',
    ),
  ).toBeNull();
});

test("the middle of an odd gap is rounded to the order's own side", () => {
  const gap = { top: 13, bottom: 10, fromMs: 0 };
  expect(gapMiddle(gap, 'long')).toBe(11);
  expect(gapMiddle(gap, 'short')).toBe(12);
});
