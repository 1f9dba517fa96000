import type { ClientOrderId } from '../domain/ids.ts';
import type { BookId } from '../domain/book.ts';
import type { JournalEvent } from '../domain/events.ts';
import type { Order, OrderState, OrderStatus } from '../domain/order.ts';
import type { OrderReason } from '../domain/reasons.ts';
import type { TimeMs } from '../domain/units.ts';
import { defined } from '../domain/assert.ts';
import { isClosed, moveStatus } from '../domain/order.ts';

type Of<T extends JournalEvent['type']> = Extract<JournalEvent, { type: T }>;

/**
 * What became of each order, as the rows of the journal tell it: the one fold over the transition table. The ledger, the
 * hub's list of orders and an engine's own book are made of it, so that they cannot disagree.
 */
export class OrderFold {
  readonly orders = new Map<string, OrderState>();
  private readonly openByBook = new Map<BookId, Map<string, OrderState>>();

  get(orderId: ClientOrderId): OrderState | undefined {
    return this.orders.get(orderId);
  }

  /** Orders of a book that are not closed, in the order in which they were submitted. */
  openOrders(book: BookId): OrderState[] {
    return [...(this.openByBook.get(book)?.values() ?? [])];
  }

  hasOpenOrders(book: BookId): boolean {
    return (this.openByBook.get(book)?.size ?? 0) > 0;
  }

  /** All open orders, book by book. */
  *open(): Iterable<OrderState> {
    for (const orders of this.openByBook.values()) yield* orders.values();
  }

  isClosed(orderId: ClientOrderId): boolean {
    const state = this.orders.get(orderId);
    return state !== undefined && isClosed(state.status);
  }

  forget(orderId: ClientOrderId): void {
    this.orders.delete(orderId);
  }

  /** Puts back what `orders` held at another time. */
  restore(states: Iterable<OrderState>): void {
    this.orders.clear();
    this.openByBook.clear();
    for (const state of states) this.add(state);
  }

  /** The order that the event changed; undefined for an event that is about none. */
  apply(event: JournalEvent, timeMs: TimeMs): OrderState | undefined {
    switch (event.type) {
      case 'OrderSubmitted':
        return this.add(submitted(event.order, timeMs));
      case 'ForeignOrderSeen':
        return this.add({ ...submitted(event.order, timeMs), status: 'working', venueId: event.venueId });
      case 'CancelSubmitted':
        return this.asked(event.orderId, 'pending_cancel', timeMs);
      case 'ModifySubmitted':
        return this.asked(event.orderId, 'pending_modify', timeMs);
      case 'OrderAccepted': {
        const state = this.told(event.orderId, timeMs);
        // A cancel may already be on its way: its answer decides.
        if (state.status === 'pending_new') this.move(state, event.status, timeMs);
        return state;
      }
      case 'OrderUpdated':
        return this.update(event, timeMs);
      case 'CommandRejected':
        return this.refused(event, timeMs);
      case 'OrderRejected':
        return this.close(event.orderId, 'rejected', timeMs, event.reason, event.detail);
      case 'OrderCanceled':
        return this.close(event.orderId, 'canceled', timeMs, event.reason);
      case 'OrderExpired':
        return this.close(event.orderId, 'expired', timeMs, 'expired');
      case 'OrderFilled':
        return this.fill(event);
      case 'PositionReleased':
        return this.standIn(event);
      default:
        return undefined;
    }
  }

  private add(state: OrderState): OrderState {
    const { orderId, book } = state.order;
    this.orders.set(orderId, state);
    if (isClosed(state.status)) return state;
    let open = this.openByBook.get(book);
    if (open === undefined) this.openByBook.set(book, (open = new Map()));
    open.set(orderId, state);
    return state;
  }

  private asked(orderId: ClientOrderId, to: 'pending_cancel' | 'pending_modify', timeMs: TimeMs): OrderState {
    const state = this.order(orderId);
    if (state.status === 'suspended') state.suspended = true;
    this.move(state, to, timeMs);
    return state;
  }

  private update(event: Of<'OrderUpdated'>, timeMs: TimeMs): OrderState {
    const state = this.told(event.orderId, timeMs);
    state.qty = event.qty;
    if (event.stopTicks !== undefined) state.stopTicks = event.stopTicks;
    if (event.limitTicks !== undefined) state.limitTicks = event.limitTicks;
    delete state.suspended;
    const keepsWaiting =
      state.status === 'pending_cancel' || (state.status === 'pending_modify' && event.commandId === undefined);
    if (!keepsWaiting) this.move(state, 'working', timeMs);
    return state;
  }

