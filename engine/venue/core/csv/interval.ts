import type { TimeMs } from '../../../domain/units.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../domain/units.ts';
import { CHICAGO, wallMs } from '../../../domain/zone.ts';

/** Bars of one file in ascending order, by what says how far apart they are. */
export interface TimedRows {
  readonly timeMs: readonly TimeMs[];
  /** Clock as written; not a number where the stamp has none. */
  readonly wallMs: readonly number[];
  /** Place among the file's rows: only neighbors tell a distance, a refused row between them hides one. */
  readonly place: readonly number[];
  /** True for a row at a session's close: stamped there, the last bar ends with the session, wherever the grid is. */
  readonly isCut: (at: number) => boolean;
}

export interface Grid {
  /** Whole minutes; a minute when there are too few bars to tell. */
  readonly intervalMs: number;
  /** What the time of a row is past the grid, 0 on it. Days and longer have no grid: they go by date. */
  offGridMs(at: number): number;
}

/** The exchange's day begins at 17:00 Chicago. */
const DAY_START_MS = 17 * HOUR_MS;
const MOST = 0.75;
const NEARLY_ALL = 0.95;

/**
 * The commonest distance of neighbors, and the clock on which the bars lie evenly: the exchange's, that of the stamps,
 * or UTC. Each is counted within its day: bars begin anew with every session, and summer time moves none of them.
 */
export function gridOf(rows: TimedRows): Grid {
  const distances = distancesOf(rows, () => true);
  const common = mostFrequent(distances);
  if (common === undefined) return gridAt(rows, MINUTE_MS).grid;
  if (common >= 23 * HOUR_MS) {
    const days = Math.max(1, Math.round(common / DAY_MS));
    return { intervalMs: days * DAY_MS, offGridMs: () => 0 };
  }
  const dayOf = (at: number): number => Math.floor((wallMs(CHICAGO, rows.timeMs[at] ?? 0) - DAY_START_MS) / DAY_MS);
  const within = distancesOf(rows, (at) => !rows.isCut(at) && dayOf(at) === dayOf(at - 1));
  const areWhole = (intervalMs: number): boolean =>
    within.filter((distance) => distance % intervalMs === 0).length >= NEARLY_ALL * within.length;
  const wide = gridAt(rows, common);
  if (areWhole(common) && wide.fits >= MOST * rows.timeMs.length) return wide.grid;
  for (let minutes = common / MINUTE_MS - 1; minutes > 1; minutes -= 1) {
    if (areWhole(minutes * MINUTE_MS)) return gridAt(rows, minutes * MINUTE_MS).grid;
  }
  return gridAt(rows, MINUTE_MS).grid;
}

/** Distances from each row to the one before it, of neighbors that are asked for. */
function distancesOf({ timeMs, place }: TimedRows, isAsked: (at: number) => boolean): number[] {
  const distances: number[] = [];
  for (let i = 1; i < timeMs.length; i += 1) {
    if (Math.abs((place[i] ?? 0) - (place[i - 1] ?? 0)) !== 1 || !isAsked(i)) continue;
    distances.push((timeMs[i] ?? 0) - (timeMs[i - 1] ?? 0));
  }
  return distances;
}

function gridAt(rows: TimedRows, intervalMs: number): { readonly grid: Grid; readonly fits: number } {
  const time = (at: number): TimeMs => rows.timeMs[at] ?? 0;
  const clocks: ((at: number) => number)[] = [
    (at) => modulo(wallMs(CHICAGO, time(at)) - DAY_START_MS, DAY_MS),
    (at) => modulo(rows.wallMs[at] ?? Number.NaN, DAY_MS),
    time,
  ];
  let best: { grid: Grid; fits: number } | undefined;
  for (const clock of clocks) {
    const counts = new Map<number, number>();
    for (let at = 0; at < rows.timeMs.length; at += 1) {
      const rest = clock(at) % intervalMs;
      if (!Number.isNaN(rest)) counts.set(rest, (counts.get(rest) ?? 0) + 1);
    }
    const [rest, most] = [...counts].toSorted((a, b) => b[1] - a[1] || a[0] - b[0])[0] ?? [0, 0];
    const offGridMs = (at: number): number => modulo(clock(at) - rest, intervalMs);
    let fits = most;
    for (let at = 0; at < rows.timeMs.length; at += 1) if (rows.isCut(at) && offGridMs(at) !== 0) fits += 1;
    if (best === undefined || fits > best.fits) best = { fits, grid: { intervalMs, offGridMs } };
  }
  return best ?? { fits: 0, grid: { intervalMs, offGridMs: () => 0 } };
}

/** The commonest; of several the smallest. */
function mostFrequent(values: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0];
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
