import { pointId, timeOfPointId } from '../schema/packing.ts';
import type { ContractBar } from './bars.ts';
import { readBars } from './bars.ts';
import type { StoreReader } from './store-reader.ts';

export interface ChartPoint extends ContractBar {
  /** What the strategy showed at this bar (JSON of the point without OHLCV); null where it showed nothing. */
  readonly json: string | null;
}

export interface ChartQuery {
  /** Strategy number. */
  readonly strategy: number;
  /** The root that it trades, or one of its contracts. */
  readonly symbol: string;
  /** The newest so many bars. */
  readonly limit: number;
  /** Bars that open at or after. */
  readonly fromMs?: number;
  /** Bars that open before. */
  readonly toMs?: number;
  readonly run?: number;
}

/** The last bars of a strategy's contract with what it showed at each, oldest first (document 000's chartHistory). */
export function readChart(reader: StoreReader, query: ChartQuery): readonly ChartPoint[] {
  const { strategy, ...range } = query;
  const run = query.run ?? reader.presentRun();
  const bars = readBars(reader, { ...range, run });
  const first = bars[0];
  const last = bars.at(-1);
  if (first === undefined || last === undefined) return [];
  const rows = reader
    .sql('SELECT id, json FROM chart_points WHERE id >= ? AND id <= ?')
    .all(pointId(run, strategy, first.bar.timeMs), pointId(run, strategy, last.bar.timeMs)) as {
    id: number;
    json: string;
  }[];
  const points = new Map(rows.map((row) => [timeOfPointId(row.id), row.json]));
  return bars.map((bar) => ({ ...bar, json: points.get(bar.bar.timeMs) ?? null }));
}
