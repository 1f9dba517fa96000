import type { BookId } from '../../domain/book.ts';
import type { ContractFacts } from '../../domain/contract.ts';
import type { BookLedger } from '../../execution/book-ledger.ts';
import type { Holding } from '../../execution/holding.ts';
import type { Ledger } from '../../execution/ledger.ts';
import type { LossReading } from '../../risk/loss-breach.ts';
import type { PnlDay } from '../../ports/journal.ts';
import type { Room } from '../../risk/request.ts';
import type { Cents, Ticks } from '../../domain/units.ts';
import type { DeskOptions } from './options.ts';
import type { MarketState } from './market-state.ts';
import type { PnlReading, PnlRecorder } from './pnl-recorder.ts';
import { roomLeftCents } from '../../risk/loss-breach.ts';
import { ACCOUNT_ROW } from './pnl-recorder.ts';
import { reservedCents } from './reserved-room.ts';

/** The desk's sums: P&L of books and account at the present marks. Nothing here is stored; all of it is derived. */
export class Figures {
  private readonly options: Pick<DeskOptions, 'risk' | 'venue' | 'strategies'>;
  private readonly ledger: Ledger;
  private readonly market: MarketState;
  private readonly roots: readonly string[];

  constructor(options: Pick<DeskOptions, 'risk' | 'venue' | 'strategies'>, ledger: Ledger, market: MarketState) {
    this.options = options;
    this.ledger = ledger;
    this.market = market;
    this.roots = [...new Set(options.strategies.map(({ identity }) => identity.root))];
  }

  feePerSideCents(contract: Pick<ContractFacts, 'root' | 'feePerSideCents'>): Cents {
    return this.options.venue.feePerSideCents[contract.root] ?? contract.feePerSideCents;
  }

  marginCents(contract: Pick<ContractFacts, 'root' | 'marginCents'>): Cents {
    return this.options.risk.marginCents[contract.root] ?? contract.marginCents;
  }

  /** Each book's P&L of the trading day: by how much its equity changed since; then the account's, their sum. */
  readings(): PnlReading[] {
    const own = this.tradedBooks().map((book) => {
      const { number, roots } = book.identity;
      const pnlCents = book.dayNetCents(this.openCents(book.held()));
      return { book: number, roots: roots.length === 0 ? this.roots : roots, pnlCents };
    });
    const pnlCents = own.reduce((sum, reading) => sum + reading.pnlCents, 0);
    return [...own, { book: ACCOUNT_ROW, roots: this.roots, pnlCents }];
  }

  /** What the daily loss limit looks at, at the present marks; undefined where there is none. */
  loss(): LossReading | undefined {
    return this.lossAt(({ root }) => this.market.mark(root));
  }

  /** The same at marks that two prints bear out. */
  confirmedLoss(): LossReading | undefined {
    return this.lossAt(({ root, netQty }) => this.market.confirmedMark(root, netQty));
  }

  private lossAt(markOf: (holding: Holding) => Ticks | undefined): LossReading | undefined {
    const limitCents = this.options.risk.dailyLossLimitCents;
    if (limitCents === null) return undefined;
    let netCents = 0;
    let exitEstimateCents = 0;
    for (const book of this.ledger.books()) {
      netCents += book.dayNetCents(0);
      for (const holding of book.held()) {
        const { contract, netQty } = holding;
        const mark = markOf(holding);
        if (mark !== undefined) netCents += holding.openPnlCents(mark);
        const slippageCents = this.options.venue.slippageTicks * contract.tickValueCents;
        exitEstimateCents += Math.ceil(Math.abs(netQty) * (this.feePerSideCents(contract) + slippageCents));
      }
    }
    return { netCents, exitEstimateCents, limitCents };
  }

  /** What the day may still lose, and how much of it is spoken for; undefined where there is no limit. */
  room(): Room | undefined {
    const loss = this.loss();
    if (loss === undefined) return undefined;
    const unknownFor = this.blindContract();
    return {
      leftCents: roomLeftCents(loss),
      reservedCents: reservedCents(this.ledger, this.market, this, this.options.venue.slippageTicks),
      ...(unknownFor === undefined ? {} : { unknownFor }),
    };
  }

  /** A contract that is held and has no price. */
  blindContract(): string | undefined {
    for (const book of this.ledger.books()) {
      for (const { root, contractId } of book.held()) if (this.market.mark(root) === undefined) return contractId;
    }
    return undefined;
  }

  dayRollups(pnl: PnlRecorder): PnlDay[] {
    const days = this.tradedBooks().map((book) => ({
      strategy: book.identity.number,
      netCents: book.dayNetCents(this.openCents(book.held())),
      grossCents: book.day.grossCents,
      feesCents: book.day.feesCents,
      trades: book.day.trades,
      wins: book.day.wins,
    }));
    const total = { strategy: ACCOUNT_ROW, netCents: 0, grossCents: 0, feesCents: 0, trades: 0, wins: 0 };
    for (const day of days) {
      total.netCents += day.netCents;
      total.grossCents += day.grossCents;
      total.feesCents += day.feesCents;
      total.trades += day.trades;
      total.wins += day.wins;
    }
    return [...days, total].map((figures) => pnl.day(this.ledger.tradingDay, figures));
  }

  /** Open P&L of each book that holds something; undefined where none does. */
  openByBook(): Readonly<Record<BookId, Cents>> | undefined {
    const held = this.ledger.books().filter((book) => !book.isFlat);
    if (held.length === 0) return undefined;
    return Object.fromEntries(held.map((book) => [book.id, this.openCents(book.held())]));
  }

  /** Strategies always have rows of P&L; other books from their first trade on. */
  private tradedBooks(): readonly BookLedger[] {
    return this.ledger.books().filter(({ identity, tradeCount }) => identity.kind === 'strategy' || tradeCount > 0);
  }

  private openCents(held: readonly Holding[]): Cents {
    let cents = 0;
    for (const holding of held) {
      const mark = this.market.mark(holding.root);
      if (mark !== undefined) cents += holding.openPnlCents(mark);
    }
    return cents;
  }
}
