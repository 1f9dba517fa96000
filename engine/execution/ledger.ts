import type { ClientOrderId, FillId, FlattenId, RequestId, VenueOrderId } from '../domain/ids.ts';
import type { BookId, BookIdentity } from '../domain/book.ts';
import type { StandingBlock } from '../domain/block.ts';
import type { Command } from '../domain/broker.ts';
import type { Difference, DifferenceAct } from '../domain/difference.ts';
import type { JournalEvent, JournalRow } from '../domain/events.ts';
import type { Fill } from '../domain/fill.ts';
import type { OrderState } from '../domain/order.ts';
import type { Origin } from '../domain/origin.ts';
import type { ExitReason } from '../domain/reasons.ts';
import type { Scope } from '../domain/scope.ts';
import type { Cents, TimeMs } from '../domain/units.ts';
import type { StateOfScope } from './book-ledger.ts';
import { blockKey } from '../domain/block.ts';
import { orderOf } from '../domain/broker.ts';
import { defined } from '../domain/assert.ts';
import { isClosed } from '../domain/order.ts';
import { bookOf, covers, scopeName } from '../domain/scope.ts';
import { BookLedger, freshState } from './book-ledger.ts';
import { OrderFold } from './order-fold.ts';

const REMEMBERED_COMMANDS = 1_000;

type DayStarted = Extract<JournalEvent, { type: 'DayStarted' }>;

export interface RunningFlatten {
  readonly flattenId: FlattenId;
  readonly scope: Scope;
  readonly reason: ExitReason;
  readonly origin: Origin;
  /** Journal time at which it began. */
  readonly timeMs: TimeMs;
}

export interface OpenDifference {
  readonly key: string;
  readonly difference: Difference;
  readonly act: DifferenceAct;
  readonly sinceMs: TimeMs;
}

/**
 * The account as the journal tells it: orders, books, states, blocks, commands in doubt. It is the fold of the journal's
 * rows and nothing else, at run time as after a restart: `apply` is the only way to change it.
 */
export class Ledger {
  readonly fold = new OrderFold();
  /** Commands that were journaled and not yet answered by the venue, in order. */
  readonly unanswered = new Map<string, Command>();
  /** Strategies that take part in the run. */
  readonly joined = new Set<BookId>();
  /** Under way, by the name of their scope. */
  readonly flattens = new Map<string, RunningFlatten>();
  readonly blocks = new Map<string, StandingBlock>();
  readonly differences = new Map<string, OpenDifference>();
  /** Persons' commands that were taken, by id, the newest of them: a repeat after a restart has no second effect. */
  readonly accepted = new Map<string, { readonly kind: string; readonly scope: Scope }>();
  readonly account: StateOfScope = freshState();
  startBalanceCents: Cents = 0;
  started = false;
  ended = false;
  /** True from FileLost to FileBack. */
  fileLost = false;
  tradingDay = '';
  /** Balance and open P&L as the trading day began. */
  dayStartEquityCents: Cents = 0;
  realizedCents: Cents = 0;
  feesCents: Cents = 0;
  adjustedCents: Cents = 0;
  private readonly known = new Map<BookId, BookIdentity>();
  private readonly ledgers = new Map<BookId, BookLedger>();
  private inOrder: readonly BookLedger[] = [];
  private readonly byVenueId = new Map<string, OrderState>();
  /** Of this trading day and the one before. */
  private fillIds = { today: new Set<string>(), before: new Set<string>() };
  private dayStartedMs: TimeMs = 0;

  /** @param identities books of a file that was written before books were journaled */
  constructor(identities: readonly BookIdentity[] = []) {
    for (const identity of identities) this.known.set(identity.id, identity);
  }

  /** Open orders, entries of open positions, and closed ones of the present trading day and the one before. */
  get orders(): ReadonlyMap<string, OrderState> {
    return this.fold.orders;
  }

  /** All books of the account, in the order of their numbers. */
  books(): readonly BookLedger[] {
    return this.inOrder;
  }

  /** A book that the account keeps; InvariantError for another. */
  book(id: BookId): BookLedger {
    return defined(this.ledgers.get(id) ?? this.openBook(id), `book ${id} of the account`);
  }

  hasBook(id: BookId): boolean {
    return this.ledgers.has(id);
  }

  /** Books that a scope reaches; undefined for a book that the account does not keep. */
  booksOf(scope: Scope): readonly BookLedger[] | undefined {
    const id = bookOf(scope);
    if (id === undefined) return this.books();
    const book = this.ledgers.get(id);
    return book === undefined ? undefined : [book];
  }

