import type { JournalEvent, JournalRow } from '../../domain/events.ts';
import type { Order, OrderRole } from '../../domain/order.ts';
import type { Position } from '../../domain/position.ts';
import type { ExitReason } from '../../domain/reasons.ts';
import type { BookView } from '../../strategies/strategy.ts';
import type { Direction, Quantity, Ticks, TimeMs } from '../../domain/units.ts';
import { FLAT, applyFill, averageTicks } from '../../domain/position.ts';

interface OpenOrder {
  readonly role: OrderRole;
  readonly direction: Direction;
  readonly qty: Quantity;
  readonly limitTicks: Ticks | undefined;
}

export interface SavedBook {
  readonly position: Position;
  readonly openedMs: TimeMs | null;
  readonly targetsFilled: number;
  readonly lastExit: { readonly direction: Direction; readonly reason: ExitReason; readonly timeMs: TimeMs } | null;
  readonly orders: readonly (readonly [string, OpenOrder])[];
}

/** A strategy's own book as its engine knows it: the fold of the rows that the desk told it. */
export class BookProjection {
  /** Fills of the bar in the making, for the chart. */
  entryFilled = false;
  exitFilled = false;
  private position: Position = FLAT;
  private openedMs: TimeMs | undefined;
  private targetsFilled = 0;
  private lastExit: BookView['lastExit'];
  private readonly orders = new Map<string, OpenOrder>();

  apply(row: JournalRow): void {
    const event = row.event;
    switch (event.type) {
      case 'OrderSubmitted':
        this.orders.set(event.order.orderId, openOrder(event.order));
        return;
      case 'OrderCanceled':
      case 'OrderExpired':
      case 'OrderRejected':
        this.orders.delete(event.orderId);
        return;
      case 'OrderFilled':
        this.fill(event);
        return;
      case 'TradeClosed':
        this.lastExit = {
          direction: event.trade.direction,
          reason: event.trade.exitReason,
          timeMs: event.trade.exitMs,
        };
        return;
      default:
        return;
    }
  }

  private fill(event: Extract<JournalEvent, { type: 'OrderFilled' }>): void {
    const { fill } = event;
    const order = this.orders.get(fill.orderId);
    if (event.leavesQty === 0) this.orders.delete(fill.orderId);
    const applied = applyFill(this.position, fill.side, fill.qty, fill.priceTicks);
    if (applied.openedQty > 0 && applied.position.netQty !== 0 && this.position.netQty === 0) {
      this.openedMs = fill.timeMs;
      this.targetsFilled = 0;
    }
    if (applied.openedQty > 0) this.entryFilled = true;
    if (applied.closedQty > 0) this.exitFilled = true;
    if (order?.role === 'target') this.targetsFilled += 1;
    this.position = applied.position;
    if (this.position.netQty === 0) this.openedMs = undefined;
  }

  view(): BookView {
    let entryWorking: BookView['entryWorking'];
    for (const order of this.orders.values()) {
      if (order.role === 'entry')
        entryWorking = { direction: order.direction, qty: order.qty, limitTicks: order.limitTicks };
    }
    return {
      netQty: this.position.netQty,
      averageTicks: averageTicks(this.position),
      entryWorking,
      openedMs: this.openedMs,
      targetsFilled: this.position.netQty === 0 ? 0 : this.targetsFilled,
      lastExit: this.lastExit,
    };
  }

  save(): SavedBook & { readonly entryFilled: boolean; readonly exitFilled: boolean } {
    return {
      position: this.position,
      openedMs: this.openedMs ?? null,
      targetsFilled: this.targetsFilled,
      lastExit: this.lastExit ?? null,
      orders: [...this.orders],
      entryFilled: this.entryFilled,
      exitFilled: this.exitFilled,
    };
  }

  load(saved: ReturnType<BookProjection['save']>): void {
    this.position = saved.position;
    this.openedMs = saved.openedMs ?? undefined;
    this.targetsFilled = saved.targetsFilled;
    this.lastExit = saved.lastExit ?? undefined;
    this.orders.clear();
    for (const [orderId, order] of saved.orders) this.orders.set(orderId, order);
    this.entryFilled = saved.entryFilled;
    this.exitFilled = saved.exitFilled;
  }
}

function openOrder(order: Order): OpenOrder {
  return {
    role: order.role,
    direction: order.side === 'buy' ? 'long' : 'short',
    qty: order.qty,
    limitTicks: order.limitTicks,
  };
}
