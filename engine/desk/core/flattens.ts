import type { ContractId } from '../../domain/ids.ts';
import type { BrokerState } from '../../domain/broker.ts';
import type { Receipt, ReceiptStep } from '../../domain/commands.ts';
import type { Calendar } from '../../domain/session.ts';
import type { BookLedger } from '../../execution/book-ledger.ts';
import type { FlattenMove, FlattenRules, FlattenState } from '../../execution/flatten-machine.ts';
import type { Holding } from '../../execution/holding.ts';
import type { Ledger, RunningFlatten } from '../../execution/ledger.ts';
import type { Ticks } from '../../domain/units.ts';
import type { Act } from './act.ts';
import type { SavedFlattenRun, VenueSays } from './flatten-run.ts';
import { blockKey } from '../../domain/block.ts';
import { findSpec } from '../../domain/catalog.ts';
import { EXIT_REASONS } from '../../domain/reasons.ts';
import { isPersons } from '../../domain/origin.ts';
import { bookOf, isAccount, scopeName } from '../../domain/scope.ts';
import { isOpen } from '../../domain/session.ts';
import { closingSent, nextFlatten } from '../../execution/flatten-machine.ts';
import { closingOrder, protectiveStop } from '../../execution/place-entry.ts';
import { FlattenRun } from './flatten-run.ts';
import { BOOKS_TO_COMPARE } from './intake.ts';

/** It is said again so often that a flatten is not through, ms of its clock. */
const ALARM_EVERY_MS = 15_000;
/** Waiting for answers, or for the venue to bear out that it is flat, so long is said, ms. */
const SLOW_MS = 3_000;
/** The venue is asked again so often, ms. */
const ASK_EVERY_MS = 250;

export interface FlattenReads {
  readonly ledger: Ledger;
  readonly calendar: Calendar;
  readonly rules: FlattenRules;
  /** Where a stop goes that nobody remembers; undefined: no price is known. */
  readonly lastStop: (holding: Holding) => Ticks | undefined;
}

/** What a call did, and when the next one is worth while. */
export interface FlattenStep {
  /** The venue's own books are needed: hand them to `heard`. */
  readonly asks: boolean;
  /** Without a report there is nothing to do before, by the flatten's clock. */
  readonly wakeMs: number;
  readonly news: readonly ReceiptStep[];
  /** How far it came, where a person is to be told now: at the end, and whenever it is not through. */
  readonly receipt?: Receipt;
  readonly ended: boolean;
}

/**
 * All flattens that are under way. One and the same machine for a person's (beside the steps, by the clock on the wall),
 * the machine's own (within the steps, by market time) and the end of the data; who drives it only brings the time and
 * the venue's answers. It goes on until the venue itself says flat, or a person gives it up.
 */
export class Flattens {
  private readonly reads: FlattenReads;
  private readonly runs = new Map<string, FlattenRun>();
  /** Of an earlier desk; taken up when the flatten goes on. */
  private saved = new Map<string, SavedFlattenRun>();

  constructor(reads: FlattenReads) {
    this.reads = reads;
  }

  /** Flattens that go within the steps. */
  ofTheMachine(): readonly RunningFlatten[] {
    return [...this.reads.ledger.flattens.values()].filter(({ origin }) => !isPersons(origin));
  }

  /**
   * Takes a flatten one move on.
   * @param nowMs by its clock
   * @param dataEnded no later quote will come: what is held is closed at the last ones, whatever the hours
   */
  move(act: Act, flatten: RunningFlatten, nowMs: number, dataEnded = false): FlattenStep {
    const run = this.run(flatten, nowMs);
    const own = act.for(flatten.origin);
    const moves = this.items(run).map((item) => this.moveOne(own, run, item, nowMs, dataEnded));
    this.tellCanceled(run, moves, nowMs);
    const isFlat = moves.every(({ phase }) => phase === 'flat');
    if (isFlat) {
      this.tellClosed(run, nowMs);
      run.verifyingMs ??= nowMs;
    } else run.verifyingMs = undefined;
    const failed = moves.some((move) => move.failed !== undefined);
    const held = isHeld(moves);
    const looks = this.looks(run, held, nowMs);
    const stuck = !looks && this.tellStuck(own, run, moves, { failed, held }, nowMs);
    const asks = isFlat || looks || stuck || moves.some((move) => move.asks);
    // What is overdue is looked at again soon, not at once: a venue that is silent is not asked without end.
    const wakes = moves.flatMap(({ wakeMs = Infinity }) => (wakeMs > nowMs ? [wakeMs] : []));
    const soon = isFlat || looks || moves.some(({ wakeMs = Infinity }) => wakeMs <= nowMs);
    return {
      asks,
      wakeMs: Math.min(...wakes, nowMs + (soon ? ASK_EVERY_MS : ALARM_EVERY_MS)),
      news: run.news(),
      ...(stuck ? { receipt: run.receipt(nowMs, false, false) } : {}),
      ended: false,
    };
  }

