import { expect, test } from 'vitest';
import { specOf } from '../../../../../engine/domain/catalog.ts';
import { ALWAYS } from '../../../../../engine/domain/session.ts';
import { IntervalBar, barsOf } from '../../../../../engine/symbol/server/intervals.ts';
import { barOf } from '../../../../support/wire/fixtures.ts';

const minutes = Array.from({ length: 180 }, (_, n) => barOf(n));

test.each(['5m', '15m', '1h', '1d'] as const)('%s: fed minute by minute it closes the same bars', (interval) => {
  const streaming = new IntervalBar(interval, specOf('MNQ'), ALWAYS);
  const closed = minutes.flatMap((minute) => streaming.close(minute));
  const all = barsOf(interval, minutes, ALWAYS);
  const rest = streaming.forming(undefined);
  expect(rest === undefined ? closed : [...closed, rest]).toEqual(all);
});

test('the forming minute is merged for showing, and not twice', () => {
  const bar = new IntervalBar('5m', specOf('MNQ'), ALWAYS);
  bar.close(barOf(0, { open: 10, high: 12, low: 9, close: 11, volume: 5 }));
  const forming = barOf(1, { open: 11, high: 15, low: 11, close: 14, volume: 2 });
  for (let n = 0; n < 3; n += 1)
    expect(bar.forming(forming)).toMatchObject({ open: 10, high: 15, low: 9, close: 14, volume: 7 });
  expect(bar.close(forming)).toEqual([]);
  expect(bar.forming(undefined)).toMatchObject({ volume: 7 });
});

test.each(['5m', '15m', '1h', '1d'] as const)(
  '%s: begun with the stored bars it goes on as if it had seen all',
  (interval) => {
    for (const stored of [1, 59, 60, 61, 179]) {
      const whole = new IntervalBar(interval, specOf('MNQ'), ALWAYS);
      const begun = new IntervalBar(interval, specOf('MNQ'), ALWAYS);
      for (const minute of minutes.slice(0, stored)) whole.close(minute);
      begun.load(barsOf(interval, minutes.slice(0, stored), ALWAYS), minutes[stored - 1]!.timeMs);
      for (const minute of minutes.slice(stored)) expect(begun.close(minute)).toEqual(whole.close(minute));
      expect(begun.forming(undefined)).toEqual(whole.forming(undefined));
      expect(begun.json).toBe(whole.json);
    }
  },
);

test('it keeps what a first paint shows, and no more', () => {
  const bar = new IntervalBar('5m', specOf('MNQ'), ALWAYS);
  for (let n = 0; n < 5 * 510; n += 1) bar.close(barOf(n));
  expect(JSON.parse(bar.json)).toHaveLength(500);
});
