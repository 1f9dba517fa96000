import type { BookId } from './book.ts';
import type { Cents, Quantity, Side, Ticks, TimeMs } from './units.ts';

/** One execution. Deduplicated by `fillId`. */
export interface Fill {
  /** The venue's execution id. */
  readonly fillId: string;
  readonly orderId: string;
  readonly book: BookId;
  readonly root: string;
  readonly contractId: string;
  readonly side: Side;
  readonly qty: Quantity;
  readonly priceTicks: Ticks;
  /** Fee of this execution, positive. */
  readonly feeCents: Cents;
  readonly timeMs: TimeMs;
}
