import type { ClientOrderId, CommandId } from '../../domain/ids.ts';
import type { BrokerCommand } from '../../domain/broker.ts';
import type { Order } from '../../domain/order.ts';
import type { Quote } from '../../domain/quote.ts';
import type { CancelReason, CommandRefusal } from '../../domain/reasons.ts';
import type { Calendar } from '../../domain/session.ts';
import type { Cents, Quantity, Ticks, TimeMs } from '../../domain/units.ts';
import type { VenueState } from '../../ports/venue-store.ts';
import type { BracketGroup } from './bracket-group.ts';
import type { RestingOrder } from './resting-order.ts';
import { defined } from '../../domain/assert.ts';
import { specOf } from '../../domain/catalog.ts';
import { opposite } from '../../domain/units.ts';
import { legTicks } from '../../execution/leg-price.ts';
import { leavesOfLeg, openQty, restoredGroup, storedGroup, targetShares } from './bracket-group.ts';
import { BrokerBooks } from './broker-books.ts';
import { closesAtEndOfData, modifyFault, refusalOf } from './check-order.ts';
import { limitArrivalTicks, limitRestingTicks, marketFillTicks, stopFillTicks, stopTriggered } from './matching.ts';
import { OrderBook } from './order-book.ts';
import { ReportLog } from './report-log.ts';
import { restoredOrder, storedOrder } from './resting-order.ts';
import { RootMarket } from './root-market.ts';

export interface ExchangeRules {
  readonly calendar: Calendar;
  readonly slippageTicks: Ticks;
  readonly feePerSideCents: Readonly<Record<string, Cents>>;
  readonly startBalanceCents: Cents;
}

/**
 * The matching itself: orders and quotes go in, one by one in the order of market time; reports come out. No step, no
 * store, no feed: `VenueCore` conducts it.
 *
 * An order that arrives is matched against the prevailing quote, and after that against each quote later than its
 * arrival. Each quote's size is shared by all orders that take from it; what does not fit waits for the next quote.
 * On one quote, orders that take (stops, rests of market orders) come before limits, each kind in the order of
 * acceptance: where a bar touches both, the stop fills and not the target.
 */
export class Exchange {
  readonly log: ReportLog;
  readonly books: BrokerBooks;
  readonly orders = new OrderBook();
  /** Something that `snapshot` holds has changed since it was last read. */
  changed = false;
  /** No later quote will ever come. */
  dataEnded = false;
  private readonly rules: ExchangeRules;
  private readonly markets = new Map<string, RootMarket>();
  private readonly groups = new Map<string, BracketGroup>();
  private fillCount: number;

  constructor(rules: ExchangeRules, roots: readonly string[], stored: VenueState | undefined) {
    this.rules = rules;
    this.log = new ReportLog(stored?.reportSeq ?? 0);
    this.books = new BrokerBooks(rules.startBalanceCents, stored);
    this.fillCount = stored?.fillCount ?? 0;
    for (const root of roots) this.markets.set(root, new RootMarket(root, rules.calendar));
    for (const group of stored?.groups ?? []) this.groups.set(group.entryId, restoredGroup(group));
    for (const order of stored?.orders ?? []) {
      this.orders.add(restoredOrder(order, this.groups.get(order.parentId ?? '')));
    }
  }

  /** Sets the prevailing quote without matching, after a restart. */
  restoreQuote(quote: Quote, taken: VenueState['taken']): void {
    const market = this.market(quote.root);
    market.take(quote);
    const ofRoot = taken.find((entry) => entry.root === quote.root);
    if (ofRoot !== undefined) market.restoreTaken(ofRoot);
  }

  quotes(): Quote[] {
    return [...this.markets.values()].flatMap((market) => market.quote ?? []);
  }

  /** The state that must survive, without the commands still on their way. */
  snapshot(): Omit<VenueState, 'waiting' | 'epoch'> {
    this.changed = false;
    return {
      reportSeq: this.log.seq,
      fillCount: this.fillCount,
      realizedCents: this.books.realizedCents,
      feesCents: this.books.feesCents,
      positions: this.books.list(),
      orders: this.orders.all().map(storedOrder),
      groups: Array.from(this.groups.values(), storedGroup),
      taken: [...this.markets.values()].flatMap((market) => market.taken() ?? []),
    };
  }

