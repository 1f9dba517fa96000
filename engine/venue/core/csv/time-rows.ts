import type { TimeMs } from '../../../domain/units.ts';
import type { Grid } from './interval.ts';
import type { Plan, ReadRows } from './read-rows.ts';
import type { Tally } from './tally.ts';
import { CME, nextClose } from '../../../domain/session.ts';
import { DAY_MS, HOUR_MS } from '../../../domain/units.ts';
import { CHICAGO, wallMs } from '../../../domain/zone.ts';
import { gridOf } from './interval.ts';
import { resolveNaive } from './stamp.ts';

export interface TimedRowsOfFile {
  /**
   * Rows that are taken, ascending by time and one for each; the times in the rows are the bars' openings from then on.
   * Rows of other instruments, strays and those off the grid are counted. `byTime`: several instruments follow each
   * other, in whatever order the file has them.
   */
  arrange(
    isTaken: (at: number) => boolean,
    byTime: boolean,
  ): { readonly order: readonly number[]; readonly intervalMs: number };
}

/** Gives each row its instant and sets them in order. */
export function timeRows(
  rows: ReadRows,
  { newestFirst, plan, tally }: { readonly newestFirst: boolean; readonly plan: Plan; readonly tally: Tally },
): TimedRowsOfFile {
  const inFileOrder = Array.from({ length: rows.length }, (_, i) => (newestFirst ? rows.length - 1 - i : i));
  const timed = resolve(rows, inFileOrder, plan, tally);
  return {
    arrange: (isTaken, byTime) => {
      const taken = timed.filter((at) => {
        const takes = isTaken(at);
        if (!takes)
          refuse(tally, rows, at, 'other_instrument', 'the instrument that is taken', rows.instrument[at] ?? '');
        return takes;
      });
      const time = (at: number): TimeMs => rows.timeMs[at] ?? 0;
      if (byTime) taken.sort((a, b) => time(a) - time(b));
      const ascending = inOrder(rows, taken, tally);
      const isAll = taken.length === timed.length;
      const cuts = new Set(ascending.filter((at) => nextClose(CME, plan.spec.root, time(at) - 1) === time(at)));
      const grid = gridOf({
        isCut: (i) => cuts.has(ascending[i] ?? -1),
        timeMs: ascending.map(time),
        wallMs: ascending.map((at) => rows.wallMs[at] ?? Number.NaN),
        // Among rows of other instruments, neighbors are those of the one that is taken.
        place: isAll ? ascending.map((at) => rows.place[at] ?? 0) : ascending.map((_, i) => i),
      });
      return { order: onGrid(rows, ascending, { ...grid, cuts }, plan, tally), intervalMs: grid.intervalMs };
    },
  };
}

/** Instants of wall clocks, each instrument for itself: the repeated hour of autumn hangs on the row before. */
function resolve(rows: ReadRows, order: readonly number[], plan: Plan, tally: Tally): number[] {
  const afterMs = new Map<string, TimeMs>();
  return order.filter((at) => {
    const instrument = rows.instrument[at] ?? '';
    let timeMs = rows.timeMs[at];
    if (timeMs === undefined || Number.isNaN(timeMs)) {
      const zone = rows.zone[at] ?? plan.zone;
      const wall = rows.wallMs[at] ?? 0;
      timeMs = zone && resolveNaive(zone, wall, afterMs.get(instrument) ?? Number.NEGATIVE_INFINITY);
      if (timeMs === undefined) {
        const found = new Date(wall).toISOString().slice(0, 19);
        refuse(tally, rows, at, 'no_such_time', `a clock that exists in ${zone?.name ?? 'a zone'}`, found);
        return false;
      }
      rows.setTime(at, timeMs);
    }
    afterMs.set(instrument, timeMs);
    return true;
  });
}

function refuse(
  tally: Tally,
  rows: ReadRows,
  at: number,
  reason: Parameters<Tally['add']>[1]['reason'],
  expected: string,
  found: string,
): void {
  tally.add(rows.line[at] ?? 0, { reason, expected, found });
}

const LOOK_AHEAD = 5;

/**
 * Keeps ascending times. A row that goes back is refused, unless it is the row before it that strayed: when most of
 * the following rows lie before a row, that row is the one out of order.
 */
function inOrder(rows: ReadRows, order: readonly number[], tally: Tally): number[] {
  const kept: number[] = [];
  const times = new Set<TimeMs>();
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const [index, at] of order.entries()) {
    const timeMs = rows.timeMs[at] ?? 0;
    let [following, before] = [0, 0];
    for (let i = index + 1; i <= index + LOOK_AHEAD && i < order.length; i += 1) {
      const other = rows.timeMs[order[i] ?? 0] ?? 0;
      following += 1;
      if (other < timeMs && other > lastMs) before += 1;
    }
    if (timeMs <= lastMs || before > following / 2) {
      const isAgain = times.has(timeMs);
      const found = new Date(timeMs).toISOString();
      refuse(
        tally,
        rows,
        at,
        isAgain ? 'duplicate' : 'out_of_order',
        isAgain ? 'each time once' : 'times in order',
        found,
      );
      continue;
    }
    lastMs = timeMs;
    times.add(timeMs);
    kept.push(at);
  }
  return kept;
}

/** Keeps rows on the grid that most of them lie on (bars must not overlap), and turns stamps at the close into openings. */
function onGrid(
  rows: ReadRows,
  order: readonly number[],
  grid: Grid & { readonly cuts: ReadonlySet<number> },
  plan: Plan,
  tally: Tally,
): number[] {
  const { intervalMs } = grid;
  if (intervalMs >= DAY_MS) return oneADate(rows, order, tally);
  // The grid looks at the rows' times: it is asked about all of them before any is changed.
  const past = order.map((_, i) => grid.offGridMs(i));
  return order.filter((at, i) => {
    const timeMs = rows.timeMs[at] ?? 0;
    const off = past[i] ?? 0;
    if (off !== 0 && !(plan.stampsClose && grid.cuts.has(at))) {
      const expected = `a multiple of ${intervalMs / 60_000} minutes like most rows`;
      refuse(tally, rows, at, 'off_grid', expected, new Date(timeMs).toISOString());
      return false;
    }
    if (plan.stampsClose) rows.setTime(at, timeMs - (off === 0 ? intervalMs : off));
    return true;
  });
}

/** Bars of days go by date, whatever their hour. */
function oneADate(rows: ReadRows, order: readonly number[], tally: Tally): number[] {
  let last = Number.NEGATIVE_INFINITY;
  return order.filter((at) => {
    const written = rows.wallMs[at];
    const clock = written === undefined || Number.isNaN(written) ? exchangeClock(rows.timeMs[at] ?? 0) : written;
    const date = Math.floor(clock / DAY_MS);
    if (date === last) {
      refuse(tally, rows, at, 'duplicate', 'one bar a date', new Date(clock).toISOString().slice(0, 10));
      return false;
    }
    last = date;
    return true;
  });
}

/** From 17:00 Chicago on it is the next date's. */
function exchangeClock(timeMs: TimeMs): number {
  return wallMs(CHICAGO, timeMs) + 7 * HOUR_MS;
}
