import type { Trade } from '../../domain/trade.ts';
import type { StoreReader } from './store-reader.ts';

export interface TradesQuery {
  /** A book's id ("MNQ", "MANUAL"). */
  readonly book?: string | undefined;
  /** Closed at or after. */
  readonly fromMs?: number | undefined;
  /** Closed before. */
  readonly toMs?: number | undefined;
  readonly tradingDay?: string | undefined;
  /** The newest so many. */
  readonly limit?: number | undefined;
  readonly run?: number | undefined;
}

const COLUMNS = `trade_id AS tradeId, book, root, contract_id AS contractId, direction, qty,
  entry_ticks_sum AS entryTicksSum, exit_ticks_sum AS exitTicksSum, entry_ms AS entryMs, exit_ms AS exitMs,
  trading_day AS tradingDay, gross_cents AS grossCents, fees_cents AS feesCents, net_cents AS netCents,
  risk_cents AS riskCents, mae_cents AS maeCents, mfe_cents AS mfeCents, exit_reason AS exitReason,
  entry_reason AS entryReason`;

/** Round trips in the order in which they were closed. */
export function readTrades(reader: StoreReader, query: TradesQuery = {}): readonly Trade[] {
  const rows = reader
    .sql(
      `SELECT ${COLUMNS} FROM trade_rows
       WHERE run = @run AND exit_ms >= @fromMs AND exit_ms < @toMs
         AND (@book IS NULL OR book = @book) AND (@tradingDay IS NULL OR trading_day = @tradingDay)
       ORDER BY exit_ms DESC, id DESC LIMIT @limit`,
    )
    .all({
      run: query.run ?? reader.presentRun(),
      fromMs: query.fromMs ?? 0,
      toMs: query.toMs ?? Number.MAX_SAFE_INTEGER,
      book: query.book ?? null,
      tradingDay: query.tradingDay ?? null,
      limit: query.limit ?? -1,
    }) as Trade[];
  return rows.reverse();
}
