import { describe, expect, test } from 'vitest';
import {
  CHICAGO,
  NEW_YORK,
  createZone,
  epochAt,
  wallDay,
  wallMinute,
  wallText,
} from '../../../../engine/domain/zone.ts';
import { dayNumber, dayText } from '../../../../engine/domain/civil-day.ts';

const at = (text: string): number => Date.parse(text);

describe('zone', () => {
  test('winter and summer', () => {
    expect(wallText(CHICAGO, at('2026-01-15T12:00:00Z'))).toBe('2026-01-15 06:00');
    expect(wallText(CHICAGO, at('2026-07-15T12:00:00Z'))).toBe('2026-07-15 07:00');
    expect(wallText(NEW_YORK, at('2026-07-15T12:00:00Z'))).toBe('2026-07-15 08:00');
  });

  test('midnight is 00:00 of the new date, never 24:00', () => {
    expect(wallText(CHICAGO, at('2026-01-15T06:00:00Z'))).toBe('2026-01-15 00:00');
    expect(wallMinute(CHICAGO, at('2026-01-15T05:59:59.999Z'))).toBe(1439);
  });

  test('both changes of daylight saving, to the hour', () => {
    expect(wallText(CHICAGO, at('2026-03-08T07:59:59Z'))).toBe('2026-03-08 01:59');
    expect(wallText(CHICAGO, at('2026-03-08T08:00:00Z'))).toBe('2026-03-08 03:00');
    expect(wallText(CHICAGO, at('2026-11-01T06:59:00Z'))).toBe('2026-11-01 01:59');
    expect(wallText(CHICAGO, at('2026-11-01T07:00:00Z'))).toBe('2026-11-01 01:00');
  });

  test('every hour of two years goes to the wall clock and back, the repeated hour to its first', () => {
    for (let t = at('2026-01-01T00:00:00Z'); t < at('2028-01-01T00:00:00Z'); t += 3_600_000) {
      const wall = t + CHICAGO.offsetMs(t);
      const back = CHICAGO.toEpoch(wall);
      const repeated = CHICAGO.offsetMs(t - 3_600_000) > CHICAGO.offsetMs(t);
      expect(back).toBe(repeated ? t - 3_600_000 : t);
    }
  });

  test('a wall clock that does not exist lands after the gap', () => {
    expect(wallText(NEW_YORK, epochAt(NEW_YORK, dayNumber(2026, 3, 8), 150))).toBe('2026-03-08 03:30');
  });

  test('an unknown zone is an error', () => {
    expect(() => createZone('Mars/Olympus')).toThrow(RangeError);
  });

  test('zones off the hour, before and after midnight', () => {
    const kathmandu = createZone('Asia/Kathmandu');
    expect(wallText(kathmandu, at('2026-01-15T18:14:00Z'))).toBe('2026-01-15 23:59');
    expect(dayText(wallDay(kathmandu, at('2026-01-15T18:15:00Z')))).toBe('2026-01-16');
  });
});