  order(orderId: ClientOrderId): OrderState {
    return defined(this.fold.get(orderId), `order ${orderId} in the ledger`);
  }

  /** The order of EXTERNAL that bears an id of the venue's. */
  foreignOrder(venueId: VenueOrderId): OrderState | undefined {
    return this.byVenueId.get(venueId);
  }

  hasFill(fillId: FillId): boolean {
    return this.fillIds.today.has(fillId) || this.fillIds.before.has(fillId);
  }

  /** Orders of a book that are not closed. */
  openOrders(book: BookId): OrderState[] {
    return this.fold.openOrders(book);
  }

  /** A flatten of the book or of the account is under way. */
  isFlattening(book: BookId): boolean {
    return this.flattens.has(book) || this.flattens.has('account');
  }

  /** Blocks that keep a book from entering. */
  blocksOf(book: BookId): StandingBlock[] {
    if (this.blocks.size === 0) return [];
    return [...this.blocks.values()].filter(({ scope }) => covers(scope, { book }));
  }

  balanceCents(): Cents {
    return this.startBalanceCents + this.realizedCents - this.feesCents + this.adjustedCents;
  }

  apply(row: JournalRow): void {
    const { event, timeMs } = row;
    switch (event.type) {
      case 'RunStarted':
        this.started = true;
        this.startBalanceCents = event.startBalanceCents;
        return;
      case 'RunEnded':
        this.ended = true;
        return;
      case 'DayStarted':
        return this.startDay(event, timeMs);
      case 'BookOpened':
        this.known.set(event.identity.id, event.identity);
        if (!this.ledgers.has(event.identity.id)) this.openBook(event.identity.id);
        return;
      case 'StateChanged':
        return this.changeState(event);
      case 'BlockRaised':
        this.blocks.set(blockKey(event.block), { ...event.block, sinceMs: timeMs });
        return;
      case 'BlockLifted':
        this.blocks.delete(blockKey(event));
        return;
      case 'DifferenceFound': {
        const { key, difference, act } = event;
        this.differences.set(key, { key, difference, act, sinceMs: this.differences.get(key)?.sinceMs ?? timeMs });
        return;
      }
      case 'DifferenceOver':
        this.differences.delete(event.key);
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
        return this.accept(event.commandId, event);
      case 'FlattenStarted':
        this.flattens.set(scopeName(event.scope), { ...event, timeMs });
        return;
      case 'FlattenEnded':
        this.flattens.delete(scopeName(event.scope));
        return;
      case 'BalanceAdjusted':
        this.adjustedCents += event.cents;
        return;
      case 'FileLost':
        this.fileLost = true;
        return;
      case 'FileBack':
        this.fileLost = false;
        return;
      case 'TradeClosed':
        this.book(event.trade.book).closeTrade(event.trade);
        return;
      case 'PositionReleased':
        this.fold.apply(event, timeMs);
        this.fill(event.fill, undefined, true);
        return;
      case 'PositionAdopted':
        this.fill(event.fill, undefined, true);
        return;
      default:
        this.applyToOrders(event, timeMs);
    }
  }

  // --- inside ---------------------------------------------------------------------------------------------------------

  private applyToOrders(event: JournalEvent, timeMs: TimeMs): void {
    this.command(event);
    const state = this.fold.apply(event, timeMs);
    if (state === undefined) return;
    switch (event.type) {
      case 'OrderSubmitted':
        this.book(state.order.book).countOrder(state.order.orderId);
        return;
      case 'ForeignOrderSeen':
        this.book(state.order.book).countOrder(state.order.orderId);
        this.byVenueId.set(event.venueId, state);
        return;
      case 'OrderUpdated': {
        const { order } = state;
        if (order.role !== 'stop' || event.stopTicks === undefined) return;
        this.book(order.book)
          .holding(order.contractId)
          ?.stopPlaced(event.stopTicks, timeMs, event.commandId !== undefined);
        return;
      }
      case 'OrderAccepted': {
        // A stop that stands alone has its price from the beginning.
        const { order, stopTicks } = state;
        if (order.role !== 'stop' || event.status !== 'working' || stopTicks === undefined) return;
        this.book(order.book).holding(order.contractId)?.stopPlaced(stopTicks, timeMs, false);
        return;
      }
      case 'OrderFilled':
        this.fill(event.fill, state, event.leavesQty === 0);
        return;
      default:
        return;
    }
  }

