import type { BookId } from './book.ts';
import type { Flavor } from './flavor.ts';

/** Ids of what stands in the journal. Each has one maker, which stands here or where it is named. */

/** Our id of an order, also of one that is not ours (EXTERNAL): "MNQ-O17", a counter per book. */
export type ClientOrderId = Flavor<string, 'ClientOrderId'>;
/** The venue's own id of an order that we did not place. The venue makes it. */
export type VenueOrderId = Flavor<string, 'VenueOrderId'>;
/** Of a command to the broker: "MNQ-C3", a counter per book. */
export type CommandId = Flavor<string, 'CommandId'>;
/** Of what a client asks of the desk; a repeat of it is answered, not done again. The client makes it. */
export type RequestId = Flavor<string, 'RequestId'>;
/** Of one execution. The venue makes it; for fills that stand in for one that nobody told, the reconciler. */
export type FillId = Flavor<string, 'FillId'>;
/** Of one way from flat to flat (`BookLedger`). */
export type TradeId = Flavor<string, 'TradeId'>;
/** Of a flatten: "account-F41", after the journal's row with which it begins. */
export type FlattenId = Flavor<string, 'FlattenId'>;
/** One dated month, "MNQZ6" (`contract-month.ts`). */
export type ContractId = Flavor<string, 'ContractId'>;

export function clientOrderId(book: BookId, n: number): ClientOrderId {
  return `${book}-O${n}`;
}

/** The command that places an order has the order's id. */
export function placingId(orderId: ClientOrderId): CommandId {
  return `${orderId}`;
}

export function commandId(book: BookId, n: number): CommandId {
  return `${book}-C${n}`;
}

export function flattenId(scope: string, row: number): FlattenId {
  return `${scope}-F${row}`;
}