  /** The next quote: becomes the prevailing one and meets the resting orders of its contract. */
  quote(quote: Quote): void {
    const market = this.market(quote.root);
    const rolled = market.take(quote);
    const resting = this.orders.ofRoot(quote.root);
    if (resting.length === 0) return;
    if (rolled) this.cancelOtherMonths(market, quote.timeMs);
    const orders = [...resting];
    for (const order of orders) if (order.type !== 'limit' && meets(order, quote)) this.matchTaking(order, quote);
    for (const order of orders) if (order.type === 'limit' && meets(order, quote)) this.matchLimit(order, quote);
  }

  /** Expires what ends at or before a time; the report bears the time of the expiry. */
  expire(untilMs: TimeMs): void {
    while (this.orders.nextExpiryMs() <= untilMs) {
      const atMs = this.orders.nextExpiryMs();
      const order = defined(
        this.orders.all().find((open) => open.expiresMs === atMs),
        'an order that expires',
      );
      this.expireOrder(order, atMs);
    }
  }

  /** A command takes effect at a time. */
  execute(command: BrokerCommand, timeMs: TimeMs): void {
    this.changed = true;
    switch (command.kind) {
      case 'place':
        return this.place(command.order, timeMs);
      case 'cancel':
        return this.cancelByCommand(command, timeMs);
      case 'modify':
        return this.modify(command, timeMs);
    }
  }

  /** An order that never came to the book: it and its legs are told as canceled. */
  cancelUnplaced(order: Order, reason: CancelReason, timeMs: TimeMs, commandId: CommandId): void {
    this.log.add(timeMs, order.orderId, { kind: 'canceled', reason, commandId });
    this.tellLegsCanceled(order, timeMs);
  }

  rejectCommand(
    { orderId, commandId }: { readonly orderId: ClientOrderId; readonly commandId: CommandId },
    timeMs: TimeMs,
    reason: CommandRefusal,
    detail: string,
  ): void {
    this.log.add(timeMs, orderId, { kind: 'command_rejected', commandId, reason, detail });
  }

  /** A desk that has been replaced sends no more. */
  refuseStale(command: BrokerCommand, timeMs: TimeMs): void {
    this.changed = true;
    const detail = 'a newer desk has been heard';
    if (command.kind === 'place') this.reject(command.order, timeMs, { reason: 'stale_epoch', detail });
    else this.rejectCommand(command, timeMs, 'refused', detail);
  }

  reject(order: Order, timeMs: TimeMs, refusal: NonNullable<ReturnType<typeof refusalOf>>): void {
    this.log.add(timeMs, order.orderId, { kind: 'rejected', ...refusal });
    this.tellLegsCanceled(order, timeMs);
  }

  // --- commands -----------------------------------------------------------------------------------------------------

  private place(order: Order, timeMs: TimeMs): void {
    const market = this.markets.get(order.root);
    const refusal = refusalOf(order, timeMs, this.rules.calendar, market, this.dataEnded);
    if (refusal !== undefined) return this.reject(order, timeMs, refusal);
    const resting = this.register(order, timeMs);
    if (order.expiresMs !== undefined && order.expiresMs < timeMs) return this.expireOrder(resting, timeMs);
    const quote = defined(market?.quote, `a quote of ${order.root}`);
    if (order.type === 'market') {
      const unlimited = this.dataEnded && closesAtEndOfData(order);
      this.fillUpTo(resting, marketFillTicks(order.side, quote, this.rules.slippageTicks), timeMs, unlimited);
    } else if (order.type === 'limit') {
      const priceTicks = limitArrivalTicks(order.side, defined(order.limitTicks, 'a limit'), quote);
      if (priceTicks !== undefined) this.fillUpTo(resting, priceTicks, timeMs, false);
    }
  }

  private register(order: Order, timeMs: TimeMs): RestingOrder {
    const { orderId, book, root, contractId, side, type, role, qty, bracket } = order;
    const base = { book, root, contractId, liveMs: timeMs, triggered: false, filledQty: 0, open: true } as const;
    const group: BracketGroup | undefined = bracket && {
      entryId: orderId,
      entryQty: qty,
      entryFilledQty: 0,
      closedQty: 0,
      entryOpen: true,
      firstFillTicks: undefined,
      stop: bracket.stop,
      targets: bracket.targets,
    };
    const entry: RestingOrder = {
      ...base,
      orderId,
      side,
      type,
      role,
      status: 'working',
      qty,
      limitTicks: order.limitTicks,
      stopTicks: order.stopTicks,
      expiresMs: order.expiresMs,
      group,
    };
    this.orders.add(entry);
    this.log.add(timeMs, orderId, { kind: 'accepted', status: 'working' });
    if (group === undefined) return entry;
    this.groups.set(orderId, group);
    for (const leg of [group.stop, ...group.targets]) {
      const isStop = leg === group.stop;
      this.orders.add({
        ...base,
        orderId: leg.orderId,
        side: opposite(side),
        type: isStop ? 'stop' : 'limit',
        role: isStop ? 'stop' : 'target',
        status: 'suspended',
        qty: leg.qty,
        limitTicks: undefined,
        stopTicks: undefined,
        expiresMs: undefined,
        group,
      });
      this.log.add(timeMs, leg.orderId, { kind: 'accepted', status: 'suspended' });
    }
    return entry;
  }

