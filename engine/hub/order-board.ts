import { DENIAL_REASONS } from '../domain/reasons.ts';
import type { JournalRow } from '../domain/events.ts';
import { isClosed, type Order, type OrderStatus } from '../domain/order.ts';
import type { OrderView } from '../domain/views.ts';

type Mutable = { -readonly [K in keyof OrderView]: OrderView[K] };

interface Known {
  readonly view: Mutable;
  ticksSum: number;
}

/** Closed orders that are kept for looking at. */
const MOST_CLOSED = 2_000;

/**
 * Orders for showing, folded from the rows that the desk tells. Rows of orders from before the hub's memory are passed
 * over: it shows, it does not account.
 */
export class OrderBoard {
  private readonly orders = new Map<string, Known>();

  /** The order that a row changed, as it is after it; undefined for other rows. */
  apply(row: JournalRow): OrderView | undefined {
    const { event, timeMs } = row;
    switch (event.type) {
      case 'OrderSubmitted':
        return this.submit(event.order, timeMs);
      case 'OrderAccepted':
        return this.change(event.orderId, timeMs, (view) => {
          if (view.status === 'pending_new') view.status = event.status;
        });
      case 'OrderUpdated':
        return this.change(event.orderId, timeMs, (view) => {
          view.qty = event.qty;
          if (event.stopTicks !== undefined) view.stopTicks = event.stopTicks;
          if (event.limitTicks !== undefined) view.limitTicks = event.limitTicks;
          if (view.status !== 'pending_cancel') view.status = 'working';
        });
      case 'CancelSubmitted':
        return this.change(event.orderId, timeMs, (view) => {
          view.status = 'pending_cancel';
        });
      case 'ModifySubmitted':
        return this.change(event.orderId, timeMs, (view) => {
          view.status = 'pending_modify';
        });
      case 'CommandRejected':
        return this.change(event.orderId, timeMs, (view) => {
          if (view.status === 'pending_cancel' || view.status === 'pending_modify') view.status = 'working';
        });
      case 'OrderRejected':
        return this.close(event.orderId, 'rejected', timeMs, event.reason);
      case 'OrderCanceled':
        return this.close(event.orderId, 'canceled', timeMs, event.reason);
      case 'OrderExpired':
        return this.close(event.orderId, 'expired', timeMs, 'expired');
      case 'OrderFilled': {
        const known = this.orders.get(event.fill.orderId);
        if (known === undefined) return undefined;
        known.ticksSum += event.fill.qty * event.fill.priceTicks;
        return this.change(event.fill.orderId, timeMs, (view) => {
          view.filledQty += event.fill.qty;
          view.averageTicks = known.ticksSum / view.filledQty;
          if (event.leavesQty === 0) view.status = 'filled';
          else if (view.status === 'pending_new' || view.status === 'suspended') view.status = 'working';
        });
      }
      case 'OrderDenied':
        return {
          orderId: `denied-${row.seq}`,
          book: event.book,
          root: event.root,
          contractId: event.contractId,
          side: event.side,
          type: 'market',
          role: 'entry',
          qty: event.qty,
          filledQty: 0,
          averageTicks: undefined,
          limitTicks: undefined,
          stopTicks: undefined,
          status: 'denied',
          reason: `${DENIAL_REASONS[event.reason]} (${event.detail})`,
          submittedMs: timeMs,
          updatedMs: timeMs,
        };
      case 'DayStarted':
        this.forgetClosed(0);
        return undefined;
      default:
        return undefined;
    }
  }

  find(orderId: string): OrderView | undefined {
    return this.orders.get(orderId)?.view;
  }

  get open(): readonly OrderView[] {
    return this.all.filter((order) => !isClosed(order.status));
  }

  /** Open ones and the trading day's closed ones, oldest first. */
  get all(): readonly OrderView[] {
    return [...this.orders.values()].map(({ view }) => view);
  }

  private submit(order: Order, timeMs: number): OrderView {
    const view: Mutable = {
      orderId: order.orderId,
      book: order.book,
      root: order.root,
      contractId: order.contractId,
      side: order.side,
      type: order.type,
      role: order.role,
      qty: order.qty,
      filledQty: 0,
      averageTicks: undefined,
      limitTicks: order.limitTicks,
      stopTicks: order.stopTicks,
      status: 'pending_new',
      reason: undefined,
      submittedMs: timeMs,
      updatedMs: timeMs,
    };
    this.orders.set(order.orderId, { view, ticksSum: 0 });
    this.forgetClosed(MOST_CLOSED);
    return { ...view };
  }

  private close(orderId: string, status: OrderStatus, timeMs: number, reason: string): OrderView | undefined {
    return this.change(orderId, timeMs, (view) => {
      view.status = status;
      view.reason = reason;
    });
  }

  private change(orderId: string, timeMs: number, act: (view: Mutable) => void): OrderView | undefined {
    const known = this.orders.get(orderId);
    if (known === undefined) return undefined;
    act(known.view);
    known.view.updatedMs = timeMs;
    return { ...known.view };
  }

  private forgetClosed(most: number): void {
    if (this.orders.size <= most) return;
    const closed = [...this.orders].filter(([, { view }]) => isClosed(view.status));
    for (const [orderId] of closed.slice(0, closed.length - most)) this.orders.delete(orderId);
  }
}
