import type { ClientOrderId, CommandId, VenueOrderId } from '../../domain/ids.ts';
import type { BrokerOrder, BrokerState } from '../../domain/broker.ts';
import type { Difference, DifferenceAct } from '../../domain/difference.ts';
import type { Fill } from '../../domain/fill.ts';
import type { Order, OrderRole, OrderState } from '../../domain/order.ts';
import type { Cents, Ticks } from '../../domain/units.ts';
import type { Ledger } from '../../execution/ledger.ts';
import type { BareCash } from '../../execution/reconcile.ts';
import type { Act } from './act.ts';
import type { Intake } from './intake.ts';
import type { Releases } from './release.ts';
import { EXTERNAL } from '../../domain/book.ts';
import { ownIdOf } from '../../domain/broker.ts';
import { findFacts, foreignFacts } from '../../domain/catalog.ts';
import { differenceKey, differenceWords } from '../../domain/difference.ts';
import { ofDuty } from '../../domain/origin.ts';
import { ACCOUNT } from '../../domain/scope.ts';
import { bareCash, compareBooks } from '../../execution/reconcile.ts';
import { BOOKS_TO_COMPARE } from './intake.ts';
import { clientOrderId } from '../../domain/ids.ts';

/** A difference of money is alarmed from here on, and blocks entries from there. */
const MONEY_ALARM_CENTS = 100;
const MONEY_BLOCK_CENTS = 2_500;

/** What a difference is judged by. */
interface Heard {
  readonly state: BrokerState;
  /** Orders that are open with us and not at the venue: they may have filled. */
  readonly gone: readonly OrderState[];
  /** Where one position differs alone, the money tells at which price. */
  readonly money: BareCash | undefined;
}

/**
 * Decides what a difference between our books and the venue's own comes to. The venue is right: our books follow it, what
 * nobody here ordered goes to the book EXTERNAL, and where a position or money cannot be explained entries stay blocked
 * until a person has seen it. Each difference has one row when it is found and one when it is over.
 */
export class Reconciler {
  private readonly ledger: Ledger;
  private readonly intake: Pick<Intake, 'lastReportSeq'>;
  private readonly releases: Releases;

  constructor(ledger: Ledger, intake: Pick<Intake, 'lastReportSeq'>, releases: Releases) {
    this.ledger = ledger;
    this.intake = intake;
    this.releases = releases;
  }

  /** False: the state is of another moment than our books and proves nothing. */
  take(act: Act, state: BrokerState): boolean {
    if (state.lastReportSeq !== this.intake.lastReportSeq) return false;
    const own = act.for(ofDuty('reconcile', 'compared with the venue’s own books'));
    this.settleDoubts(own, state);
    const differences = compareBooks(this.ledger, state);
    const present = new Set(differences.map(differenceKey));
    this.end(own, present);
    const gone = differences.flatMap((other) =>
      other.kind === 'order_gone' ? [this.ledger.order(other.orderId)] : [],
    );
    const positions = differences.filter(({ kind }) => kind === 'position').length;
    const heard: Heard = { state, gone, money: positions === 1 ? bareCash(this.ledger, state) : undefined };
    for (const difference of differences) this.follow(own, difference, heard);
    // What the entries that did not come would have told is in our books now.
    own.lift(BOOKS_TO_COMPARE);
    return true;
  }

  /** A person has seen it. False where no such difference stands open. */
  acknowledge(act: Act, key: string): boolean {
    if (!this.ledger.differences.has(key)) return false;
    act.record({ type: 'DifferenceOver', key, how: 'acknowledged' }, null);
    act.lift({ scope: ACCOUNT, code: 'reconcile', subject: key });
    return true;
  }