  /**
   * The venue's own books, asked for by `move` and compared with ours (`Reconciler.take`) before. Ended: they bear out that
   * the scope is flat and without working orders.
   */
  heard(act: Act, flatten: RunningFlatten, state: BrokerState, nowMs: number): FlattenStep {
    const run = this.run(flatten, nowMs);
    const own = act.for(flatten.origin);
    const again = { asks: false, wakeMs: nowMs + ASK_EVERY_MS, ended: false } as const;
    this.askAgain(own, flatten, state, nowMs);
    run.venue = this.judge(flatten, state);
    const { positions, workingOrders } = run.venue;
    const isFlat = run.verifyingMs !== undefined && positions.length === 0 && workingOrders === 0;
    if (!isFlat) return { ...again, news: run.news() };
    run.step('venue_verified', 'venue says flat, 0 working', nowMs);
    return this.end(own, flatten, nowMs, true);
  }

  /** A person gives it up. `state`: the venue's own books, where it answered. */
  giveUp(act: Act, flatten: RunningFlatten, state: BrokerState | undefined, nowMs: number): FlattenStep {
    const run = this.run(flatten, nowMs);
    run.venue = state === undefined ? undefined : this.judge(flatten, state);
    run.step('given_up', `given up by ${scopeWords(act)}`, nowMs);
    return this.end(act, flatten, nowMs, false);
  }

  save(): readonly (readonly [string, SavedFlattenRun])[] {
    return [...this.saved, ...Array.from(this.runs, ([id, run]) => [id, run.save()] as const)];
  }

  load(saved: readonly (readonly [string, SavedFlattenRun])[]): void {
    this.runs.clear();
    this.saved = new Map(saved);
  }

  // --- one book and contract --------------------------------------------------------------------------------------------

  private moveOne(
    act: Act,
    run: FlattenRun,
    { book, contractId, key }: Item,
    nowMs: number,
    dataEnded: boolean,
  ): FlattenMove {
    const { ledger, calendar, rules } = this.reads;
    const reason = dataEnded ? 'end_of_data' : run.flatten.reason;
    const state = run.stateOf(key);
    const orders = ledger.openOrders(book.id).filter(({ order }) => order.contractId === contractId);
    const holding = book.holding(contractId);
    const root = holding?.root ?? orders[0]?.order.root ?? '';
    const netQty = book.netQty(contractId);
    const facts = {
      netQty,
      orders,
      closing: state.closingId === undefined ? undefined : ledger.fold.get(state.closingId),
      unsure: ledger.blocks.has(blockKey(BOOKS_TO_COMPARE)) || this.isCrowded(contractId, netQty),
      marketOpen: findSpec(root) === undefined || isOpen(calendar, root, act.timeMs),
      dataEnded,
      nowMs,
      ...(state.stopTicks === undefined && netQty !== 0 && holding !== undefined
        ? { lastStopTicks: this.reads.lastStop(holding) }
        : {}),
    };
    const move = nextFlatten(state, facts, rules);
    run.states.set(key, move.state);
    if (move.failed !== undefined) {
      run.step('close_failed', `the closing order of ${book.id} came to nothing: ${move.failed}`, nowMs);
    }
    if (move.naked === true && !run.toldNaked.has(key)) {
      run.toldNaked.add(key);
      const text = `${book.name} holds ${netQty} ${contractId} without a stop until the next try: no price is known at which one could be placed`;
      act.alarm('unprotected', text, book.id);
    }
    for (const wanted of move.acts) {
      switch (wanted.kind) {
        case 'cancel':
          act.cancel(wanted.orderId, 'by_flatten');
          run.canceled += 1;
          break;
        case 'close': {
          const { side, qty } = wanted;
          const cause = `${EXIT_REASONS[reason]}: ${act.origin.cause}`;
          const context = { book: book.id, root, contractId, orderCount: book.orderCount, side, qty, cause };
          const order = closingOrder({ ...context, exitReason: reason });
          act.place(order);
          run.closingIds.push(order.orderId);
          run.states.set(key, closingSent(move.state, order.orderId, nowMs));
          break;
        }
        case 'rearm': {
          const { side, qty, stopTicks } = wanted;
          const cause = 'put back: the position could not be closed';
          const context = { book: book.id, root, contractId, orderCount: book.orderCount, side, qty, cause };
          act.place(protectiveStop({ ...context, stopTicks }));
          run.step('stop_put_back', `stop of ${book.id} over ${qty} put back`, nowMs);
          break;
        }
      }
    }
    return move;
  }

