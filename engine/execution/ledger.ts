import type { BookId, TradingState } from '../domain/book.ts';
import type { BrokerCommand } from '../domain/broker.ts';
import type { JournalEvent, JournalRow, Origin } from '../domain/events.ts';
import type { Fill } from '../domain/fill.ts';
import type { OrderState, OrderStatus } from '../domain/order.ts';
import type { ExitReason } from '../domain/reasons.ts';
import type { Cents, TimeMs } from '../domain/units.ts';
import { defined } from '../domain/assert.ts';
import { specOf } from '../domain/catalog.ts';
import { isClosed, moveStatus } from '../domain/order.ts';
import { BookLedger } from './book-ledger.ts';

const REMEMBERED_COMMANDS = 1_000;

export interface StateOfScope {
  state: TradingState;
  reason: string;
  untilMs: TimeMs | undefined;
}

export interface RunningFlatten {
  readonly flattenId: string;
  readonly scope: string;
  readonly reason: ExitReason;
  readonly origin: Origin;
  /** Journal time at which it began. */
  readonly timeMs: TimeMs;
}

/**
 * The account as the journal tells it: orders, books, states, commands in doubt. It is the fold of the journal's rows and
 * nothing else, at run time as after a restart: `apply` is the only way to change it.
 */
export class Ledger {
  /** Open orders, entries of open positions, and closed ones of the present trading day. */
  readonly orders = new Map<string, OrderState>();
  readonly books = new Map<BookId, BookLedger>();
  /** Commands that were journaled and not yet answered by the venue, in order. */
  readonly unanswered = new Map<string, BrokerCommand>();
  /** Strategies that take part in the run. */
  readonly joined = new Set<BookId>();
  readonly flattens = new Map<string, RunningFlatten>();
  /** Persons' commands that were taken, the newest of them: a repeat after a restart has no second effect. */
  readonly accepted = new Set<string>();
  readonly account: StateOfScope = { state: 'RUN', reason: 'first_run', untilMs: undefined };
  startBalanceCents: Cents = 0;
  started = false;
  ended = false;
  tradingDay = '';
  realizedCents: Cents = 0;
  feesCents: Cents = 0;
  /** realizedCents - feesCents at the start of the trading day. */
  private readonly fillIds = new Set<string>();
  private readonly nameOf: (book: BookId) => string;

  /** @param nameOf display name of a book, the prefix of its trade ids */
  constructor(nameOf: (book: BookId) => string) {
    this.nameOf = nameOf;
  }

  book(id: BookId): BookLedger {
    let book = this.books.get(id);
    if (book === undefined) {
      book = new BookLedger(id, this.nameOf(id));
      this.books.set(id, book);
    }
    return book;
  }

  order(orderId: string): OrderState {
    return defined(this.orders.get(orderId), `order ${orderId} in the ledger`);
  }

  hasFill(fillId: string): boolean {
    return this.fillIds.has(fillId);
  }

  /** Orders of a book that are not closed. */
  openOrders(book: BookId): OrderState[] {
    const open: OrderState[] = [];
    for (const state of this.orders.values()) {
      if (state.order.book === book && !isClosed(state.status)) open.push(state);
    }
    return open;
  }

  balanceCents(): Cents {
    return this.startBalanceCents + this.realizedCents - this.feesCents;
  }

  apply(row: JournalRow): void {
    const event = row.event;
    switch (event.type) {
      case 'RunStarted':
        this.started = true;
        this.startBalanceCents = event.startBalanceCents;
        return;
      case 'RunEnded':
        this.ended = true;
        return;
      case 'DayStarted':
        this.startDay(event.tradingDay);
        return;
      case 'StateChanged':
        this.changeState(event);
        return;
      case 'ContractRolled':
        this.book(event.book).contractId = event.to;
        return;
      case 'StrategyJoined':
        this.joined.add(event.book);
        return;
      case 'StrategyDropped':
        this.joined.delete(event.book);
        return;
      case 'CommandAccepted':
        this.accepted.add(event.commandId);
        for (const old of this.accepted) {
          if (this.accepted.size <= REMEMBERED_COMMANDS) break;
          this.accepted.delete(old);
        }
        return;
      case 'FlattenStarted':
        this.flattens.set(event.scope, { ...event, timeMs: row.timeMs });
        return;
      case 'FlattenEnded':
        this.flattens.delete(event.scope);
        return;
      default:
        this.applyOrderEvent(event, row.timeMs);
    }
  }

