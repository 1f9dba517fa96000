import { expect, it } from 'vitest';
import { chicagoTime, dayStart } from '../../../../renderer/state/day-levels.ts';

it('knows Chicago wall times in winter and summer', () => {
  expect(new Date(chicagoTime('2026-11-20', 510)).toISOString()).toBe('2026-11-20T14:30:00.000Z');
  expect(new Date(chicagoTime('2026-07-01', 510)).toISOString()).toBe('2026-07-01T13:30:00.000Z');
});

it("begins the exchange's day at 17:00 of the evening before", () => {
  expect(new Date(dayStart('2026-11-20', 17 * 60)).toISOString()).toBe('2026-11-19T23:00:00.000Z');
  expect(new Date(dayStart('2026-07-01', 17 * 60)).toISOString()).toBe('2026-06-30T22:00:00.000Z');
});
