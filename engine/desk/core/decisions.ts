import type { ContractId } from '../../domain/ids.ts';
import type { Intent } from '../../domain/intent.ts';
import type { Calendar } from '../../domain/session.ts';
import type { Ledger } from '../../execution/ledger.ts';
import type { Denied, RiskView } from '../../risk/request.ts';
import type { TimeMs } from '../../domain/units.ts';
import type { RiskSettings, VenueSettings } from '../../config/settings.ts';
import type { Act } from './act.ts';
import type { Figures } from './figures.ts';
import type { MarketState } from './market-state.ts';
import type { DeskStrategy } from './options.ts';
import { stricter } from '../../domain/book.ts';
import { factsOf, specOf } from '../../domain/catalog.ts';
import { contractAt, frontMonthAt } from '../../domain/contract-month.ts';
import { BLOCK_CODES } from '../../domain/reasons.ts';
import { flatBy, sessionAt } from '../../domain/session.ts';
import { scopeOfBook } from '../../domain/scope.ts';
import { MINUTE_MS } from '../../domain/units.ts';
import { entryOrders } from '../../execution/place-entry.ts';
import { checkEntry } from '../../risk/check-entry.ts';
import { referenceTicks } from '../../risk/order-shape.ts';
import { deniedShape } from './denied-shape.ts';
import { denialWords } from './denial-words.ts';

type Entry = Extract<Intent, { kind: 'enter' }>;

/** Entries end so long before a roll as they do before an early close. */
const ENTRIES_END_BEFORE_ROLL_MS = 15 * MINUTE_MS;

export interface DecisionReads {
  readonly ledger: Ledger;
  readonly market: MarketState;
  readonly figures: Figures;
  readonly calendar: Calendar;
  readonly risk: RiskSettings;
  readonly venue: VenueSettings;
}

/** Turns strategies' intents into orders, or denies them. */
export class Decisions {
  private readonly reads: DecisionReads;
  private readonly log: (book: string, message: string) => void;

  /** @param log a line of the activity log under the strategy's name */
  constructor(reads: DecisionReads, log: (book: string, message: string) => void) {
    this.reads = reads;
    this.log = log;
  }

  decide(act: Act, strategy: DeskStrategy, intent: Intent): void {
    const own = act.for({ by: 'strategy', book: strategy.identity.id, cause: intent.why });
    switch (intent.kind) {
      case 'enter':
        return this.enter(own, strategy, intent);
      case 'cancel-entry':
        return this.cancelEntry(own, strategy);
      case 'exit':
        return this.exit(own, strategy, intent);
    }
  }

  private enter(act: Act, strategy: DeskStrategy, intent: Entry): void {
    const { ledger, calendar } = this.reads;
    const { id, root } = strategy.identity;
    const contractId = contractAt(calendar, root, act.timeMs).id;
    const denied = checkEntry(intent, this.riskView(strategy, act.timeMs));
    if (denied !== undefined) return this.deny(act, strategy, intent, denied, contractId);
    const { orderCount } = ledger.book(id);
    const reference = referenceTicks(intent, this.reads.market.quote(root));
    act.place(
      ...entryOrders(intent, { book: id, root, contractId, orderCount, endMs: act.timeMs, referenceTicks: reference }),
    );
  }

  private deny(act: Act, strategy: DeskStrategy, intent: Entry, denied: Denied, contractId: ContractId): void {
    const { id, root } = strategy.identity;
    this.log(id, denialWords(this.reads.ledger, id, denied));
    const asked = deniedShape(intent, this.reads.market.quote(root));
    act.record({ type: 'OrderDenied', book: id, root, contractId, ...asked, ...denied }, id);
  }

  private cancelEntry(act: Act, strategy: DeskStrategy): void {
    for (const { order, status } of this.reads.ledger.openOrders(strategy.identity.id)) {
      if (order.role === 'entry' && status !== 'pending_cancel') act.cancel(order.orderId, 'by_strategy');
    }
  }

  private exit(act: Act, strategy: DeskStrategy, intent: Extract<Intent, { kind: 'exit' }>): void {
    const { id, root } = strategy.identity;
    const { ledger, calendar } = this.reads;
    if (ledger.isFlattening(id)) return;
    if (ledger.book(id).isFlat && !ledger.fold.hasOpenOrders(id)) return;
    if (sessionAt(calendar, root, act.timeMs - 1) === undefined) return;
    act.startFlatten(scopeOfBook(id), intent.reason);
  }

  private riskView(strategy: DeskStrategy, endMs: TimeMs): RiskView {
    const { ledger, market, calendar, risk, venue, figures } = this.reads;
    const { id, root } = strategy.identity;
    const spec = specOf(root);
    const book = ledger.book(id);
    const session = sessionAt(calendar, root, endMs);
    const entriesEndMs =
      session === undefined ? endMs : (flatBy(calendar, session)?.entriesEndMs ?? Number.POSITIVE_INFINITY);
    const rollMs = frontMonthAt(calendar, root, endMs).untilMs;
    return {
      spec,
      state: stricter(book.trading.state, ledger.account.state),
      flattening: ledger.isFlattening(id),
      feedStale: market.isStale(root),
      blocks: ledger.blocksOf(id).map(({ code, detail }) => `${BLOCK_CODES[code]}: ${detail}`),
      marketOpen: session !== undefined,
      entriesAllowed: endMs < entriesEndMs && endMs < rollMs - ENTRIES_END_BEFORE_ROLL_MS,
      quote: market.quote(root),
      bookNetQty: book.held()[0]?.netQty ?? 0,
      entryWorking: ledger.openOrders(id).some(({ order }) => order.role === 'entry'),
      ...this.othersOn(root, id),
      allowOpposingBooks: risk.allowOpposingBooks,
      exposureMicros: this.exposureMicros(),
      capMicros: risk.accountCapMicros,
      room: figures.room(),
      feePerSideCents: figures.feePerSideCents(spec),
      slippageTicks: venue.slippageTicks,
    };
  }

  /** Contracts of a root that other books hold or wait for, on either side. */
  private othersOn(root: string, id: string): { readonly otherLong: number; readonly otherShort: number } {
    const { ledger } = this.reads;
    let otherLong = 0;
    let otherShort = 0;
    for (const other of ledger.books()) {
      if (other.id === id) continue;
      for (const { root: held, netQty } of other.held()) {
        if (held !== root) continue;
        otherLong += Math.max(0, netQty);
        otherShort += Math.max(0, -netQty);
      }
      for (const { order, qty, filledQty } of ledger.openOrders(other.id)) {
        if (order.reducing || order.root !== root) continue;
        if (order.side === 'buy') otherLong += qty - filledQty;
        else otherShort += qty - filledQty;
      }
    }
    return { otherLong, otherShort };
  }

  /** Sizes over the account in micros, entries that wait included. */
  private exposureMicros(): number {
    const { ledger } = this.reads;
    let micros = 0;
    for (const book of ledger.books()) {
      for (const { netQty, contract } of book.held()) micros += Math.abs(netQty) * contract.capWeight;
      for (const { order, qty, filledQty } of ledger.openOrders(book.id)) {
        if (!order.reducing) micros += (qty - filledQty) * factsOf(order).capWeight;
      }
    }
    return micros;
  }
}
