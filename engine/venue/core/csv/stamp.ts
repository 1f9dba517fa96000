import type { Zone } from '../../../domain/zone.ts';
import type { TimeMs } from '../../../domain/units.ts';
import { dayNumber, dayText } from '../../../domain/civil-day.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../domain/units.ts';
import { StampZones } from './stamp-zone.ts';

/**
 * A stamp as read: an instant (`wallMs`: its clock as written, where the text has one), or a wall clock whose zone the
 * text does not name.
 */
export type Stamp =
  | { readonly kind: 'instant'; readonly timeMs: TimeMs; readonly wallMs: number | undefined }
  | { readonly kind: 'naive'; readonly wallMs: number; readonly zone: Zone | undefined };

/** Order of year, month and day in dates whose year does not stand first with four digits. */
export type DateOrder = 'mdy' | 'dmy' | 'ymd';
export const DATE_ORDERS: readonly DateOrder[] = ['mdy', 'dmy', 'ymd'];

/** One way of writing stamps; all of a file are written in one way. */
export interface StampShape {
  /** For a person: "year-month-day", "seconds since 1970". */
  readonly words: string;
  /** The order that this shape takes, where it could be another one. */
  readonly order: DateOrder | undefined;
  /** True where the text could mean the clock of another zone: everything but an epoch. */
  readonly hasClock: boolean;
  read(text: string): Stamp | undefined;
}

const TIME =
  String.raw`(?:(?:[T ,]|\s|-(?=\d{1,2}:\d{2}:))\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,:](\d{1,9}))?)?\s*([ap]\.?\s?m\b\.?)?` +
  String.raw`|[T _]?(\d{2})(\d{2})(?:(\d{2})(?:[., ]?(\d{1,9}))?)?)?`;
const END = String.raw`\s*([A-Za-z+\-[(].*)?$`;
const WEEKDAY = String.raw`^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?`;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH = String.raw`((?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)\.?`;

const YEAR_FIRST = new RegExp(String.raw`${WEEKDAY}(\d{4})([-/.])(\d{1,2})\2(\d{1,2})${TIME}${END}`, 'i');
const COMPACT = new RegExp(String.raw`${WEEKDAY}(\d{4})(\d{2})(\d{2})${TIME}${END}`, 'i');
const SLASHED = new RegExp(String.raw`${WEEKDAY}(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)${TIME}${END}`, 'i');
const SHORT_YEAR_FIRST = new RegExp(String.raw`${WEEKDAY}(\d{2})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)${TIME}${END}`, 'i');
const DAY_MONTH = new RegExp(
  String.raw`${WEEKDAY}(\d{1,2})[- ./]${MONTH}[- ./,]+(\d{4}|\d{2})(?!\d)${TIME}${END}`,
  'i',
);
const MONTH_DAY = new RegExp(String.raw`${WEEKDAY}${MONTH}[- ]+(\d{1,2}),?[- ]+(\d{4})(?!\d)${TIME}${END}`, 'i');

/** Stamps outside of these are something else. */
const FIRST_MS = Date.UTC(1980, 0, 1);
const LAST_MS = Date.UTC(2100, 0, 1);

const ZONES = new StampZones();

type Parts = readonly (string | undefined)[];

function dated(
  words: string,
  pattern: RegExp,
  date: (parts: Parts) => readonly [year: string | undefined, month: string | undefined, day: string | undefined],
  first: number,
  order?: DateOrder,
): StampShape {
  return {
    words,
    order,
    hasClock: true,
    read: (text) => {
      const parts = pattern.exec(text);
      return parts === null ? undefined : assemble(date(parts), parts.slice(first));
    },
  };
}

function monthNumber(name: string | undefined): string {
  return String(MONTHS.indexOf((name ?? '').slice(0, 3).toLowerCase()) + 1);
}

function epoch(words: string, unitMs: number): StampShape {
  // Micro- and nanoseconds exceed what a double holds: the digits below a millisecond are cut off as text.
  const cut = unitMs < 1 ? -Math.log10(unitMs) : 0;
  return {
    words,
    order: undefined,
    hasClock: false,
    read: (text) => {
      if (!/^\d{9,20}(?:\.\d*)?$|^\d\.\d+e\+?\d{1,2}$/i.test(text)) return undefined;
      const whole = /^\d+$/.test(text) && cut > 0;
      const timeMs = whole ? Number(text.slice(0, -Math.round(cut))) : Math.round(Number(text) * unitMs);
      return timeMs >= FIRST_MS && timeMs < LAST_MS ? { kind: 'instant', timeMs, wallMs: undefined } : undefined;
    },
  };
}

/** Days since the end of 1899, as spreadsheets keep a time. */
const SERIAL: StampShape = {
  words: 'days since 1899 (spreadsheet)',
  order: undefined,
  hasClock: true,
  read: (text) => {
    if (!/^\d{5}(?:[.,]\d+)?$/.test(text)) return undefined;
    const days = Number(text.replace(',', '.')) - 25_569;
    const wallMs = Math.round((days * DAY_MS) / SECOND_MS) * SECOND_MS;
    return wallMs >= FIRST_MS && wallMs < LAST_MS ? { kind: 'naive', wallMs, zone: undefined } : undefined;
  },
};

