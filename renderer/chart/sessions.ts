import type { SymbolConfig } from '../../engine/wire/index.ts';
import { dayMonth, isoDay, minuteOfDay } from '../format/time.ts';
import type { ChartPoint } from '../state/series.ts';
import type { SessionMark } from './line.ts';

/** Minutes since midnight Chicago. */
export type RegularHours = readonly [from: number, to: number];

/** By contract root. */
const REGULAR: Readonly<Record<string, RegularHours>> = {
  MNQ: [510, 900],
  MES: [510, 900],
  NQ: [510, 900],
  ES: [510, 900],
  M2K: [510, 900],
  MYM: [510, 900],
  MGC: [440, 750],
  GC: [440, 750],
  MCL: [480, 810],
  CL: [480, 810],
};
/** The exchange's day begins at 17:00 Chicago. */
const DAY_START_MINUTE = 17 * 60;

/** A contract's regular hours; undefined for one that has none, and in a market that never closes. */
export function regularHours(root: string, hours: SymbolConfig['hours']): RegularHours | undefined {
  return hours === 'always' ? undefined : REGULAR[root];
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
  regular: RegularHours | undefined,
  intervalMs: number,
): readonly SessionMark[] {
  if (intervalMs >= 14_400_000) return [];
  const marks: SessionMark[] = [];
  let outside: { fromMs: number; toMs: number } | undefined;
  let before: Reading | undefined;
  const close = (text: string): void => {
    if (outside !== undefined) marks.push({ ...outside, kind: 'outside', text });
    outside = undefined;
  };
  for (const { timeMs } of points) {
    const minute = minuteOfDay(timeMs);
    const isRegular = regular !== undefined && minute >= regular[0] && minute < regular[1];
    const reading: Reading = { timeMs, minute, isRegular };
    const isNewDay =
      before !== undefined &&
      before.minute < DAY_START_MINUTE !== minute < DAY_START_MINUTE &&
      minute >= DAY_START_MINUTE;
    const isGap = before !== undefined && timeMs - before.timeMs > 20 * 3_600_000;
    if (isNewDay || isGap) {
      close('');
      marks.push({ fromMs: timeMs, toMs: timeMs, kind: 'day', text: dayMonth(timeMs + 8 * 3_600_000) });
    }
    if (regular !== undefined) {
      if (!isRegular) outside = { fromMs: outside?.fromMs ?? timeMs, toMs: timeMs };
      else
        close(
          before?.isRegular === false && isoDay(before.timeMs) !== '' ? `regular hours ${twoDigits(regular[0])}` : '',
        );
    }
    before = reading;
  }
  if (outside !== undefined) marks.push({ ...outside, kind: 'outside', text: '', isOpen: true });
  return marks;
}
