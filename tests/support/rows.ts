import type { JournalEvent, JournalRow } from '../../engine/domain/events.ts';
import type { Order } from '../../engine/domain/order.ts';
import type { Intent } from '../../engine/domain/intent.ts';
import type { Ledger } from '../../engine/execution/ledger.ts';
import { entryOrders } from '../../engine/execution/place-entry.ts';
import { placingId } from '../../engine/domain/ids.ts';

export const ORIGIN = { by: 'desk', duty: 'desk', cause: 'test' } as const;

export function row(event: JournalEvent, seq = 1, timeMs = 1_000): JournalRow {
  return { seq, step: 1, timeMs, book: null, interactive: false, event };
}

/** Applies events in order, one market second apart. */
export function applyAll(ledger: Ledger, events: readonly JournalEvent[]): void {
  events.forEach((event, index) => ledger.apply(row(event, index + 1, 1_000 * (index + 1))));
}

export function submitted(order: Order): JournalEvent {
  return { type: 'OrderSubmitted', order, commandId: placingId(order.orderId), epoch: 1, origin: ORIGIN };
}

export function filled(
  order: Order,
  fillId: string,
  qty: number,
  priceTicks: number,
  leavesQty = 0,
  timeMs = 5_000,
): JournalEvent {
  return {
    type: 'OrderFilled',
    leavesQty,
    fill: {
      fillId,
      orderId: order.orderId,
      book: order.book,
      root: order.root,
      contractId: order.contractId,
      side: order.side,
      qty,
      priceTicks,
      feeCents: 37 * qty,
      timeMs,
    },
  };
}

export function entryIntent(
  change: Partial<Extract<Intent, { kind: 'enter' }>> = {},
): Extract<Intent, { kind: 'enter' }> {
  return {
    kind: 'enter',
    direction: 'long',
    qty: 1,
    order: { type: 'market' },
    stop: { offsetTicks: 20 },
    targets: [{ price: { offsetTicks: 40 }, qty: 1 }],
    breakEvenAfterFirstTarget: false,
    why: 'test entry',
    ...change,
  };
}

/** Entry, stop and targets of a book that has had `orderCount` orders. */
export function bracketOrders(book = 'MNQ', orderCount = 0, intent = entryIntent()): readonly Order[] {
  return entryOrders(intent, {
    book,
    root: book,
    contractId: `${book}Z6`,
    orderCount,
    endMs: 60_000,
    referenceTicks: 84_000,
  });
}
