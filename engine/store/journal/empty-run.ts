import type { Handle } from '../schema/handle.ts';
import type { IdRange } from '../schema/packing.ts';
import { barRange, journalRange, pnlRange, pointRange, snapshotRange } from '../schema/packing.ts';

/** Takes everything out of a run but its identity: its days in advance were interrupted and are played anew. */
export function emptyRun(db: Handle, run: number): void {
  const ranges: readonly (readonly [table: string, range: IdRange])[] = [
    ['journal', journalRange(run)],
    ['bars', barRange(run)],
    ['bars_5m', barRange(run)],
    ['bars_1h', barRange(run)],
    ['chart_points', pointRange(run)],
    ['snapshots', snapshotRange(run)],
    ['pnl_seconds', pnlRange(run)],
    ['pnl_minutes', pnlRange(run)],
    ['pnl_hours', pnlRange(run)],
  ];
  for (const [table, range] of ranges) {
    db.prepare(`DELETE FROM ${table} WHERE id >= ? AND id < ?`).run(range.from, range.to);
  }
  for (const table of ['heads', 'desk_state', 'pnl_days', 'trade_rows', 'log_lines', 'receipts']) {
    db.prepare(`DELETE FROM ${table} WHERE run = ?`).run(run);
  }
  db.prepare('UPDATE runs SET in_bulk = 0, ended = 0 WHERE number = ?').run(run);
}
