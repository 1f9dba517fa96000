import type { StoreReader } from './store-reader.ts';

export interface TradingDayStart {
  readonly tradingDay: string;
  readonly startMs: number;
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
