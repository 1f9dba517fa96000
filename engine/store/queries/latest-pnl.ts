import { pnlId, pnlRange, strategyOfPnlId, timeOfPnlId } from '../schema/packing.ts';
import type { StoreReader } from './store-reader.ts';

export interface PnlReadingRow {
  readonly strategy: number;
  readonly timeMs: number;
  readonly pnlCents: number;
  readonly drawdownCents: number;
}

/** Each strategy's latest figure of the last minute that has any, from the second rows. */
export function latestPnl(reader: StoreReader, run: number): readonly PnlReadingRow[] {
  const range = pnlRange(run);
  const newest = reader
    .sql('SELECT max(id) FROM pnl_seconds WHERE id >= ? AND id < ?')
    .pluck()
    .get(range.from, range.to);
  if (typeof newest !== 'number') return [];
  const from = Math.max(0, timeOfPnlId(newest) - 60);
  const rows = reader
    .sql('SELECT id, pnl_cents, drawdown_cents FROM pnl_seconds WHERE id >= ? AND id <= ? ORDER BY id')
    .all(pnlId(run, from, 0), newest) as { id: number; pnl_cents: number; drawdown_cents: number }[];
  const latest = new Map<number, PnlReadingRow>();
  for (const { id, pnl_cents: pnlCents, drawdown_cents: drawdownCents } of rows) {
    const strategy = strategyOfPnlId(id);
    latest.set(strategy, { strategy, timeMs: timeOfPnlId(id) * 1_000, pnlCents, drawdownCents });
  }
  return [...latest.values()];
}
