import type { Fill } from '../../domain/fill.ts';
import type { OrderRole } from '../../domain/order.ts';
import type { StoreReader } from './store-reader.ts';

export interface FillsQuery {
  /** A book's id ("MNQ", "MANUAL"). */
  readonly book?: string | undefined;
  /** Filled at or after, market time. */
  readonly fromMs?: number | undefined;
  /** Filled before. */
  readonly toMs?: number | undefined;
  /** The newest so many. */
  readonly limit: number;
  readonly run?: number | undefined;
}

/** A fill with the role of its order; undefined where no order of it is known. */
export interface StoredFill {
  readonly fill: Fill;
  readonly role: OrderRole | undefined;
}

/** Executions in the order in which they were journaled. */
export function readFills(reader: StoreReader, query: FillsQuery): readonly StoredFill[] {
  // The columns that the statement names: a fill as JSON, as the desk wrote it, and one of the roles.
  const rows = reader
    .sql(
      `SELECT f.event ->> '$.fill' AS fill,
         (SELECT o.event ->> '$.order.role' FROM journal o
          WHERE o.run = f.run AND o.type IN ('OrderSubmitted', 'ForeignOrderSeen')
            AND o.event ->> '$.order.orderId' = f.event ->> '$.fill.orderId' LIMIT 1) AS role
       FROM journal f
       WHERE f.run = @run AND f.type = 'OrderFilled' AND f.time_ms >= @fromMs AND f.time_ms < @toMs
         AND (@book IS NULL OR f.book = @book)
       ORDER BY f.time_ms DESC, f.id DESC LIMIT @limit`,
    )
    .all({
      run: query.run ?? reader.presentRun(),
      fromMs: query.fromMs ?? 0,
      toMs: query.toMs ?? Number.MAX_SAFE_INTEGER,
      book: query.book ?? null,
      limit: query.limit,
    }) as { readonly fill: string; readonly role: OrderRole | null }[];
  // The desk's own writing.
  return rows.reverse().map(({ fill, role }) => ({ fill: JSON.parse(fill) as Fill, role: role ?? undefined }));
}