  /** Closing orders of all books that are on their way are over more than is held: what one of them does is not known yet. */
  private isCrowded(contractId: ContractId, netQty: number): boolean {
    const { ledger } = this.reads;
    const side = netQty > 0 ? 'sell' : 'buy';
    let held = 0;
    let closing = Math.abs(netQty);
    for (const book of ledger.books()) {
      const net = book.netQty(contractId);
      if (Math.sign(net) === Math.sign(netQty)) held += Math.abs(net);
      for (const { order, qty, filledQty } of ledger.openOrders(book.id)) {
        if (order.role === 'exit' && order.contractId === contractId && order.side === side) closing += qty - filledQty;
      }
    }
    return closing > held;
  }

  /** Books and contracts of the scope in which anything is held, works, or was begun. */
  private items(run: FlattenRun): readonly Item[] {
    const { ledger } = this.reads;
    const items: Item[] = [];
    for (const book of ledger.booksOf(run.flatten.scope) ?? []) {
      const contracts = new Set(book.held().map(({ contractId }) => contractId));
      for (const { order } of ledger.openOrders(book.id)) contracts.add(order.contractId);
      for (const contractId of contracts) items.push({ book, contractId, key: `${book.id}/${contractId}` });
    }
    return items;
  }

  /**
   * Commands of the scope that the venue did not answer. A repeat has no second effect; a cancel of what the venue still
   * has was not done, and counts as refused.
   */
  private askAgain(act: Act, { scope }: RunningFlatten, state: BrokerState, nowMs: number): void {
    const { ledger, rules } = this.reads;
    const run = [...this.runs.values()].find(({ flatten }) => scopeName(flatten.scope) === scopeName(scope));
    const books = new Set((ledger.booksOf(scope) ?? []).map(({ id }) => id));
    const theirs = new Set(state.openOrders.map(({ orderId }) => orderId));
    for (const command of [...ledger.unanswered.values()]) {
      const order = command.kind === 'place' ? command.order : ledger.fold.get(command.orderId)?.order;
      if (order === undefined || !books.has(order.book) || !(command.kind !== 'place' || order.reducing)) continue;
      const waited = waitedMs(run?.stateOf(`${order.book}/${order.contractId}`), nowMs);
      if (waited < rules.cancelPatienceMs) continue;
      if (command.kind !== 'cancel' || !theirs.has(command.venueId ?? command.orderId)) act.sendAgain(command);
      else {
        const { orderId, commandId } = command;
        const detail = 'it was not answered, and the venue still has the order';
        act.record({ type: 'CommandRejected', orderId, commandId, reason: 'refused', detail }, order.book);
      }
    }
  }

  /** Before it is said that something stays open, the venue is asked what; it is given so long for the answer. */
  private looks(run: FlattenRun, held: boolean, nowMs: number): boolean {
    if (!held || run.venue !== undefined) return false;
    run.looksSinceMs ??= nowMs;
    return nowMs - run.looksSinceMs < SLOW_MS;
  }

  // --- what is told -----------------------------------------------------------------------------------------------------

  private tellCanceled(run: FlattenRun, moves: readonly FlattenMove[], nowMs: number): void {
    if (run.canceled === 0 || moves.some(({ phase }) => phase === 'cancel')) return;
    run.step('orders_canceled', `canceled ${run.canceled} ${run.canceled === 1 ? 'order' : 'orders'}`, nowMs);
    run.canceled = 0;
  }

  private tellClosed(run: FlattenRun, nowMs: number): void {
    if (run.closingIds.length === 0) return;
    const closed = run.closingIds.reduce((sum, id) => sum + (this.reads.ledger.fold.get(id)?.filledQty ?? 0), 0);
    if (closed > 0) run.step('position_closed', `closed ${closed} at market`, nowMs);
    run.closingIds = [];
  }