  private cancelByCommand(command: Extract<BrokerCommand, { kind: 'cancel' }>, timeMs: TimeMs): void {
    const order = this.orders.get(command.orderId);
    if (order === undefined) return this.rejectCommand(command, timeMs, 'unknown_order', 'no such open order');
    this.cancel(order, command.reason, timeMs, command.commandId);
  }

  /** Prices only. It never fills here: an order that now crosses the market meets the next quote. */
  private modify(command: Extract<BrokerCommand, { kind: 'modify' }>, timeMs: TimeMs): void {
    const order = this.orders.get(command.orderId);
    if (order === undefined) return this.rejectCommand(command, timeMs, 'unknown_order', 'no such open order');
    const fault = modifyFault(order, command);
    if (fault !== undefined) return this.rejectCommand(command, timeMs, 'refused', fault);
    if (order.type === 'limit') order.limitTicks = command.limitTicks;
    else order.stopTicks = command.stopTicks;
    this.tellUpdated(order, timeMs, command.commandId);
  }

  private cancel(order: RestingOrder, reason: CancelReason, timeMs: TimeMs, commandId?: CommandId): void {
    this.log.add(timeMs, order.orderId, {
      kind: 'canceled',
      reason,
      ...(commandId === undefined ? {} : { commandId }),
    });
    this.close(order, timeMs);
  }

  private expireOrder(order: RestingOrder, timeMs: TimeMs): void {
    this.log.add(timeMs, order.orderId, { kind: 'expired' });
    this.close(order, timeMs);
  }

  private cancelOtherMonths(market: RootMarket, timeMs: TimeMs): void {
    for (const order of [...this.orders.ofRoot(market.root)]) {
      if (order.open && order.contractId !== market.contractId) this.cancel(order, 'roll', timeMs);
    }
  }

  private tellLegsCanceled(order: Order, timeMs: TimeMs): void {
    const legs = order.bracket === undefined ? [] : [order.bracket.stop, ...order.bracket.targets];
    for (const leg of legs) this.log.add(timeMs, leg.orderId, { kind: 'canceled', reason: 'parent_closed' });
  }

  private tellUpdated(order: RestingOrder, timeMs: TimeMs, commandId?: CommandId): void {
    this.changed = true;
    this.log.add(timeMs, order.orderId, {
      kind: 'updated',
      qty: order.qty,
      ...(order.stopTicks === undefined ? {} : { stopTicks: order.stopTicks }),
      ...(order.limitTicks === undefined ? {} : { limitTicks: order.limitTicks }),
      ...(commandId === undefined ? {} : { commandId }),
    });
  }

  // --- matching -----------------------------------------------------------------------------------------------------

  /** Stops, and what is left of market orders and triggered stops. */
  private matchTaking(order: RestingOrder, quote: Quote): void {
    const { slippageTicks } = this.rules;
    if (order.type === 'market' || order.triggered) {
      this.fillUpTo(order, marketFillTicks(order.side, quote, slippageTicks), quote.timeMs, false);
      return;
    }
    const stopTicks = defined(order.stopTicks, `a stop price of ${order.orderId}`);
    if (!stopTriggered(order.side, stopTicks, quote)) return;
    order.triggered = true;
    this.changed = true;
    this.fillUpTo(order, stopFillTicks(order.side, stopTicks, quote, slippageTicks), quote.timeMs, false);
  }

  private matchLimit(order: RestingOrder, quote: Quote): void {
    const priceTicks = limitRestingTicks(order.side, defined(order.limitTicks, `a limit of ${order.orderId}`), quote);
    if (priceTicks !== undefined) this.fillUpTo(order, priceTicks, quote.timeMs, false);
  }

  /** Fills as much as the quote's size gives. */
  private fillUpTo(order: RestingOrder, priceTicks: Ticks, timeMs: TimeMs, unlimited: boolean): void {
    const market = this.market(order.root);
    const wanted = order.qty - order.filledQty;
    const qty = unlimited ? wanted : Math.min(wanted, market.available(order.side));
    if (qty === 0) return;
    market.consume(order.side, qty);
    this.fill(order, qty, priceTicks, timeMs);
  }

