import type { Bar } from '../../domain/bar.ts';
import type { StrategyIdentity } from '../../domain/book.ts';
import type { ContractSpec } from '../../domain/contract.ts';
import { toPrice } from '../../domain/contract.ts';
import type { StrategyView } from '../../domain/intent.ts';
import { DAY_MS, type TimeMs } from '../../domain/units.ts';
import type { AccountView, BookSnapshot } from '../../domain/views.ts';
import { encodeAccountStatus, encodeBookStatus, encodeForming, encodeTrade, toIso } from '../../wire/encode/index.ts';
import type { StatusMessage } from '../../wire/index.ts';
import { DayTrades } from './day-trades.ts';
import type { SymbolHistory } from './symbol-history.ts';

/** Trades of the day are looked for so far back: a trading day can begin three calendar days before it ends. */
const DAY_SEARCH_MS = 5 * DAY_MS;
/** Far more than a book closes in a day. */
const MOST_TRADES = 5_000;

/** What this server knows, as the desk told it; the status is derived from it and computes nothing. */
export class Picture {
  readonly trades = new DayTrades();
  view: AccountView | undefined;
  strategyView: StrategyView | undefined;
  forming: Bar | undefined;
  /** The latest market time that anything told. */
  timeMs: TimeMs = 0;
  private readonly strategy: StrategyIdentity;
  private readonly spec: ContractSpec;
  private readonly history: SymbolHistory;

  constructor(strategy: StrategyIdentity, spec: ContractSpec, history: SymbolHistory) {
    this.strategy = strategy;
    this.spec = spec;
    this.history = history;
  }

  take(view: AccountView): void {
    this.view = view;
    this.timeMs = Math.max(this.timeMs, view.asOf.timeMs);
    this.trades.enter(view.tradingDay, () =>
      this.history
        .trades(view.asOf.timeMs - DAY_SEARCH_MS, view.asOf.timeMs + DAY_MS, MOST_TRADES)
        .filter((trade) => trade.tradingDay === view.tradingDay),
    );
  }

  get book(): BookSnapshot | undefined {
    return this.view?.books.find((book) => book.book === this.strategy.id);
  }

  /**
   * Undefined until the desk has told the account for the first time. It is of one instant: a trade is in it from the
   * account on in which its position is gone.
   */
  status(): StatusMessage | undefined {
    const { view, book } = this;
    if (view === undefined || book === undefined) return undefined;
    return {
      ...encodeBookStatus(book),
      pendingSetup: this.strategyView?.pendingSetup ?? null,
      accountStatus: encodeAccountStatus(view),
      lastQuote: this.lastPrice(view),
      currentBar: this.forming === undefined ? null : encodeForming(this.spec, this.forming),
      trades: this.trades.upTo(view.asOf.seq).map(encodeTrade),
      timestamp: toIso(this.timeMs),
    };
  }

  /** What of the status makes it a new one; prices and open P&L move all the time and do not. */
  statusKey(): string {
    const { view, book } = this;
    if (view === undefined || book === undefined) return '';
    const [position] = book.positions;
    return JSON.stringify([
      book.state,
      book.stateUntilMs,
      this.strategyView?.pendingSetup ?? null,
      book.dayRealizedCents,
      view.balanceCents,
      view.dailyLossLimitCents,
      view.isAtRisk,
      view.books.reduce((count, each) => count + each.positions.length, 0),
      this.trades.upTo(view.asOf.seq).length,
      position === undefined
        ? null
        : [
            position.tradeId,
            position.qty,
            position.averageTicks,
            position.stop?.orderId,
            position.stop?.ticks,
            position.stop?.atVenueSinceMs !== undefined,
            position.targets[0]?.ticks,
            position.targetsFilled,
          ],
    ]);
  }

  private lastPrice(view: AccountView): number | null {
    const quote = view.quotes.find((each) => each.root === this.strategy.root);
    const ticks =
      this.forming !== undefined && (quote === undefined || this.forming.timeMs + 60_000 >= quote.timeMs)
        ? this.forming.close
        : quote?.lastTicks;
    return ticks === undefined ? null : toPrice(this.spec, ticks);
  }
}
