import type { Mode } from '../../domain/book.ts';
import type { Calendar } from '../../domain/session.ts';
import type { BookLedger } from '../../execution/book-ledger.ts';
import type { Holding } from '../../execution/holding.ts';
import type { Ledger } from '../../execution/ledger.ts';
import type { Act } from './act.ts';
import type { MarketState } from './market-state.ts';
import type { ProtectionWatch } from './protection-watch.ts';
import type { StopMoves } from './stop-moves.ts';
import type { DeskStrategy } from './options.ts';
import { findSpec } from '../../domain/catalog.ts';
import { contractAt, frontMonthAt } from '../../domain/contract-month.ts';
import { ofDuty } from '../../domain/origin.ts';
import { averageTicks } from '../../domain/position.ts';
import { ACCOUNT, scopeOfBook } from '../../domain/scope.ts';
import { flatBy, sessionAt } from '../../domain/session.ts';
import { MINUTE_MS } from '../../domain/units.ts';
import { isReal } from './options.ts';

/** A position is closed so long before its contract rolls as before an early close. */
const FLAT_BEFORE_ROLL_MS = 7 * MINUTE_MS;

export interface DutyReads {
  readonly ledger: Ledger;
  readonly market: MarketState;
  readonly calendar: Calendar;
  readonly mode: Mode;
  readonly strategies: readonly DeskStrategy[];
  readonly protection: ProtectionWatch;
  readonly stopMoves: StopMoves;
}

/**
 * What the desk does by itself in each step, before the engines are asked: stale feeds, halts that end, the backstop of
 * the flat-by time, contract rolls, break-even stops and the protection of positions.
 */
export class Duties {
  private readonly reads: DutyReads;
  private readonly roots: readonly string[];

  constructor(reads: DutyReads) {
    this.reads = reads;
    this.roots = [...new Set(reads.strategies.map(({ identity }) => identity.root))];
  }

  run(act: Act): void {
    const { ledger, strategies, protection, stopMoves } = this.reads;
    this.endHalts(act);
    for (const strategy of strategies) this.rollContract(act, strategy);
    for (const book of ledger.books()) {
      // What is not ours is left alone, but for a person's wish.
      if (book.identity.kind === 'external') continue;
      this.backstop(act, book);
      if (ledger.isFlattening(book.id)) continue;
      for (const holding of book.held()) this.breakEven(act, holding);
      protection.look(act, book);
    }
    stopMoves.tidy();
  }

  watchFeeds(act: Act): void {
    for (const { root, stale, ageMs } of this.reads.market.checkStale(this.roots, act.timeMs)) {
      if (stale) act.alarm('feed_stale', `${root}: no quote for ${Math.round(ageMs / 1000)} s, entries stop`);
      else act.alarm('feed_back', `${root}: quotes are back`);
    }
  }

  /** In a simulation a halt gives way to what it came upon; with real money only a person lets entries begin again. */
  private endHalts(act: Act): void {
    const { ledger, mode } = this.reads;
    const own = act.for(ofDuty('risk', 'the time of the halt is over'));
    const scopes = [
      { scope: ACCOUNT, trading: ledger.account },
      ...ledger.books().map(({ id, trading }) => ({ scope: scopeOfBook(id), trading })),
    ];
    for (const { scope, trading } of scopes) {
      const { state, untilMs, beforeHalt } = trading;
      if (state !== 'HALTED' || untilMs === undefined || act.timeMs < untilMs) continue;
      own.changeState(scope, isReal(mode) ? 'EXITS_ONLY' : (beforeHalt ?? 'EXITS_ONLY'), 'halt_expired');
    }
  }

  private rollContract(act: Act, { identity }: DeskStrategy): void {
    const { ledger, calendar } = this.reads;
    const { id, root } = identity;
    const book = ledger.book(id);
    const to = contractAt(calendar, root, act.timeMs).id;
    const from = book.contractId ?? to;
    if (from === to || !book.isFlat) return;
    act.record({ type: 'ContractRolled', book: id, root, from, to }, id);
  }

  /** Whatever the strategy does: nothing is held over the flat-by time of the session, nor into a roll. */
  private backstop(act: Act, book: BookLedger): void {
    const { ledger, calendar } = this.reads;
    if (book.isFlat && !ledger.fold.hasOpenOrders(book.id)) return;
    const roots = new Set(book.held().map(({ root }) => root));
    for (const { order } of ledger.openOrders(book.id)) roots.add(order.root);
    for (const root of roots) {
      if (findSpec(root) === undefined) continue;
      const session = sessionAt(calendar, root, act.timeMs - 1);
      if (session === undefined) continue;
      const backstopMs = flatBy(calendar, session)?.backstopMs;
      const rollMs = frontMonthAt(calendar, root, act.timeMs - 1).untilMs - FLAT_BEFORE_ROLL_MS;
      const scope = scopeOfBook(book.id);
      if (act.timeMs >= rollMs) act.for(ofDuty('session', 'contract roll')).startFlatten(scope, 'roll');
      else if (backstopMs !== undefined && act.timeMs >= backstopMs) {
        act.for(ofDuty('session', 'flat-by time of the desk')).startFlatten(scope, 'end_of_session');
      }
    }
  }

  private breakEven(act: Act, { open: trade, position }: Holding): void {
    const { ledger, stopMoves } = this.reads;
    const average = averageTicks(position);
    if (trade === undefined || average === undefined || trade.targetsFilled === 0 || trade.stopMoved) return;
    const bracket = ledger.fold.get(trade.entryOrderId)?.order.bracket;
    if (bracket?.breakEvenAfterFirstTarget !== true) return;
    // To the average entry, on the side that costs nothing.
    const stopTicks = trade.direction === 'long' ? Math.ceil(average) : Math.floor(average);
    stopMoves.want(act.for(ofDuty('protection', 'break-even after the first target')), bracket.stop.orderId, stopTicks);
  }
}