  /** The venue has an order that it said it did not know, or whose cancel it did not answer. */
  private settleDoubts(act: Act, state: BrokerState): void {
    const theirs = new Set(state.openOrders.map(({ orderId }) => orderId));
    for (const { order, doubtMs, venueId } of [...this.ledger.fold.open()]) {
      const { orderId, book } = order;
      if (doubtMs === undefined || !theirs.has(venueId ?? orderId)) continue;
      const commandId = this.pendingCommand(orderId) ?? '';
      const detail = 'the venue has the order after all';
      act.record({ type: 'CommandRejected', orderId, commandId, reason: 'refused', detail }, book);
    }
  }

  private pendingCommand(orderId: ClientOrderId): CommandId | undefined {
    for (const command of this.ledger.unanswered.values()) {
      if (command.kind !== 'place' && command.orderId === orderId) return command.commandId;
    }
    return undefined;
  }

  /** Differences that are not there any more. One that blocks entries waits for a person. */
  private end(act: Act, present: ReadonlySet<string>): void {
    for (const { key } of [...this.ledger.differences.values()]) {
      const blocks = [...this.ledger.blocks.values()].some(({ subject }) => subject === key);
      if (!present.has(key) && !blocks) act.record({ type: 'DifferenceOver', key, how: 'gone' }, null);
    }
  }

  private follow(act: Act, difference: Difference, heard: Heard): void {
    const key = differenceKey(difference);
    const known = this.ledger.differences.has(key);
    switch (difference.kind) {
      case 'order_gone': {
        const { orderId, book } = difference;
        this.found(act, difference, 'booked', !known);
        act.record({ type: 'OrderCanceled', orderId, reason: 'not_at_venue' }, book);
        return;
      }
      case 'order_changed': {
        const { orderId, book, venues } = difference;
        this.found(act, difference, 'booked', !known);
        act.record({ type: 'OrderUpdated', orderId, ...venues }, book);
        return;
      }
      case 'order_unknown':
        return this.unknownOrder(act, difference, heard.state, known);
      case 'position':
        return this.adopt(act, difference, heard);
      case 'money':
        return this.adjust(act, difference);
    }
  }

  private unknownOrder(
    act: Act,
    difference: Extract<Difference, { kind: 'order_unknown' }>,
    state: BrokerState,
    known: boolean,
  ): void {
    const order = state.openOrders.find(({ orderId }) => orderId === difference.orderId);
    if (order === undefined) return;
    const orderId = ownIdOf(order);
    if (orderId === undefined) {
      this.found(act, difference, 'adopted', false);
      this.adoptOrder(act, order, `${order.orderId}`);
      return;
    }
    // Ours, and closed in our books: it must not fill any more.
    if (!known) this.found(act, difference, 'canceled', true);
    act.sendAgain({
      kind: 'cancel',
      commandId: `${orderId}-X${this.intake.lastReportSeq}`,
      orderId,
      reason: 'excess',
    });
  }

  private adoptOrder(act: Act, venues: BrokerOrder, venueId: VenueOrderId): void {
    const { ledger } = this;
    const { root, contractId, side, type, qty, limitTicks, stopTicks } = venues;
    const net = ledger.books().reduce((sum, book) => sum + book.netQty(contractId), 0);
    const reducing = net !== 0 && net > 0 === (side === 'sell');
    const role: OrderRole = !reducing ? 'entry' : type === 'stop' ? 'stop' : type === 'limit' ? 'target' : 'exit';
    const order: Order = {
      orderId: clientOrderId(EXTERNAL.id, ledger.book(EXTERNAL.id).orderCount + 1),
      book: EXTERNAL.id,
      root,
      contractId,
      ...(venues.contract === undefined ? {} : { contract: venues.contract }),
      side,
      type,
      role,
      qty,
      ...(limitTicks === undefined ? {} : { limitTicks }),
      ...(stopTicks === undefined ? {} : { stopTicks }),
      reducing,
      cause: 'found at the venue',
    };
    act.record({ type: 'ForeignOrderSeen', order, venueId }, EXTERNAL.id);
    const text = `an order at the venue that is not ours: ${side} ${qty} ${contractId} (${venueId})`;
    act.alarm('external_position', text, EXTERNAL.id);
  }

