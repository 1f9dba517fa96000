import type { BookId } from '../../domain/book.ts';
import type { BrokerReport, StepReport } from '../../domain/broker.ts';
import type { Ledger } from '../../execution/ledger.ts';
import type { Quote } from '../../domain/quote.ts';
import type { TimeMs } from '../../domain/units.ts';
import type { Excursions } from './excursions.ts';
import type { MarketState } from './market-state.ts';
import type { Recorder } from './recorder.ts';
import { defined, invariant } from '../../domain/assert.ts';
import { isClosed } from '../../domain/order.ts';
import { toTrade } from '../../execution/book-ledger.ts';
import { QuoteGate } from '../../market/quote-gate.ts';
import { toEvent } from './translate-report.ts';

export interface IntakeParts {
  readonly ledger: Ledger;
  readonly recorder: Recorder;
  readonly market: MarketState;
  readonly excursions: Excursions;
  /** Books that trade a contract. */
  readonly booksOfRoot: (root: string) => readonly BookId[];
}

/** Takes what the venue says: quotes through the gate, reports once each and in their order. */
export class Intake {
  lastReportSeq = 0;
  private readonly parts: IntakeParts;
  private readonly gate = new QuoteGate();

  constructor(parts: IntakeParts) {
    this.parts = parts;
  }

  /** Quotes that nobody may trust go no further; they are counted by reason (`refused`). */
  checked(answer: StepReport): StepReport {
    const quotes = answer.quotes.filter((quote) => this.gate.check(quote, answer.endMs) === undefined);
    return quotes.length === answer.quotes.length ? answer : { ...answer, quotes };
  }

  refused(): ReturnType<QuoteGate['refused']> {
    return this.gate.refused();
  }

  /** Quotes and reports of a step in market-time order: a report comes after the quotes of its instant. */
  takeStep(step: StepReport): void {
    let index = 0;
    const quotesUntil = (timeMs: TimeMs): void => {
      for (; index < step.quotes.length; index += 1) {
        const quote = defined(step.quotes[index], 'a quote');
        if (quote.timeMs > timeMs) return;
        this.takeQuote(quote);
      }
    };
    for (const report of step.reports) {
      quotesUntil(report.timeMs);
      this.takeReport(report, false);
    }
    quotesUntil(Number.POSITIVE_INFINITY);
  }

  /** @param interactive true for a report that the venue gave at once, to a person's act */
  takeReport(report: BrokerReport, interactive: boolean): void {
    const { ledger, recorder, excursions } = this.parts;
    if (report.reportSeq <= this.lastReportSeq) return;
    invariant(
      report.reportSeq === this.lastReportSeq + 1,
      `expected the venue's report ${this.lastReportSeq + 1}, found ${report.reportSeq}`,
    );
    this.lastReportSeq = report.reportSeq;
    const state = ledger.orders.get(report.orderId);
    invariant(state !== undefined, `the venue reports "${report.kind}" for order ${report.orderId}, which is not ours`);
    if (report.kind === 'filled' && ledger.hasFill(report.fillId)) return;
    if (report.kind === 'canceled' && isClosed(state.status)) return;
    const { order } = state;
    recorder.record(toEvent(report, order), report.timeMs, order.book, interactive);
    if (report.kind === 'rejected') this.cancelLegs(order.orderId, report.timeMs, interactive);
    const book = ledger.book(order.book);
    if (book.finished === undefined) return;
    const excursion = excursions.of(book.id, book.finished.tradeId);
    const trade = toTrade(book.id, book.finished, excursion, ledger.tradingDay);
    recorder.record({ type: 'TradeClosed', trade }, report.timeMs, book.id, interactive);
  }

  private takeQuote(quote: Quote): void {
    const { market, ledger, excursions, booksOfRoot } = this.parts;
    market.onQuote(quote);
    const mark = defined(market.mark(quote.root), 'a mark');
    for (const id of booksOfRoot(quote.root)) excursions.onMark(ledger.book(id), mark);
  }

  /** A rejected entry never had legs at the venue. */
  private cancelLegs(parentId: string, timeMs: TimeMs, interactive: boolean): void {
    const { ledger, recorder } = this.parts;
    for (const { order, status } of [...ledger.orders.values()]) {
      if (order.parentId !== parentId || isClosed(status)) continue;
      const event = { type: 'OrderCanceled', orderId: order.orderId, reason: 'parent_closed' } as const;
      recorder.record(event, timeMs, order.book, interactive);
    }
  }
}
