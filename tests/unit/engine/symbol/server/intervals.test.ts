import { expect, test } from 'vitest';
import { ALWAYS } from '../../../../../engine/domain/session.ts';
import { IntervalBar, barsOf } from '../../../../../engine/symbol/server/intervals.ts';
import { barOf } from '../../../../support/wire/fixtures.ts';

const minutes = Array.from({ length: 180 }, (_, n) => barOf(n));

test.each(['5m', '15m', '1h', '1d'] as const)('%s: fed minute by minute it closes the same bars', (interval) => {
  const streaming = new IntervalBar(interval, ALWAYS);
  const closed = minutes.flatMap((minute) => streaming.close(minute));
  const all = barsOf(interval, minutes, ALWAYS);
  const rest = streaming.forming(undefined);
  expect(rest === undefined ? closed : [...closed, rest]).toEqual(all);
});

test('the forming minute is merged for showing, and not twice', () => {
  const bar = new IntervalBar('5m', ALWAYS);
  bar.close(barOf(0, { open: 10, high: 12, low: 9, close: 11, volume: 5 }));
  const forming = barOf(1, { open: 11, high: 15, low: 11, close: 14, volume: 2 });
  for (let n = 0; n < 3; n += 1)
    expect(bar.forming(forming)).toMatchObject({ open: 10, high: 15, low: 9, close: 14, volume: 7 });
  expect(bar.close(forming)).toEqual([]);
  expect(bar.forming(undefined)).toMatchObject({ volume: 7 });
});