  private applyOrderEvent(event: JournalEvent, timeMs: TimeMs): void {
    switch (event.type) {
      case 'OrderSubmitted': {
        const order = event.order;
        this.book(order.book).countOrder(order.orderId);
        this.orders.set(order.orderId, {
          order,
          status: 'pending_new',
          filledQty: 0,
          filledTicksSum: 0,
          qty: order.qty,
          ...(order.limitTicks === undefined ? {} : { limitTicks: order.limitTicks }),
          ...(order.stopTicks === undefined ? {} : { stopTicks: order.stopTicks }),
          submittedMs: timeMs,
          updatedMs: timeMs,
        });
        if (order.parentId === undefined) {
          this.unanswered.set(event.commandId, { kind: 'place', commandId: event.commandId, order });
        }
        return;
      }
      case 'CancelSubmitted': {
        const { orderId, commandId, reason } = event;
        this.book(this.order(orderId).order.book).countCommand();
        this.unanswered.set(commandId, { kind: 'cancel', commandId, orderId, reason });
        this.move(orderId, 'pending_cancel', timeMs);
        return;
      }
      case 'ModifySubmitted': {
        const { orderId, commandId } = event;
        this.book(this.order(orderId).order.book).countCommand();
        this.unanswered.set(commandId, {
          kind: 'modify',
          commandId,
          orderId,
          ...(event.stopTicks === undefined ? {} : { stopTicks: event.stopTicks }),
          ...(event.limitTicks === undefined ? {} : { limitTicks: event.limitTicks }),
        });
        this.move(orderId, 'pending_modify', timeMs);
        return;
      }
      case 'OrderAccepted':
        this.unanswered.delete(event.orderId);
        // A cancel may already be on its way: its answer decides.
        if (this.order(event.orderId).status === 'pending_new') this.move(event.orderId, event.status, timeMs);
        return;
      case 'OrderUpdated':
        this.update(event, timeMs);
        return;
      case 'CommandRejected': {
        this.unanswered.delete(event.commandId);
        const state = this.orders.get(event.orderId);
        if (state !== undefined && (state.status === 'pending_cancel' || state.status === 'pending_modify')) {
          this.move(event.orderId, 'working', timeMs);
        }
        return;
      }
      case 'OrderRejected':
        this.closeOrder(event.orderId, 'rejected', timeMs, event.reason);
        return;
      case 'OrderCanceled':
        this.closeOrder(event.orderId, 'canceled', timeMs, event.reason);
        return;
      case 'OrderExpired':
        this.closeOrder(event.orderId, 'expired', timeMs, 'expired');
        return;
      case 'OrderFilled':
        this.fill(event.fill, event.leavesQty);
        return;
      case 'TradeClosed':
        this.book(event.trade.book).closeTrade(event.trade);
        return;
      default:
        return;
    }
  }

  private startDay(tradingDay: string): void {
    this.tradingDay = tradingDay;
    const needed = new Set<string>();
    for (const book of this.books.values()) {
      book.startDay();
      // An open position's entry says what is to happen to its stop.
      if (book.open !== undefined) needed.add(book.open.entryOrderId);
    }
    for (const [orderId, state] of this.orders) {
      if (isClosed(state.status) && !needed.has(orderId)) this.orders.delete(orderId);
    }
  }

  private changeState(event: Extract<JournalEvent, { type: 'StateChanged' }>): void {
    const scope = event.scope === 'account' ? this.account : this.book(event.scope).trading;
    scope.state = event.to;
    scope.reason = event.reason;
    scope.untilMs = event.untilMs;
  }

  private update(event: Extract<JournalEvent, { type: 'OrderUpdated' }>, timeMs: TimeMs): void {
    if (event.commandId !== undefined) this.unanswered.delete(event.commandId);
    const state = this.order(event.orderId);
    state.qty = event.qty;
    if (event.stopTicks !== undefined) state.stopTicks = event.stopTicks;
    if (event.limitTicks !== undefined) state.limitTicks = event.limitTicks;
    const keepsWaiting =
      state.status === 'pending_cancel' || (state.status === 'pending_modify' && event.commandId === undefined);
    if (!keepsWaiting) this.move(event.orderId, 'working', timeMs);
    if (state.order.role === 'stop' && event.stopTicks !== undefined) {
      this.book(state.order.book).stopPlaced(event.stopTicks, timeMs, event.commandId !== undefined);
    }
  }

  private closeOrder(orderId: string, status: OrderStatus, timeMs: TimeMs, reason: string): void {
    const state = this.order(orderId);
    state.reason = reason;
    this.move(orderId, status, timeMs);
    for (const [commandId, command] of this.unanswered) {
      const target = command.kind === 'place' ? command.order.orderId : command.orderId;
      if (target === orderId) this.unanswered.delete(commandId);
    }
  }

  private fill(fill: Fill, leavesQty: number): void {
    this.fillIds.add(fill.fillId);
    const state = this.order(fill.orderId);
    this.unanswered.delete(fill.orderId);
    state.filledQty += fill.qty;
    state.filledTicksSum += fill.qty * fill.priceTicks;
    if (leavesQty === 0) this.closeOrder(fill.orderId, 'filled', fill.timeMs, 'filled');
    else if (state.status !== 'pending_cancel' && state.status !== 'pending_modify')
      this.move(fill.orderId, 'working', fill.timeMs);
    const tickValueCents = specOf(fill.root).tickValueCents;
    const realizedCents = this.book(fill.book).fill(fill, state.order) * tickValueCents;
    this.realizedCents += realizedCents;
    this.feesCents += fill.feeCents;
  }

  private move(orderId: string, to: OrderStatus, timeMs: TimeMs): void {
    const state = this.order(orderId);
    state.status = moveStatus(orderId, state.status, to);
    state.updatedMs = timeMs;
  }
}
