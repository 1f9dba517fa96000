import { expect, test } from 'vitest';
import { dailyAtr, NO_DAYS, rolled, withBar, type DayHistory } from '../../../../../engine/strategies/po3/days.ts';
import { contextOf } from '../../../../support/strategy-context.ts';

/** A day of two bars: one at its beginning, one at its end (minutes to the session's end). */
function day(
  history: DayHistory,
  tradingDay: string,
  high: number,
  low: number,
  close: number,
  open = 1_080,
  toEnd = 0,
): DayHistory {
  const bar = { ...contextOf({}).bar, high, low, close };
  const clock = { ...contextOf({}).clock, tradingDay };
  const first = withBar(history, bar, { ...clock, newYorkOpenMinute: open }, 14);
  return withBar(first, bar, { ...clock, newYorkOpenMinute: 900, minutesToSessionEnd: toEnd }, 14);
}

test('true ranges of complete days, stretched to the close before', () => {
  let days = day(NO_DAYS, 'a', 110, 100, 105);
  expect(dailyAtr(days, 1)).toBeUndefined();
  days = day(days, 'b', 140, 130, 135);
  days = day(days, 'c', 134, 128, 130);
  days = day(days, 'd', 1, 1, 1);
  expect(days.trueRanges).toEqual([10, 35, 7]);
  expect(dailyAtr(days, 3)).toBeCloseTo(52 / 3, 12);
  expect(dailyAtr(days, 4)).toBeUndefined();
});

test('a day that was not seen from its beginning or to its end does not count', () => {
  let days = day(NO_DAYS, 'a', 110, 100, 105, 1_200);
  days = day(days, 'b', 120, 100, 105, 1_080, 300);
  days = day(days, 'c', 110, 100, 105);
  days = day(days, 'd', 110, 100, 105);
  expect(days.trueRanges).toEqual([10]);
});

test('a day that closes early is complete', () => {
  let days = day(NO_DAYS, 'a', 110, 100, 105, 1_080, 10);
  days = day(days, 'b', 110, 100, 105);
  expect(days.trueRanges).toEqual([10]);
});

test("fourteen days are kept; a roll keeps the ranges and forgets the other contract's price", () => {
  let days = NO_DAYS;
  for (let i = 0; i < 30; i++) days = day(days, `day ${i}`, 100 + i, 100, 100);
  expect(days.trueRanges).toHaveLength(14);
  const after = day(rolled(days, 14), 'new', 910, 900, 905);
  expect(day(after, 'newer', 905, 905, 905).trueRanges.at(-1)).toBe(10);
});
