import { pnlId } from '../schema/packing.ts';
import type { SeriesPoint } from './series-point.ts';
import type { StoreReader } from './store-reader.ts';

export interface SecondsQuery {
  readonly run: number;
  readonly strategy: number;
  readonly points: number;
  /** Epoch seconds, from included, to excluded. */
  readonly from: number;
  readonly to: number;
}

/** Second rows in about so many points: of each bucket the lowest, the highest and the deepest, and the range's ends. */
export function secondExtremes(reader: StoreReader, query: SecondsQuery): readonly SeriesPoint[] {
  const { run, strategy, points, from, to } = query;
  const width = to - from <= points ? 1 : Math.ceil((3 * (to - from)) / points);
  const ids = [pnlId(run, from, 0), pnlId(run, to, 0)];
  // A figure and its second in one number: the least of them names the least figure and when it was.
  const buckets = reader
    .sql(
      `SELECT min((pnl_cents << 32) | t) & 4294967295, max((pnl_cents << 32) | t) & 4294967295,
         max((drawdown_cents << 32) | t) & 4294967295, min(t), max(t)
       FROM (SELECT (id >> 6) & 4294967295 AS t, pnl_cents, drawdown_cents FROM pnl_seconds
             WHERE id >= ? AND id < ? AND (id & 63) = ?)
       GROUP BY (t - CAST(? AS INTEGER)) / CAST(? AS INTEGER)`,
    )
    .raw()
    .all(...ids, strategy, from, width) as [number, number, number, number, number][];
  const first = buckets[0]?.[3];
  const last = buckets.at(-1)?.[4];
  if (first === undefined || last === undefined) return [];
  const times = new Set<number>([first, last]);
  for (const [low, high, deep] of buckets) times.add(low).add(high).add(deep);
  const read = reader.sql('SELECT pnl_cents, drawdown_cents FROM pnl_seconds WHERE id = ?').raw();
  return [...times]
    .sort((a, b) => a - b)
    .map((time) => {
      const [pnlCents, drawdownCents] = read.get(pnlId(run, time, strategy)) as [number, number];
      return { timeMs: time * 1_000, pnlCents, drawdownCents };
    });
}
