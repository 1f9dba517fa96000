import type { CockpitCatalog, CockpitContract, SymbolConfig } from '../../engine/wire/index.ts';
import { dayMonth, isoDay, minuteOfDay } from '../format/time.ts';
import { contractOf } from '../state/catalog.ts';
import type { ChartPoint } from '../state/series.ts';
import type { SessionMark } from '../state/line.ts';

export type RegularHours = NonNullable<CockpitContract['regularHours']>;

/** Hours and the day's start of a chart's contract, in minutes since midnight Chicago. */
export interface ContractHours {
  /** Undefined: it has none, or the market never closes. */
  readonly regular: RegularHours | undefined;
  readonly dayStart: number;
  /** Weekdays without a trading day of their own; undefined: each date is a day. */
  readonly daysOff: ReadonlySet<string> | undefined;
}

const DAY_MS = 86_400_000;
/** A pause in which a day may have begun. */
const PAUSE_MS = 3_600_000;

/** The hours that are in force for a contract in a run. */
export function contractHours(catalog: CockpitCatalog, root: string, hours: SymbolConfig['hours']): ContractHours {
  const regular = hours === 'always' ? undefined : contractOf(catalog, root)?.regularHours;
  const daysOff = hours === 'always' ? undefined : new Set(catalog.daysOff);
  return { regular: regular ?? undefined, dayStart: catalog.dayStart, daysOff };
}

/** The exchange's trading day of a time, as the store has it: midnight UTC of its date. */
export function exchangeDay(timeMs: number, { dayStart, daysOff }: ContractHours): number {
  let day = Date.parse(isoDay(timeMs + (1_440 - dayStart) * 60_000));
  if (daysOff === undefined) return day;
  while ([0, 6].includes(new Date(day).getUTCDay()) || daysOff.has(new Date(day).toISOString().slice(0, 10)))
    day += DAY_MS;
  return day;
}

function twoDigits(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

interface Reading {
  readonly timeMs: number;
  readonly minute: number;
  readonly isRegular: boolean;
}

/** Shades outside regular hours and breaks between exchange days, for the bars that are there. */
export function sessionMarks(
  points: readonly Pick<ChartPoint, 'timeMs'>[],
  hours: ContractHours,
  intervalMs: number,
): readonly SessionMark[] {
  if (intervalMs >= 14_400_000) return [];
  const { regular, dayStart } = hours;
  const marks: SessionMark[] = [];
  let outside: { fromMs: number; toMs: number } | undefined;
  let before: Reading | undefined;
  const close = (text: string): void => {
    if (outside !== undefined) marks.push({ ...outside, kind: 'outside', text });
    outside = undefined;
  };
  for (const { timeMs } of points) {
    const minute = minuteOfDay(timeMs);
    const isRegular = regular !== undefined && minute >= regular.from && minute < regular.to;
    const reading: Reading = { timeMs, minute, isRegular };
    const mayBegin =
      before !== undefined && ((before.minute < dayStart && minute >= dayStart) || timeMs - before.timeMs > PAUSE_MS);
    const day = mayBegin ? exchangeDay(timeMs, hours) : undefined;
    if (before !== undefined && day !== undefined && day !== exchangeDay(before.timeMs, hours)) {
      close('');
      marks.push({ fromMs: timeMs, toMs: timeMs, kind: 'day', text: dayMonth(day + DAY_MS / 2) });
    }
    if (regular !== undefined) {
      if (!isRegular) outside = { fromMs: outside?.fromMs ?? timeMs, toMs: timeMs };
      else
        close(
          before?.isRegular === false && isoDay(before.timeMs) !== '' ? `regular hours ${twoDigits(regular.from)}` : '',
        );
    }
    before = reading;
  }
  if (outside !== undefined) marks.push({ ...outside, kind: 'outside', text: '', isOpen: true });
  return marks;
}
