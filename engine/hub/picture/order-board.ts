import type { JournalEvent, JournalRow } from '../../domain/events.ts';
import { isClosed } from '../../domain/order.ts';
import type { OrderView } from '../../domain/views.ts';
import { OrderFold, orderIdOf } from '../../execution/order-fold.ts';
import { orderView } from '../../views/order-view.ts';

/** Closed orders that are kept for looking at. */
const MOST_CLOSED = 2_000;

/**
 * Orders for showing, folded from the rows that the desk tells as the desk itself folds them. Rows of orders from before
 * the hub's memory are passed over: it shows, it does not account.
 */
export class OrderBoard {
  private readonly fold = new OrderFold();

  /** The order that a row changed, as it is after it; undefined for other rows. */
  apply({ event, timeMs, seq }: JournalRow): OrderView | undefined {
    if (event.type === 'OrderDenied') return deniedView(event, seq, timeMs);
    if (event.type === 'DayStarted') {
      this.forgetClosed(0);
      return undefined;
    }
    const isNew = event.type === 'OrderSubmitted' || event.type === 'ForeignOrderSeen';
    const orderId = orderIdOf(event);
    if (orderId === undefined || (!isNew && this.fold.get(orderId) === undefined)) return undefined;
    const state = this.fold.apply(event, timeMs);
    if (isNew) this.forgetClosed(MOST_CLOSED);
    return state === undefined ? undefined : orderView(state);
  }

  find(orderId: string): OrderView | undefined {
    const state = this.fold.get(orderId);
    return state === undefined ? undefined : orderView(state);
  }

  get open(): readonly OrderView[] {
    return [...this.fold.open()].map(orderView);
  }

  /** Open ones and the trading day's closed ones, oldest first. */
  get all(): readonly OrderView[] {
    return [...this.fold.orders.values()].map(orderView);
  }

  private forgetClosed(most: number): void {
    if (this.fold.orders.size <= most) return;
    const closed = [...this.fold.orders].filter(([, { status }]) => isClosed(status));
    for (const [orderId] of closed.slice(0, Math.max(0, closed.length - most))) this.fold.forget(orderId);
  }
}

/** An entry that was never sent, shown in the list all the same. */
function deniedView(event: Extract<JournalEvent, { type: 'OrderDenied' }>, seq: number, timeMs: number): OrderView {
  return {
    orderId: `denied-${seq}`,
    book: event.book,
    root: event.root,
    contractId: event.contractId,
    side: event.side,
    type: event.orderType,
    role: 'entry',
    qty: event.qty,
    filledQty: 0,
    averageTicks: undefined,
    limitTicks: event.limitTicks,
    stopTicks: event.stopTicks,
    status: 'denied',
    reason: event.reason,
    reasonDetail: event.detail,
    submittedMs: timeMs,
    updatedMs: timeMs,
  };
}