  /** A refusal leaves the order as it was; an order that the venue does not know is in doubt until it is asked for. */
  private refused(event: Of<'CommandRejected'>, timeMs: TimeMs): OrderState | undefined {
    const state = this.orders.get(event.orderId);
    if (state === undefined || (state.status !== 'pending_cancel' && state.status !== 'pending_modify')) return state;
    if (event.reason === 'unknown_order') {
      state.doubtMs ??= timeMs;
      return state;
    }
    this.asBefore(state, timeMs);
    return state;
  }

  private close(
    orderId: ClientOrderId,
    status: OrderStatus,
    timeMs: TimeMs,
    reason?: OrderReason,
    detail = '',
  ): OrderState {
    const state = this.told(orderId, timeMs);
    if (reason !== undefined) state.reason = reason;
    if (detail !== '') state.reasonDetail = detail;
    this.move(state, status, timeMs);
    return state;
  }

  private fill({ fill, leavesQty }: Of<'OrderFilled'>): OrderState {
    const state = this.told(fill.orderId, fill.timeMs);
    state.filledQty += fill.qty;
    state.filledTicksSum += fill.qty * fill.priceTicks;
    delete state.suspended;
    // A fill may come after the order's end was told, or beyond its size: it counts, and the end stands.
    if (state.status === 'filled') return state;
    if (leavesQty === 0) {
      delete state.reason;
      delete state.reasonDetail;
      return this.close(fill.orderId, 'filled', fill.timeMs);
    }
    const waits = state.status === 'pending_cancel' || state.status === 'pending_modify' || isClosed(state.status);
    if (!waits) this.move(state, 'working', fill.timeMs);
    return state;
  }

  /** A fill was booked in the order's place, or, with the other side, taken back because its own was told after all. */
  private standIn({ fill }: Of<'PositionReleased'>): OrderState | undefined {
    const state = this.orders.get(fill.orderId);
    if (state === undefined) return undefined;
    const qty = (state.standIn?.qty ?? 0) + (fill.side === state.order.side ? fill.qty : -fill.qty);
    if (qty === 0) delete state.standIn;
    else state.standIn = { qty, priceTicks: fill.priceTicks };
    return state;
  }

  /** The venue speaks of the order: it is in no doubt, and what it did not know it for has been answered. */
  private told(orderId: ClientOrderId, timeMs: TimeMs): OrderState {
    const state = this.order(orderId);
    if (state.doubtMs !== undefined) this.asBefore(state, timeMs);
    return state;
  }

  /** What was asked came to nothing. */
  private asBefore(state: OrderState, timeMs: TimeMs): void {
    delete state.doubtMs;
    if (state.status !== 'pending_cancel' && state.status !== 'pending_modify') return;
    this.move(state, state.suspended === true ? 'suspended' : 'working', timeMs);
  }

  private order(orderId: ClientOrderId): OrderState {
    return defined(this.orders.get(orderId), `order ${orderId} in the fold`);
  }

  private move(state: OrderState, to: OrderStatus, timeMs: TimeMs): void {
    const { orderId, book } = state.order;
    state.status = moveStatus(orderId, state.status, to);
    state.updatedMs = timeMs;
    if (isClosed(to)) this.openByBook.get(book)?.delete(orderId);
  }
}

function submitted(order: Order, timeMs: TimeMs): OrderState {
  return {
    order,
    status: 'pending_new',
    filledQty: 0,
    filledTicksSum: 0,
    qty: order.qty,
    ...(order.limitTicks === undefined ? {} : { limitTicks: order.limitTicks }),
    ...(order.stopTicks === undefined ? {} : { stopTicks: order.stopTicks }),
    submittedMs: timeMs,
    updatedMs: timeMs,
  };
}

/** The order that an event is about; undefined for an event that is about none. */
export function orderIdOf(event: JournalEvent): string | undefined {
  switch (event.type) {
    case 'OrderSubmitted':
    case 'ForeignOrderSeen':
      return event.order.orderId;
    case 'OrderFilled':
      return event.fill.orderId;
    case 'CancelSubmitted':
    case 'ModifySubmitted':
    case 'OrderAccepted':
    case 'OrderUpdated':
    case 'CommandRejected':
    case 'OrderRejected':
    case 'OrderCanceled':
    case 'OrderExpired':
      return event.orderId;
    default:
      return undefined;
  }
}
