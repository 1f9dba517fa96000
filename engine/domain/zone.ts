import type { DayNumber } from './civil-day.ts';
import type { TimeMs } from './units.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './units.ts';
import { dayText } from './civil-day.ts';

/** Wall-clock conversion of one IANA time zone. Offsets come from Intl and are remembered per hour: O(1) when hot. */
export interface Zone {
  readonly name: string;
  /** What to add to an epoch time to get the wall clock as if it were UTC. */
  offsetMs(timeMs: TimeMs): number;
  /**
   * Epoch time of a wall clock given as if it were UTC. A wall clock that occurs twice (autumn) gives the earlier
   * instant; one that does not exist (spring) is read with the offset before the change, which lands after the gap.
   */
  toEpoch(wallMs: number): TimeMs;
}

/** Bounds the memory of a zone that is asked about decades; a full table is simply begun again. */
const MAX_CACHED_HOURS = 200_000;

/** A zone by IANA name; RangeError when the platform does not know it. */
export function createZone(name: string): Zone {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const cache = new Map<number, number>();
  let lastHour = Number.NaN;
  let lastOffset = 0;

  function ask(timeMs: TimeMs): number {
    const field: Record<string, number> = {};
    for (const part of format.formatToParts(timeMs)) field[part.type] = Number(part.value);
    const wallMs = Date.UTC(
      field['year'] ?? 0,
      (field['month'] ?? 1) - 1,
      field['day'] ?? 1,
      field['hour'] ?? 0,
      field['minute'] ?? 0,
      field['second'] ?? 0,
    );
    return wallMs - timeMs;
  }

  function offsetMs(timeMs: TimeMs): number {
    const hour = Math.floor(timeMs / HOUR_MS);
    if (hour === lastHour) return lastOffset;
    let offset = cache.get(hour);
    if (offset === undefined) {
      if (cache.size >= MAX_CACHED_HOURS) cache.clear();
      offset = ask(hour * HOUR_MS);
      cache.set(hour, offset);
    }
    lastHour = hour;
    lastOffset = offset;
    return offset;
  }

  function toEpoch(wallMs: number): TimeMs {
    const before = offsetMs(wallMs - DAY_MS);
    const after = offsetMs(wallMs + DAY_MS);
    const early = wallMs - Math.max(before, after);
    if (offsetMs(early) === Math.max(before, after)) return early;
    const late = wallMs - Math.min(before, after);
    if (offsetMs(late) === Math.min(before, after)) return late;
    return wallMs - before;
  }

  return { name, offsetMs, toEpoch };
}

/** The exchange's clock: trading days, session hours, flat-by times. */
export const CHICAGO: Zone = createZone('America/Chicago');
/** The clock of PO3's windows. */
export const NEW_YORK: Zone = createZone('America/New_York');

/** Wall clock as if it were UTC. */
export function wallMs(zone: Zone, timeMs: TimeMs): number {
  return timeMs + zone.offsetMs(timeMs);
}

/** Calendar date of the wall clock. */
export function wallDay(zone: Zone, timeMs: TimeMs): DayNumber {
  return Math.floor(wallMs(zone, timeMs) / DAY_MS);
}

/** Minutes since midnight of the wall clock, 0 to 1439. */
export function wallMinute(zone: Zone, timeMs: TimeMs): number {
  const wall = wallMs(zone, timeMs);
  return Math.floor((wall - Math.floor(wall / DAY_MS) * DAY_MS) / MINUTE_MS);
}

/** Epoch time of `minute` minutes after midnight of a date's wall clock. */
export function epochAt(zone: Zone, day: DayNumber, minute: number): TimeMs {
  return zone.toEpoch(day * DAY_MS + minute * MINUTE_MS);
}

/** "2026-11-20 15:05" of the wall clock, for messages. */
export function wallText(zone: Zone, timeMs: TimeMs): string {
  const minute = wallMinute(zone, timeMs);
  const clock = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  return `${dayText(wallDay(zone, timeMs))} ${clock}`;
}
