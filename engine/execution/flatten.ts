import type { OrderState } from '../domain/order.ts';
import type { BookLedger } from './book-ledger.ts';

/**
 * What a flatten of one book does next, from the ledger alone. Working orders are canceled first and their answers
 * awaited; what filled meanwhile counts; only then does the closing order go, so that a stop and the closing order never
 * both fill. Repeat until `done`.
 */
export type FlattenMove =
  | { readonly kind: 'cancel'; readonly orders: readonly OrderState[] }
  | { readonly kind: 'wait' }
  | { readonly kind: 'close'; readonly netQty: number }
  | { readonly kind: 'done' };

export function nextFlattenMove(book: BookLedger, openOrders: readonly OrderState[]): FlattenMove {
  const closing = openOrders.filter((state) => state.order.role === 'exit');
  const others = openOrders.filter((state) => state.order.role !== 'exit');
  // A leg of an entry is canceled by the venue with its entry; a live leg is canceled by us.
  const cancelable = others.filter(
    (state) => state.status !== 'pending_cancel' && !(isWaitingLeg(state) && parentIsOpen(state, others)),
  );
  if (cancelable.length > 0) return { kind: 'cancel', orders: cancelable };
  if (others.length > 0 || closing.length > 0) return { kind: 'wait' };
  if (book.position.netQty !== 0) return { kind: 'close', netQty: book.position.netQty };
  return { kind: 'done' };
}

function isWaitingLeg(state: OrderState): boolean {
  return state.order.parentId !== undefined && (state.status === 'pending_new' || state.status === 'suspended');
}

function parentIsOpen(leg: OrderState, open: readonly OrderState[]): boolean {
  return open.some((state) => state.order.orderId === leg.order.parentId);
}
