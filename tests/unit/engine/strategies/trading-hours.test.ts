import { expect, test } from 'vitest';
import { inWindow, isTimeOfDay, minuteOfDay } from '../../../../engine/strategies/trading-hours.ts';

test('a time of day is HH:MM from 00:00 to 23:59', () => {
  expect(['00:00', '09:30', '23:59'].map(minuteOfDay)).toEqual([0, 570, 1_439]);
  for (const bad of ['24:00', '9:30', '09:60', '', 'noon', 930, null]) expect(isTimeOfDay(bad)).toBe(false);
  expect(() => minuteOfDay('9:30')).toThrow(/expected a time of day/);
});

test('a window includes its start and not its end, and may cross midnight', () => {
  expect([1_019, 1_020, 0, 899, 900].map((minute) => inWindow(minute, '17:00', '15:00'))).toEqual([
    false,
    true,
    true,
    true,
    false,
  ]);
  expect([509, 510, 899, 900].map((minute) => inWindow(minute, '08:30', '15:00'))).toEqual([false, true, true, false]);
  expect(inWindow(3, '08:00', '08:00')).toBe(true);
});