  private fill(order: RestingOrder, qty: Quantity, priceTicks: Ticks, timeMs: TimeMs): void {
    this.changed = true;
    this.fillCount += 1;
    const feePerSide = this.rules.feePerSideCents[order.root] ?? specOf(order.root).feePerSideCents;
    const feeCents = feePerSide * qty;
    this.books.fill(order.root, order.contractId, order.side, qty, priceTicks, feeCents);
    order.filledQty += qty;
    const { group } = order;
    const isEntry = group?.entryId === order.orderId;
    let leavesQty = order.qty - order.filledQty;
    if (group !== undefined && isEntry) {
      group.entryFilledQty += qty;
      group.firstFillTicks ??= priceTicks;
    } else if (group !== undefined) {
      group.closedQty += qty;
      leavesQty = leavesOfLeg(group, order.orderId, this.filledOf);
    }
    const fillId = `F${this.fillCount}`;
    this.log.add(timeMs, order.orderId, { kind: 'filled', fillId, qty, priceTicks, feeCents, leavesQty });
    if (leavesQty === 0) this.close(order, timeMs);
    else if (group !== undefined) this.rebalance(group, timeMs);
  }

  /** Takes an order out of the book and lets its bracket know. */
  private close(order: RestingOrder, timeMs: TimeMs): void {
    this.changed = true;
    this.orders.remove(order);
    const { group } = order;
    if (group === undefined) return;
    if (group.entryId === order.orderId) group.entryOpen = false;
    this.rebalance(group, timeMs);
  }

  // --- brackets -----------------------------------------------------------------------------------------------------

  private readonly filledOf = (orderId: ClientOrderId): Quantity | undefined => this.orders.get(orderId)?.filledQty;

  /** Gives each leg its share of what is open (`BracketGroup`); tells what changed by it. */
  private rebalance(group: BracketGroup, timeMs: TimeMs): void {
    const shares = targetShares(group, this.filledOf);
    this.setLeg(group, group.stop.orderId, openQty(group), timeMs);
    group.targets.forEach((leg, index) => this.setLeg(group, leg.orderId, shares[index] ?? 0, timeMs));
    const isOver =
      !group.entryOpen && [group.stop, ...group.targets].every((leg) => this.orders.get(leg.orderId) === undefined);
    if (isOver) this.groups.delete(group.entryId);
  }

  private setLeg(group: BracketGroup, orderId: ClientOrderId, leavesQty: Quantity, timeMs: TimeMs): void {
    const leg = this.orders.get(orderId);
    if (leg === undefined) return;
    if (leavesQty === 0 && !group.entryOpen) {
      this.changed = true;
      this.orders.remove(leg);
      const reason: CancelReason = leg.status === 'suspended' ? 'parent_closed' : 'oco';
      this.log.add(timeMs, orderId, { kind: 'canceled', reason });
      return;
    }
    if (leg.status === 'suspended') {
      if (leavesQty > 0) this.activate(group, leg, leavesQty, timeMs);
      return;
    }
    const qty = leg.filledQty + leavesQty;
    if (leg.qty === qty) return;
    // A stop that had nothing left to protect looks at the market anew.
    if (leg.qty === leg.filledQty) leg.triggered = false;
    leg.qty = qty;
    this.tellUpdated(leg, timeMs);
  }

  private activate(group: BracketGroup, leg: RestingOrder, qty: Quantity, timeMs: TimeMs): void {
    const firstFillTicks = defined(group.firstFillTicks, `a first fill of ${group.entryId}`);
    const plan = defined(
      [group.stop, ...group.targets].find((planned) => planned.orderId === leg.orderId),
      `a plan of leg ${leg.orderId}`,
    );
    const entrySide = opposite(leg.side);
    leg.status = 'working';
    leg.liveMs = timeMs;
    leg.qty = qty;
    if (leg.type === 'stop') leg.stopTicks = legTicks(plan.price, 'stop', entrySide, firstFillTicks);
    else leg.limitTicks = legTicks(plan.price, 'target', entrySide, firstFillTicks);
    this.tellUpdated(leg, timeMs);
  }

  private market(root: string): RootMarket {
    return defined(this.markets.get(root), `a market of ${root}`);
  }
}

function meets(order: RestingOrder, quote: Quote): boolean {
  return order.open && order.status === 'working' && quote.timeMs > order.liveMs && order.qty > order.filledQty;
}
