import type { Zone } from '../../../domain/zone.ts';
import type { TimeMs } from '../../../domain/units.ts';
import { dayNumber, dayText } from '../../../domain/civil-day.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../domain/units.ts';

/** A stamp as read: an instant, or a wall clock whose zone the text does not name. */
export type Stamp =
  { readonly kind: 'instant'; readonly timeMs: TimeMs } | { readonly kind: 'naive'; readonly wallMs: number };

/** Order of day and month in dates with slashes. */
export type DateOrder = 'mdy' | 'dmy';

const ISO =
  /^(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?:[T ]+(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?$/i;
const SLASHED =
  /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?$/i;

/** Reads a stamp: ISO with or without offset, compact or slashed dates, seconds to nanoseconds since the epoch. */
export function readStamp(text: string, order: DateOrder | undefined): Stamp | undefined {
  if (/^\d{9,10}$/.test(text)) return instant(Number(text) * SECOND_MS);
  if (/^\d{12,13}$/.test(text)) return instant(Number(text));
  if (/^\d{15,16}$/.test(text)) return exact(text, 3);
  if (/^\d{18,19}$/.test(text)) return exact(text, 6);
  const iso = ISO.exec(text);
  if (iso !== null) return assemble(iso[1], iso[2], iso[3], iso.slice(4));
  if (order === undefined) return undefined;
  const slashed = SLASHED.exec(text);
  if (slashed === null) return undefined;
  const [month, day] = order === 'mdy' ? [slashed[1], slashed[2]] : [slashed[2], slashed[1]];
  return assemble(slashed[3], month, day, slashed.slice(4));
}

function instant(timeMs: TimeMs): Stamp {
  return { kind: 'instant', timeMs };
}

/** Micro- and nanoseconds exceed what a double holds: the digits below a millisecond are cut off as text. */
function exact(digits: string, below: number): Stamp {
  return instant(Number(digits.slice(0, -below)));
}

function assemble(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
  [hour = '0', minute = '0', second = '0', fraction = '', offset]: readonly (string | undefined)[],
): Stamp | undefined {
  const date = dayNumber(Number(year), Number(month), Number(day));
  if (dayText(date) !== `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const wallMs =
    date * DAY_MS +
    Number(hour) * HOUR_MS +
    Number(minute) * MINUTE_MS +
    Number(second) * SECOND_MS +
    Number(fraction.slice(0, 3).padEnd(3, '0'));
  return offset === undefined ? { kind: 'naive', wallMs } : instant(wallMs - offsetMs(offset));
}

function offsetMs(text: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(text);
  if (match === null) return 0;
  const size = Number(match[2]) * HOUR_MS + Number(match[3] ?? 0) * MINUTE_MS;
  return match[1] === '-' ? -size : size;
}

/**
 * The instant of a wall clock in a zone, or undefined when that clock does not exist (spring). The repeated hour of autumn
 * is taken as its first run, or as its second when that would go back behind `afterMs`.
 */
export function resolveNaive(zone: Zone, wallMs: number, afterMs: TimeMs): TimeMs | undefined {
  const timeMs = zone.toEpoch(wallMs);
  if (timeMs + zone.offsetMs(timeMs) !== wallMs) return undefined;
  const again = timeMs + HOUR_MS;
  return timeMs <= afterMs && again + zone.offsetMs(again) === wallMs ? again : timeMs;
}
