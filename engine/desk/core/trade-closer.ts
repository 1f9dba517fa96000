import type { BookId } from '../../domain/book.ts';
import type { TimeMs } from '../../domain/units.ts';
import type { Ledger } from '../../execution/ledger.ts';
import type { Act } from './act.ts';
import type { Excursions } from './excursions.ts';

/** Records a round trip when its last fill has made the position flat. */
export class TradeCloser {
  private readonly ledger: Ledger;
  private readonly excursions: Excursions;

  constructor(ledger: Ledger, excursions: Excursions) {
    this.ledger = ledger;
    this.excursions = excursions;
  }

  /** After a fill of the book. */
  close(act: Act, book: BookId, timeMs: TimeMs): void {
    const { ledger, excursions } = this;
    const holding = ledger.book(book).finished();
    const finished = holding?.finished;
    if (holding === undefined || finished === undefined) return;
    const trade = holding.toTrade(book, finished, excursions.of(finished.tradeId), ledger.tradingDay);
    excursions.forget(finished.tradeId);
    act.record({ type: 'TradeClosed', trade }, book, timeMs);
  }
}
