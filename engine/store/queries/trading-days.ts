import type { StoreReader } from './store-reader.ts';

export interface TradingDayStart {
  readonly tradingDay: string;
  readonly startMs: number;
}

/** Open P&L of each book as a run's trading days began, in cents; days that began flat are not there. */
export function openAtStarts(reader: StoreReader, run: number): ReadonlyMap<string, Readonly<Record<string, number>>> {
  // The columns that the statement names; `open` is JSON as the desk wrote it.
  const rows = reader
    .sql(
      `SELECT event ->> '$.tradingDay' AS tradingDay, event ->> '$.open' AS open FROM journal
       WHERE run = ? AND type = 'DayStarted' AND event ->> '$.open' IS NOT NULL`,
    )
    .all(run) as { readonly tradingDay: string; readonly open: string }[];
  return new Map(rows.map(({ tradingDay, open }) => [tradingDay, JSON.parse(open) as Record<string, number>]));
}

/** Trading days of a run that began before `toMs`, newest first, at most `limit`. */
export function tradingDays(
  reader: StoreReader,
  run: number,
  toMs = Number.MAX_SAFE_INTEGER,
  limit = -1,
): readonly TradingDayStart[] {
  return reader
    .sql(
      `SELECT event ->> '$.tradingDay' AS tradingDay, time_ms AS startMs FROM journal
       WHERE run = ? AND type = 'DayStarted' AND time_ms < ? ORDER BY time_ms DESC LIMIT ?`,
    )
    .all(run, toMs, limit) as TradingDayStart[];
}
