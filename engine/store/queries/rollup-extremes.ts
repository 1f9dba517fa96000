import { pnlId } from '../schema/packing.ts';
import type { PnlLevel } from './pnl-levels.ts';
import type { SecondsQuery } from './second-extremes.ts';
import type { SeriesPoint } from './series-point.ts';
import type { StoreReader } from './store-reader.ts';

type Row = readonly [time: number, last: number, min: number, max: number, drawdown: number];

/**
 * Roll-up rows in about so many points: of each bucket the lowest, the highest and the deepest row, and the last figure
 * of all. Each time is there once, ascending, in [from, to): of the running interval only what has passed is used.
 */
export function rollupExtremes(reader: StoreReader, query: SecondsQuery & { level: PnlLevel }): readonly SeriesPoint[] {
  const { run, strategy, points, level, from, to } = query;
  const first = Math.floor(from / level.unit);
  const end = Math.ceil(to / level.unit);
  const ids = [pnlId(run, first, 0), pnlId(run, end, 0)];
  // Each row may give two points; up to three rows of a bucket are kept.
  const width = 2 * (end - first) <= points ? 1 : Math.ceil((3 * (end - first)) / points);
  const buckets = reader
    .sql(
      `SELECT min((min_cents << 32) | t) & 4294967295, max((max_cents << 32) | t) & 4294967295,
         max((drawdown_cents << 32) | t) & 4294967295, max(t)
       FROM (SELECT (id >> 6) & 4294967295 AS t, min_cents, max_cents, drawdown_cents FROM ${level.table}
             WHERE id >= ? AND id < ? AND (id & 63) = ?)
       GROUP BY (t - CAST(? AS INTEGER)) / CAST(? AS INTEGER)`,
    )
    .raw()
    .all(...ids, strategy, first, width) as [number, number, number, number][];
  const read = reader
    .sql(
      `SELECT (id >> 6) & 4294967295, last_cents, min_cents, max_cents, drawdown_cents FROM ${level.table} WHERE id = ?`,
    )
    .raw();
  const rowAt = (time: number): Row => read.get(pnlId(run, time, strategy)) as Row;
  const within = (time: number): Interval => ({
    startMs: Math.max(time * level.unit, from) * 1_000,
    endMs: Math.min((time + 1) * level.unit, to) * 1_000,
  });
  return buckets.flatMap(([low, high, deep, last], index) => {
    const times = index === buckets.length - 1 ? [low, high, deep, last] : [low, high, deep];
    return bucketPoints(times, { low, high, deep }, rowAt, within);
  });
}

/** What of a row's interval lies in the range. */
interface Interval {
  readonly startMs: number;
  readonly endMs: number;
}

/** A row that is needed for its low and its high gives two points, half of its interval apart. */
function bucketPoints(
  times: readonly number[],
  { low, high, deep }: { readonly low: number; readonly high: number; readonly deep: number },
  rowAt: (time: number) => Row,
  within: (time: number) => Interval,
): readonly SeriesPoint[] {
  const points: SeriesPoint[] = [];
  for (const time of [...new Set(times)].sort((a, b) => a - b)) {
    const row = rowAt(time);
    const [, lastCents, minCents, maxCents, drawdownCents] = row;
    const lowest = { pnlCents: minCents, drawdownCents };
    const highest = { pnlCents: maxCents, drawdownCents: Math.max(0, drawdownCents - (maxCents - minCents)) };
    const wantsLow = time === low || time === deep;
    const wantsHigh = time === high;
    const { startMs, endMs } = within(time);
    if (wantsLow && wantsHigh && minCents !== maxCents) {
      // Where it ended tells which came later.
      const risen = maxCents - lastCents <= lastCents - minCents;
      const [before, after] = risen ? [lowest, highest] : [highest, lowest];
      points.push({ timeMs: startMs, ...before }, { timeMs: (startMs + endMs) / 2, ...after });
    } else if (wantsLow) points.push({ timeMs: startMs, ...lowest });
    else if (wantsHigh) points.push({ timeMs: startMs, ...highest });
    else points.push({ timeMs: startMs, pnlCents: lastCents, drawdownCents: drawdownOfLast(row) });
  }
  return points;
}

/** The drawdown at the interval's end lies between that of its high and that of its low. */
function drawdownOfLast([, last, min, , drawdown]: Row): number {
  return Math.max(0, drawdown - (last - min));
}