  /** EXTERNAL takes what is not explained, at the price that the venue's money shows, and gives back what was a close of ours. */
  private adopt(act: Act, difference: Extract<Difference, { kind: 'position' }>, { state, gone, money }: Heard): void {
    const { ledger } = this;
    const { contractId, ours, venues } = difference;
    const position = state.positions.find((other) => other.contractId === contractId);
    const held = ledger.books().flatMap((book) => book.held().filter((holding) => holding.contractId === contractId));
    const contract = (position === undefined ? undefined : findFacts(position)) ?? held[0]?.contract;
    if (contract === undefined) return this.cannotAdopt(act, difference);
    const cost = position ?? held[0]?.position;
    const average = cost === undefined || cost.netQty === 0 ? 0 : Math.round(cost.costTicksSum / Math.abs(cost.netQty));
    const delta = venues - ours;
    const priceTicks = money === undefined ? average : priceBy(money, delta * contract.tickValueCents, average);
    this.found(act, difference, 'adopted', false);
    const fill: Fill = {
      fillId: `X-${contractId}-${this.intake.lastReportSeq}-${ledger.book(EXTERNAL.id).tradeCount}`,
      orderId: '',
      book: EXTERNAL.id,
      root: contract.root,
      contractId,
      ...foreignFacts(contract),
      side: delta > 0 ? 'buy' : 'sell',
      qty: Math.abs(delta),
      priceTicks,
      feeCents: 0,
      timeMs: act.timeMs,
      synthetic: true,
    };
    act.record({ type: 'PositionAdopted', fill }, EXTERNAL.id);
    const words = differenceWords(difference);
    act.alarm('external_position', `${words}; the book EXTERNAL takes the rest`, EXTERNAL.id);
    act.raise({ scope: ACCOUNT, code: 'reconcile', subject: differenceKey(difference), detail: words });
    this.releases.settleFirst(act, contractId, delta, priceTicks, gone);
    this.releases.settle(act, contractId, act.timeMs);
  }

  /** Neither the venue nor the catalog says what a tick of it is worth: it cannot be booked, only said. */
  private cannotAdopt(act: Act, difference: Extract<Difference, { kind: 'position' }>): void {
    const key = differenceKey(difference);
    if (this.ledger.differences.has(key)) return;
    this.found(act, difference, 'watched', true);
    act.raise({ scope: ACCOUNT, code: 'reconcile', subject: key, detail: differenceWords(difference) });
  }

  private adjust(act: Act, difference: Extract<Difference, { kind: 'money' }>): void {
    const cents = difference.venuesCents - difference.oursCents;
    this.found(act, difference, 'booked', Math.abs(cents) >= MONEY_ALARM_CENTS);
    act.record({ type: 'BalanceAdjusted', cents, why: differenceWords(difference) }, null);
    if (Math.abs(cents) < MONEY_BLOCK_CENTS) return;
    const detail = differenceWords(difference);
    act.raise({ scope: ACCOUNT, code: 'reconcile', subject: differenceKey(difference), detail });
  }

  private found(act: Act, difference: Difference, how: DifferenceAct, alarmed: boolean): void {
    const key = differenceKey(difference);
    if (alarmed) act.alarm('books_differ', differenceWords(difference));
    act.record({ type: 'DifferenceFound', key, difference, act: how }, null);
  }
}

/** The price at which a change of position makes our money the venue's; the average where that cannot be one. */
function priceBy({ oursCents, venuesCents }: BareCash, centsPerTick: Cents, averageTicks: Ticks): Ticks {
  const ticks = Math.round((oursCents - venuesCents) / centsPerTick);
  return Math.abs(ticks - averageTicks) <= MOST_ASTRAY * averageTicks ? ticks : averageTicks;
}

/** A price that is further away than this share is not one: the money differs for another reason. */
const MOST_ASTRAY = 0.1;
