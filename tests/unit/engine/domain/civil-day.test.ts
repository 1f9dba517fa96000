import { expect, test } from 'vitest';
import {
  civilDate,
  dayNumber,
  dayText,
  easterSunday,
  lastWeekday,
  nthWeekday,
  parseDay,
  weekday,
} from '../../../../engine/domain/civil-day.ts';

test('day numbers agree with the platform over two centuries', () => {
  for (let day = -20_000; day < 60_000; day += 7) {
    const platform = new Date(day * 86_400_000);
    expect(dayText(day)).toBe(platform.toISOString().slice(0, 10));
    expect(weekday(day)).toBe(platform.getUTCDay());
    const { year, month, day: dayOfMonth } = civilDate(day);
    expect(dayNumber(year, month, dayOfMonth)).toBe(day);
  }
});

test('text that is no date is refused', () => {
  expect(parseDay('2024-02-29')).toBe(dayNumber(2024, 2, 29));
  for (const text of ['2023-02-29', '2024-13-01', '2024-1-1', '', 'today']) expect(parseDay(text)).toBeUndefined();
});

test('weekdays of a month, Easter', () => {
  expect(dayText(nthWeekday(2026, 11, 4, 4))).toBe('2026-11-26');
  expect(dayText(lastWeekday(2026, 5, 1))).toBe('2026-05-25');
  expect([2022, 2023, 2024, 2025, 2026, 2027, 2038].map((y) => dayText(easterSunday(y)))).toEqual([
    '2022-04-17',
    '2023-04-09',
    '2024-03-31',
    '2025-04-20',
    '2026-04-05',
    '2027-03-28',
    '2038-04-25',
  ]);
});