  /** Says that it is not through and what to do: at once when a closing order failed, then every 15 s. */
  private tellStuck(
    act: Act,
    run: FlattenRun,
    moves: readonly FlattenMove[],
    { failed, held }: { readonly failed: boolean; readonly held: boolean },
    nowMs: number,
  ): boolean {
    const slow = this.isSlow(run, moves, nowMs);
    const first = run.toldStuckMs === undefined;
    if (held) {
      // A closed market is said once: it may stay so over a weekend.
      if (!first) return false;
      run.step('held', `not flat: ${venueWords(run.venue)}; the market is closed, it is closed at the opening`, nowMs);
    } else if (!failed && !slow) return false;
    const due = first || failed || nowMs - (run.toldStuckMs ?? 0) >= ALARM_EVERY_MS;
    if (!due) return false;
    run.toldStuckMs = nowMs;
    const { scope } = run.flatten;
    const how = held
      ? 'the market is closed; what is held keeps its stop and is closed when it opens'
      : `it goes on trying; ${this.present(run)}. If it stays so, close by hand at the venue`;
    act.alarm('flatten_stuck', `the flatten of ${scopeName(scope)} is not through: ${how}`, bookOf(scope));
    return true;
  }

  private isSlow(run: FlattenRun, moves: readonly FlattenMove[], nowMs: number): boolean {
    if (run.verifyingMs !== undefined) return nowMs - run.verifyingMs >= SLOW_MS;
    return moves.some(({ state, phase }) => {
      if (phase === 'pause') return true;
      return (phase === 'cancel' || phase === 'close') && waitedMs(state, nowMs) >= SLOW_MS;
    });
  }

  private present(run: FlattenRun): string {
    const held = (this.reads.ledger.booksOf(run.flatten.scope) ?? []).flatMap((book) =>
      book.held().map(({ contractId, netQty }) => `${book.id} holds ${netQty} ${contractId}`),
    );
    return held.length === 0 ? 'our books are flat and the venue does not say so' : held.join(', ');
  }

  /** What the venue holds of the scope beyond what other books hold, and the scope's orders that work there. */
  private judge({ scope }: RunningFlatten, state: BrokerState): VenueSays {
    const { ledger } = this.reads;
    const id = bookOf(scope);
    const others = ledger.books().filter((book) => id !== undefined && book.id !== id);
    const own = id === undefined ? undefined : ledger.book(id);
    const positions = state.positions
      .filter(({ contractId }) => own === undefined || own.holding(contractId) !== undefined)
      .map(({ contractId, netQty }) => ({
        contractId,
        netQty: others.reduce((rest, book) => rest - book.netQty(contractId), netQty),
      }))
      .filter(({ netQty }) => netQty !== 0);
    const workingOrders = state.openOrders.filter(({ book }) => isAccount(scope) || book === id).length;
    return { positions, workingOrders };
  }

  private end(act: Act, flatten: RunningFlatten, nowMs: number, verified: boolean): FlattenStep {
    const run = this.run(flatten, nowMs);
    const { flattenId, scope } = flatten;
    act.record({ type: 'FlattenEnded', flattenId, scope, verified }, bookOf(scope) ?? null);
    this.runs.delete(flattenId);
    const receipt = run.receipt(nowMs, true, verified);
    return { asks: false, wakeMs: nowMs, news: run.news(), receipt, ended: true };
  }

  private run(flatten: RunningFlatten, nowMs: number): FlattenRun {
    let run = this.runs.get(flatten.flattenId);
    if (run === undefined) {
      run = new FlattenRun(flatten, nowMs);
      const saved = this.saved.get(flatten.flattenId);
      if (saved === undefined) run.step('entries_blocked', 'entries blocked', nowMs);
      else run.load(saved, nowMs);
      this.saved.delete(flatten.flattenId);
      this.runs.set(flatten.flattenId, run);
    }
    return run;
  }
}

/** The market is closed for all that is left, and nothing else is under way. */
function isHeld(moves: readonly FlattenMove[]): boolean {
  const phases = moves.map(({ phase, acts }) => (phase === 'held' && acts.length > 0 ? 'acting' : phase));
  return phases.includes('held') && phases.every((phase) => phase === 'held' || phase === 'flat');
}

function venueWords(venue: VenueSays | undefined): string {
  if (venue === undefined) return 'the venue has not been asked';
  const held = venue.positions.map(({ contractId, netQty }) => `${contractId} ${netQty}`).join(', ') || 'nothing';
  return `the venue holds ${held}, ${venue.workingOrders} working`;
}

interface Item {
  readonly book: BookLedger;
  readonly contractId: ContractId;
  readonly key: string;
}

/** How long answers are awaited. */
function waitedMs(state: FlattenState | undefined, nowMs: number): number {
  const sinceMs = state?.awaitingMs ?? state?.closingMs;
  return sinceMs === undefined ? 0 : nowMs - sinceMs;
}

function scopeWords(act: Act): string {
  const { origin } = act;
  return origin.by === 'person' ? origin.user : 'the desk';
}
