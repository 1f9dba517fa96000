import { expect, it } from 'vitest';
import { chicagoTime } from '../../../../renderer/state/day-levels.ts';

it('knows Chicago wall times in winter and summer', () => {
  expect(new Date(chicagoTime('2026-11-20', 510)).toISOString()).toBe('2026-11-20T14:30:00.000Z');
  expect(new Date(chicagoTime('2026-07-01', 510)).toISOString()).toBe('2026-07-01T13:30:00.000Z');
});
