import type { Handle } from '../schema/handle.ts';
import type { Findings } from './findings.ts';
import type { CheckedRun } from './read-run.ts';

/** A stretch of one trading day in which a book held nothing: its P&L is its realized P&L of the day. */
export interface FlatStretch {
  readonly strategy: number;
  readonly book: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly netCents: number;
}

/** Kept off both ends: a row holds the state at its second, a fact lies somewhere beside it. */
const MARGIN_S = 2;
/** How far to look for a row from either end (hours in which the session is closed have none). */
const REACH_S = 3_600;
const STRATEGY_BITS = 64;
const TIME_BITS = 2 ** 32;

/** Per-second and per-minute rows at flat moments against the realized P&L that the fills give. */
export function checkFlatStretch(db: Handle, run: CheckedRun, findings: Findings, stretch: FlatStretch): void {
  const from = Math.ceil(stretch.fromMs / 1_000) + MARGIN_S;
  const to = Math.floor(stretch.toMs / 1_000) - MARGIN_S;
  if (from > to) return;
  checkEnds(db, run, findings, stretch, { table: 'pnl_seconds', column: 'pnl_cents', unit: 1, from, to });
  const minutes = { table: 'pnl_minutes', unit: 60, from: Math.ceil(from / 60), to: Math.floor(to / 60) - 1 };
  for (const column of ['last_cents', 'min_cents', 'max_cents']) {
    checkEnds(db, run, findings, stretch, { ...minutes, column });
  }
}

interface Where {
  readonly table: string;
  readonly column: string;
  readonly unit: number;
  readonly from: number;
  readonly to: number;
}

/** The first and the last row of the stretch. */
function checkEnds(db: Handle, run: CheckedRun, findings: Findings, stretch: FlatStretch, at: Where): void {
  if (at.from > at.to) return;
  const reach = Math.ceil(REACH_S / at.unit);
  const id = (time: number): number => (run.number * TIME_BITS + time) * STRATEGY_BITS;
  const find = (order: 'ASC' | 'DESC', low: number, high: number) =>
    db
      .prepare(
        `SELECT (id >> 6) & 4294967295 AS time, ${at.column} AS cents FROM ${at.table}
         WHERE id >= ? AND id < ? AND (id & 63) = ? ORDER BY id ${order} LIMIT 1`,
      )
      .get(id(low), id(high + 1), stretch.strategy) as { time: number; cents: number } | undefined;
  const first = find('ASC', at.from, Math.min(at.to, at.from + reach));
  const last = find('DESC', Math.max(at.from, at.to - reach), at.to);
  for (const row of first?.time === last?.time ? [first] : [first, last]) {
    if (row === undefined || row.cents === stretch.netCents) continue;
    const time = new Date(row.time * at.unit * 1_000).toISOString();
    findings.add(
      'pnl',
      `${run.name} ${stretch.book} ${time}`,
      `${at.column} of ${at.table} while flat`,
      stretch.netCents,
      row.cents,
    );
  }
}
