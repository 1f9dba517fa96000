import { expect, test } from 'vitest';
import { holidayOn, isBusinessDay } from '../../../../engine/domain/holidays.ts';
import { dayNumber, dayText } from '../../../../engine/domain/civil-day.ts';

function rolling(year: number): string[] {
  const found: string[] = [];
  for (let day = dayNumber(year, 1, 1); day <= dayNumber(year, 12, 31); day += 1) {
    if (holidayOn(day)?.rollsTradingDay === true) found.push(dayText(day).slice(5));
  }
  return found;
}

test('the ten holidays of a year, observed dates included', () => {
  expect(rolling(2024)).toEqual([
    '01-01',
    '01-15',
    '02-19',
    '03-29',
    '05-27',
    '06-19',
    '07-04',
    '09-02',
    '11-28',
    '12-25',
  ]);
  expect(rolling(2026)).toEqual([
    '01-01',
    '01-19',
    '02-16',
    '04-03',
    '05-25',
    '06-19',
    '07-03',
    '09-07',
    '11-26',
    '12-25',
  ]);
  expect(rolling(2027)).toEqual([
    '01-01',
    '01-18',
    '02-15',
    '03-26',
    '05-31',
    '06-18',
    '07-05',
    '09-06',
    '11-25',
    '12-24',
  ]);
  // New Year's Day 2022 was a Saturday: nobody moved it.
  expect(rolling(2022)[0]).toBe('01-17');
  expect(rolling(2021).at(-1)).toBe('12-24');
});

test('hours by kind', () => {
  const hours = (y: number, m: number, d: number) => holidayOn(dayNumber(y, m, d))?.hours;
  expect(hours(2024, 1, 15)).toEqual({
    equity: { closeMinute: 720 },
    metal: { closeMinute: 810 },
    energy: { closeMinute: 810 },
  });
  expect(hours(2023, 11, 24)?.metal).toEqual({ closeMinute: 765 });
  expect(hours(2026, 12, 24)?.fx).toEqual({ closeMinute: 735 });
  expect(hours(2024, 3, 29)?.equity).toBe('closed');
  expect(hours(2023, 4, 7)?.equity).toEqual({ closeMinute: 495 });
  expect(hours(2025, 7, 3)).toEqual({ equity: { closeMinute: 735 } });
  expect(hours(2027, 12, 23)).toBeUndefined();
  expect(hours(2024, 11, 29)?.energy).toEqual({ closeMinute: 825 });
  expect(hours(2026, 6, 19)?.fx).toEqual({ closeMinute: 720 });
});

test('business days', () => {
  expect(isBusinessDay(dayNumber(2026, 11, 27))).toBe(true);
  expect(isBusinessDay(dayNumber(2026, 11, 26))).toBe(false);
  expect(isBusinessDay(dayNumber(2026, 11, 28))).toBe(false);
});
