import type { ClientOrderId, ContractId, FillId } from './ids.ts';
import type { BookId } from './book.ts';
import type { ContractFacts } from './contract.ts';
import type { Cents, Quantity, Side, Ticks, TimeMs } from './units.ts';

/** One execution. Deduplicated by `fillId`. */
export interface Fill {
  /** The venue's execution id. */
  readonly fillId: FillId;
  /** Empty where no order of the book's is known. */
  readonly orderId: ClientOrderId;
  readonly book: BookId;
  readonly root: string;
  readonly contractId: ContractId;
  /** Where the catalog does not have the root. */
  readonly contract?: ContractFacts;
  readonly side: Side;
  readonly qty: Quantity;
  readonly priceTicks: Ticks;
  /** Fee of this execution, positive. */
  readonly feeCents: Cents;
  readonly timeMs: TimeMs;
  /** Made up to follow the venue's position: no execution is known. Statistics leave it out. */
  readonly synthetic?: true;
}