/** All ways, those first that leave least to chance. */
export const STAMP_SHAPES: readonly StampShape[] = [
  dated('year-month-day', YEAR_FIRST, (p) => [p[1], p[3], p[4]], 5),
  dated('yyyymmdd', COMPACT, (p) => [p[1], p[2], p[3]], 4),
  epoch('seconds since 1970', SECOND_MS),
  epoch('milliseconds since 1970', 1),
  epoch('microseconds since 1970', 1e-3),
  epoch('nanoseconds since 1970', 1e-6),
  dated('day month-name year', DAY_MONTH, (p) => [p[3], monthNumber(p[2]), p[1]], 4),
  dated('month-name day year', MONTH_DAY, (p) => [p[3], monthNumber(p[1]), p[2]], 4),
  dated('month/day/year', SLASHED, (p) => [p[4], p[1], p[3]], 5, 'mdy'),
  dated('day/month/year', SLASHED, (p) => [p[4], p[3], p[1]], 5, 'dmy'),
  dated('year/month/day', SHORT_YEAR_FIRST, (p) => [p[1], p[3], p[4]], 5, 'ymd'),
  SERIAL,
];

/** Undefined for what is no date, no time of a clock, or ends in words that are no zone. */
function assemble(
  [year, month, day]: readonly (string | undefined)[],
  [hour, minute, second, fraction, meridiem, hour2, minute2, second2, fraction2, end]: Parts,
): Stamp | undefined {
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const fullYear = year.length === 2 ? Number(year) + (Number(year) < 70 ? 2_000 : 1_900) : Number(year);
  const date = dayNumber(fullYear, Number(month), Number(day));
  if (dayText(date) !== `${fullYear}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`) return undefined;
  const hours = hourOf(Number(hour ?? hour2 ?? 0), meridiem);
  const minutes = Number(minute ?? minute2 ?? 0);
  const seconds = Number(second ?? second2 ?? 0);
  if (hours === undefined || minutes > 59 || seconds > 59) return undefined;
  // Some write the end of a day as 24:00.
  if (hours === 24 && (minutes > 0 || seconds > 0)) return undefined;
  const wallMs =
    date * DAY_MS +
    hours * HOUR_MS +
    minutes * MINUTE_MS +
    seconds * SECOND_MS +
    Number((fraction ?? fraction2 ?? '').slice(0, 3).padEnd(3, '0'));
  if (wallMs < FIRST_MS || wallMs >= LAST_MS) return undefined;
  const zone = ZONES.read(end?.trim() ?? '');
  if (zone === undefined) return undefined;
  if (zone.kind === 'offset') return { kind: 'instant', timeMs: wallMs - zone.offsetMs, wallMs };
  return { kind: 'naive', wallMs, zone: zone.kind === 'zone' ? zone.zone : undefined };
}

/** Hours since midnight; a clock of twelve hours has none above 12. */
function hourOf(hour: number, meridiem: string | undefined): number | undefined {
  if (meridiem === undefined) return hour <= 24 ? hour : undefined;
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (/^p/i.test(meridiem) ? 12 : 0);
}

/** What was expected of a stamp that a shape does not read. */
export function expectedStamp({ words }: StampShape, text: string): string {
  const twelve = /\b(\d{1,2}):\d{2}(?::\d{2})?(?:[.,]\d+)?\s*[ap]\.?\s?m\b/i.exec(text);
  const hour = Number(twelve?.[1] ?? 1);
  return hour < 1 || hour > 12 ? `an hour from 1 to 12 before AM or PM` : `a time as ${words}, as in most rows`;
}

export type StampChoice =
  | { readonly kind: 'shape'; readonly shape: StampShape; readonly read: number }
  /** The rows leave these orders of the date; a person must say which. */
  | { readonly kind: 'ask'; readonly orders: readonly DateOrder[]; readonly read: number }
  | { readonly kind: 'none' };

/** The way in which most of a file's stamps are written. `order`: as a person has told it. */
export function chooseShape(texts: readonly string[], order: DateOrder | undefined): StampChoice {
  let best: { shape: StampShape; read: number } | undefined;
  const orders: { order: DateOrder; read: number }[] = [];
  for (const shape of STAMP_SHAPES) {
    if (order !== undefined && shape.order !== undefined && shape.order !== order) continue;
    let read = 0;
    for (const text of texts) if (shape.read(text) !== undefined) read += 1;
    if (read === 0) continue;
    if (shape.order !== undefined) orders.push({ order: shape.order, read });
    if (best === undefined || read > best.read) best = { shape, read };
  }
  if (best === undefined) return { kind: 'none' };
  if (best.shape.order !== undefined && order === undefined) {
    const most = best.read;
    // A few rows that only another order reads are strays; a tie is a question.
    const open = orders.filter(({ read }) => read === most).map((one) => one.order);
    if (open.length > 1) return { kind: 'ask', orders: open, read: most };
  }
  return { kind: 'shape', ...best };
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
