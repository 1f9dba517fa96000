import type { CockpitLog, AlarmMessage } from '../../engine/wire/pitwall/machine.ts';
import type { CockpitOrder } from '../../engine/wire/pitwall/order.ts';
import type { CockpitTrade } from '../../engine/wire/pitwall/trade.ts';
import type { ReceiptMessage } from '../../engine/wire/receipt.ts';

/** The lists at the foot of the screen: newest first, one row per id, bounded. */
export const ROWS_KEPT = 500;
export const LOG_KEPT = 400;

/** Newest first by `orderOf` (a time or a number); of equal ids the later given one stays. */
function merged<T, O extends string | number>(
  rows: readonly T[],
  fresh: readonly T[],
  idOf: (row: T) => O | string,
  orderOf: (row: T) => O,
  kept: number,
): readonly T[] {
  if (fresh.length === 0) return rows;
  const byId = new Map(rows.map((row) => [idOf(row), row]));
  for (const row of fresh) byId.set(idOf(row), row);
  const all = [...byId.values()].sort((a, b) => (orderOf(a) < orderOf(b) ? 1 : orderOf(a) > orderOf(b) ? -1 : 0));
  return all.length > kept ? all.slice(0, kept) : all;
}

/** All of them: `trade-span.ts` bounds them and knows from when on they are here. */
export function withTrades(rows: readonly CockpitTrade[], fresh: readonly CockpitTrade[]): readonly CockpitTrade[] {
  return merged(
    rows,
    fresh,
    (row) => row.tradeId,
    (row) => row.exitTime,
    Number.POSITIVE_INFINITY,
  );
}

export function withOrders(rows: readonly CockpitOrder[], fresh: readonly CockpitOrder[]): readonly CockpitOrder[] {
  return merged(
    rows,
    fresh,
    (row) => row.orderId,
    (row) => row.updated,
    ROWS_KEPT,
  );
}

export function withReceipts(
  rows: readonly ReceiptMessage[],
  fresh: readonly ReceiptMessage[],
): readonly ReceiptMessage[] {
  return merged(
    rows,
    fresh,
    (row) => row.id,
    (row) => row.timestamp,
    100,
  );
}

export function withAlarms(rows: readonly AlarmMessage[], fresh: readonly AlarmMessage[]): readonly AlarmMessage[] {
  return merged(
    rows,
    fresh,
    (row) => row.id,
    (row) => row.timestamp,
    200,
  );
}

/** Lines in the order in which they were written, whatever second they are of. */
export function withLog(rows: readonly CockpitLog[], fresh: readonly CockpitLog[]): readonly CockpitLog[] {
  return merged(
    rows,
    fresh,
    (row) => row.seq,
    (row) => row.seq,
    LOG_KEPT,
  );
}
