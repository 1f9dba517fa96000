import { expect, test } from 'vitest';
import { planKey, planMinute, planWindow } from '../../../../../engine/strategies/po3/windows.ts';

const key = (iso: string, newYorkMinute: number): number => planKey(Date.parse(iso), newYorkMinute, false);

test("a plan's day runs from 18:00 New York to the next, in winter and in summer time", () => {
  const winter = key('2024-01-03T23:00:00Z', 1_080);
  expect(key('2024-01-03T22:59:00Z', 1_079)).toBe(winter - 1);
  expect(key('2024-01-04T05:00:00Z', 0)).toBe(winter);
  expect(key('2024-01-04T21:59:00Z', 1_019)).toBe(winter);
  const summer = key('2024-07-03T22:00:00Z', 1_080);
  expect(key('2024-07-03T21:59:00Z', 1_079)).toBe(summer - 1);
  expect(key('2024-07-04T04:00:00Z', 0)).toBe(summer);
});

test('hourly plans begin with the hour', () => {
  const at = (iso: string): number => planKey(Date.parse(iso), 0, true);
  expect(at('2024-01-03T23:00:00Z')).toBe(at('2024-01-03T23:59:00Z'));
  expect(at('2024-01-04T00:00:00Z')).toBe(at('2024-01-03T23:59:00Z') + 1);
});

test('windows are minutes since the plan began; one may end with it', () => {
  expect(planWindow('20:00', '00:00', false)).toEqual({ from: 120, until: 360 });
  expect(planWindow('02:00', '11:30', false)).toEqual({ from: 480, until: 1_050 });
  expect(planWindow('18:00', '18:00', false)).toEqual({ from: 0, until: 1_440 });
  expect(planWindow('18:15', '18:45', true)).toEqual({ from: 15, until: 45 });
  expect(planMinute(1_439, true)).toBe(59);
});