  /** Keeps what the venue has not answered. */
  private command(event: JournalEvent): void {
    switch (event.type) {
      case 'OrderSubmitted': {
        const { order, commandId } = event;
        if (order.parentId === undefined) this.unanswered.set(commandId, { kind: 'place', commandId, order });
        return;
      }
      case 'CancelSubmitted': {
        const { orderId, commandId, reason } = event;
        const state = this.order(orderId);
        this.book(state.order.book).countCommand();
        const { venueId } = state;
        const foreign = venueId === undefined ? {} : { venueId };
        this.unanswered.set(commandId, { kind: 'cancel', commandId, orderId, ...foreign, reason });
        return;
      }
      case 'ModifySubmitted': {
        const { orderId, commandId, stopTicks, limitTicks } = event;
        this.book(this.order(orderId).order.book).countCommand();
        this.unanswered.set(commandId, {
          kind: 'modify',
          commandId,
          orderId,
          ...(stopTicks === undefined ? {} : { stopTicks }),
          ...(limitTicks === undefined ? {} : { limitTicks }),
        });
        return;
      }
      case 'OrderAccepted':
        this.unanswered.delete(event.orderId);
        return;
      case 'OrderUpdated':
        if (event.commandId !== undefined) this.unanswered.delete(event.commandId);
        return;
      case 'CommandRejected':
        this.unanswered.delete(event.commandId);
        return;
      case 'OrderFilled':
        this.unanswered.delete(event.fill.orderId);
        if (event.leavesQty === 0) this.forgetCommandsOf(event.fill.orderId);
        return;
      case 'OrderRejected':
      case 'OrderCanceled':
      case 'OrderExpired':
        this.forgetCommandsOf(event.orderId);
        return;
      default:
        return;
    }
  }

  private forgetCommandsOf(orderId: ClientOrderId): void {
    for (const [commandId, command] of this.unanswered) {
      if (orderOf(command) === orderId) this.unanswered.delete(commandId);
    }
  }

  private fill(fill: Fill, state: OrderState | undefined, done: boolean): void {
    this.fillIds.today.add(fill.fillId);
    this.realizedCents += this.book(fill.book).fill(fill, state?.order, done);
    this.feesCents += fill.feeCents;
  }

  private startDay({ tradingDay, open: opens = {} }: DayStarted, timeMs: TimeMs): void {
    this.tradingDay = tradingDay;
    this.fillIds = { today: new Set(), before: this.fillIds.today };
    const needed = new Set<string>();
    for (const book of this.ledgers.values()) {
      book.startDay(opens[book.id] ?? 0);
      // An open position's entry says what is to happen to its stop.
      for (const { open } of book.held()) if (open !== undefined) needed.add(open.entryOrderId);
    }
    for (const [orderId, state] of this.fold.orders) {
      if (!isClosed(state.status) || needed.has(orderId) || state.updatedMs >= this.dayStartedMs) continue;
      this.fold.forget(orderId);
      if (state.venueId !== undefined) this.byVenueId.delete(state.venueId);
    }
    this.dayStartedMs = timeMs;
    this.dayStartEquityCents = Object.values(opens).reduce((sum, cents) => sum + cents, this.balanceCents());
  }

  private changeState(event: Extract<JournalEvent, { type: 'StateChanged' }>): void {
    const id = bookOf(event.scope);
    const scope = id === undefined ? this.account : this.book(id).trading;
    scope.beforeHalt = event.to === 'HALTED' ? (scope.beforeHalt ?? event.from) : undefined;
    scope.state = event.to;
    scope.reason = event.reason;
    scope.untilMs = event.untilMs;
  }

  private accept(commandId: RequestId, { kind, scope }: { readonly kind: string; readonly scope: Scope }): void {
    this.accepted.set(commandId, { kind, scope });
    for (const old of this.accepted.keys()) {
      if (this.accepted.size <= REMEMBERED_COMMANDS) break;
      this.accepted.delete(old);
    }
  }

  private openBook(id: BookId): BookLedger | undefined {
    const identity = this.known.get(id);
    if (identity === undefined) return undefined;
    const book = new BookLedger(identity);
    this.ledgers.set(id, book);
    this.inOrder = [...this.ledgers.values()].toSorted((a, b) => a.identity.number - b.identity.number);
    return book;
  }
}
