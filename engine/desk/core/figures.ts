import type { Cents } from '../../domain/units.ts';
import type { Ledger } from '../../execution/ledger.ts';
import type { LossReading } from '../../risk/loss-breach.ts';
import type { PnlDay } from '../../ports/journal.ts';
import type { DeskOptions } from './options.ts';
import type { MarketState } from './market-state.ts';
import type { PnlReading, PnlRecorder } from './pnl-recorder.ts';
import { ACCOUNT } from './pnl-recorder.ts';
import { specOf } from '../../domain/catalog.ts';

/** The desk's sums: P&L of strategies and account at the present marks. Nothing here is stored; all of it is derived. */
export class Figures {
  private readonly options: DeskOptions;
  private readonly ledger: Ledger;
  private readonly market: MarketState;
  private readonly roots: readonly string[];

  constructor(options: DeskOptions, ledger: Ledger, market: MarketState) {
    this.options = options;
    this.ledger = ledger;
    this.market = market;
    this.roots = [...new Set(options.strategies.map(({ identity }) => identity.root))];
  }

  feePerSideCents(root: string): Cents {
    return this.options.venue.feePerSideCents[root] ?? specOf(root).feePerSideCents;
  }

  marginCents(root: string): Cents {
    return this.options.risk.marginCents[root] ?? specOf(root).marginCents;
  }

  /** Each strategy's P&L of the trading day: realized less fees, plus open P&L; then the account's, their sum. */
  readings(): PnlReading[] {
    const own = this.options.strategies.map(({ identity }) => {
      const book = this.ledger.book(identity.id);
      const mark = book.open === undefined ? undefined : this.market.mark(identity.root);
      const open = mark === undefined ? 0 : book.openPnlCents(mark);
      return { strategy: identity.number, roots: [identity.root], pnlCents: book.dayRealizedNetCents() + open };
    });
    const pnlCents = own.reduce((sum, reading) => sum + reading.pnlCents, 0);
    return [...own, { strategy: ACCOUNT, roots: this.roots, pnlCents }];
  }

  /** What the daily loss limit looks at; undefined where there is none. */
  loss(): LossReading | undefined {
    const limitCents = this.options.risk.dailyLossLimitCents;
    if (limitCents === null) return undefined;
    let netCents = 0;
    let exitEstimateCents = 0;
    for (const book of this.ledger.books.values()) {
      netCents += book.dayRealizedNetCents();
      const trade = book.open;
      if (trade === undefined) continue;
      const mark = this.market.mark(trade.root);
      if (mark !== undefined) netCents += book.openPnlCents(mark);
      const slippageCents = this.options.venue.slippageTicks * specOf(trade.root).tickValueCents;
      exitEstimateCents += Math.abs(book.position.netQty) * (this.feePerSideCents(trade.root) + slippageCents);
    }
    return { netCents, exitEstimateCents, limitCents };
  }

  dayRollups(pnl: PnlRecorder): PnlDay[] {
    const days = this.options.strategies.map(({ identity }) => {
      const { day } = this.ledger.book(identity.id);
      return {
        strategy: identity.number,
        netCents: day.grossCents - day.feesCents,
        grossCents: day.grossCents,
        feesCents: day.feesCents,
        trades: day.trades,
        wins: day.wins,
      };
    });
    const total = { strategy: ACCOUNT, netCents: 0, grossCents: 0, feesCents: 0, trades: 0, wins: 0 };
    for (const day of days) {
      total.netCents += day.netCents;
      total.grossCents += day.grossCents;
      total.feesCents += day.feesCents;
      total.trades += day.trades;
      total.wins += day.wins;
    }
    return [...days, total].map((figures) => pnl.day(this.ledger.tradingDay, figures));
  }

  equityCents(): Cents {
    let open = 0;
    for (const book of this.ledger.books.values()) {
      const mark = book.open === undefined ? undefined : this.market.mark(book.open.root);
      if (mark !== undefined) open += book.openPnlCents(mark);
    }
    return this.ledger.balanceCents() + open;
  }
}
