import type { ClientOrderId } from '../../domain/ids.ts';
import type { BrokerEntry, BrokerNotice, BrokerReport, StepReport } from '../../domain/broker.ts';
import type { JournalEvent } from '../../domain/events.ts';
import type { Order, OrderState } from '../../domain/order.ts';
import type { Quote } from '../../domain/quote.ts';
import type { TimeMs } from '../../domain/units.ts';
import type { Ledger } from '../../execution/ledger.ts';
import type { Act } from './act.ts';
import type { Excursions } from './excursions.ts';
import type { Releases } from './release.ts';
import type { TradeCloser } from './trade-closer.ts';
import type { MarketState } from './market-state.ts';
import { EXTERNAL } from '../../domain/book.ts';
import { foreignFacts } from '../../domain/catalog.ts';
import { isReport } from '../../domain/broker.ts';
import { isClosed } from '../../domain/order.ts';
import { ACCOUNT, scopeOfBook } from '../../domain/scope.ts';
import { QuoteGate } from '../../market/quote-gate.ts';
import { faultOfForeign, judgeReport } from './judge-report.ts';
import { toEvent } from './translate-report.ts';
import { clientOrderId } from '../../domain/ids.ts';

export interface IntakeParts {
  readonly ledger: Ledger;
  readonly market: MarketState;
  readonly excursions: Excursions;
  readonly trades: TradeCloser;
  readonly releases: Releases;
}

/** What was told and came to nothing, by kind. */
export interface IntakeCounts {
  /** Told before: the same number, the same fill, the end of an order that is closed. */
  repeats: number;
  /** Could not be made sense of: kept in the journal as it came. */
  quarantined: number;
  /** With a time outside of what was possible. */
  oddStamps: number;
}

/** The block that stands until a comparison with the venue's own books shows what is true. */
export const BOOKS_TO_COMPARE = { scope: ACCOUNT, code: 'reconcile', subject: 'books' } as const;

/**
 * Takes what the venue says: quotes through the gate, entries of its log once each and in their order. Nothing that a
 * venue says is an error of ours: what cannot be made sense of is kept, raises an alarm and blocks entries until the books
 * have been compared.
 */
export class Intake {
  lastReportSeq = 0;
  readonly counts: IntakeCounts = { repeats: 0, quarantined: 0, oddStamps: 0 };
  private readonly parts: IntakeParts;
  private readonly gate = new QuoteGate();

  constructor(parts: IntakeParts) {
    this.parts = parts;
  }

  /** Quotes that nobody may trust go no further; they are counted by reason (`refused`). */
  checked(answer: StepReport): StepReport {
    const quotes = answer.quotes.filter((quote) => this.gate.check(quote, answer) === undefined);
    return quotes.length === answer.quotes.length ? answer : { ...answer, quotes };
  }

  refused(): ReturnType<QuoteGate['refused']> {
    return this.gate.refused();
  }

  /** Quotes and entries of a step in market-time order: an entry comes after the quotes of its instant. */
  takeStep(act: Act, step: StepReport): void {
    let index = 0;
    const quotesUntil = (timeMs: TimeMs): void => {
      for (; index < step.quotes.length; index += 1) {
        const quote = step.quotes[index];
        if (quote === undefined || quote.timeMs > timeMs) return;
        this.takeQuote(quote);
      }
    };
    for (const entry of step.entries) {
      quotesUntil(entry.timeMs);
      this.takeEntry(act, entry, step.endMs);
    }
    quotesUntil(Number.POSITIVE_INFINITY);
  }

  /** @param untilMs the latest market time that the entry can have */
  takeEntry(act: Act, entry: BrokerEntry, untilMs: TimeMs): void {
    if (entry.reportSeq <= this.lastReportSeq) {
      this.counts.repeats += 1;
      return;
    }
    if (entry.reportSeq > this.lastReportSeq + 1) this.missing(act, this.lastReportSeq + 1, entry.reportSeq - 1);
    this.lastReportSeq = entry.reportSeq;
    const timeMs = this.timeOf(entry, act.timeMs, untilMs);
    if (isReport(entry)) this.takeReport(act, entry, timeMs);
    else this.takeNotice(act, entry, timeMs);
  }

  private takeReport(act: Act, report: BrokerReport, timeMs: TimeMs): void {
    const { ledger } = this.parts;
    const state = ledger.fold.get(report.orderId);
    const verdict = judgeReport(report, state, (fillId) => ledger.hasFill(fillId));
    if (verdict.kind === 'repeat') {
      this.counts.repeats += 1;
      return;
    }
    if (verdict.kind === 'quarantine' || state === undefined) {
      return this.quarantine(act, report, verdict.kind === 'quarantine' ? verdict.why : 'no such order', timeMs);
    }
    const { order } = state;
    act.record(toEvent(report, order, timeMs), order.book, timeMs);
    if (verdict.kind === 'late') this.late(act, state, verdict.why);
    if (report.kind === 'filled') this.parts.releases.takeBack(act, state, report.qty, timeMs);
    if (report.kind === 'rejected') this.cancelLegs(act, order.orderId, timeMs);
    this.parts.trades.close(act, order.book, timeMs);
    if (order.book === EXTERNAL.id) this.parts.releases.settle(act, order.contractId, timeMs);
  }

  private takeNotice(act: Act, notice: BrokerNotice, timeMs: TimeMs): void {
    const { ledger } = this.parts;
    if (notice.kind === 'foreign_order' || notice.kind === 'foreign_fill') {
      const fault = faultOfForeign(notice);
      if (fault !== undefined) return this.quarantine(act, notice, fault, timeMs);
    }
    switch (notice.kind) {
      case 'foreign_order': {
        const known = ledger.foreignOrder(notice.venueId);
        if (known === undefined) {
          // Told for the first time when it is over: its fills tell the rest.
          if (notice.status !== 'working') return;
          this.foreignOrder(act, notice, timeMs);
        } else this.foreignChange(act, known, notice, timeMs);
        return;
      }
      case 'foreign_fill':
        return this.foreignFill(act, notice, timeMs);
      case 'doubt': {
        const book = ledger.fold.get(notice.orderId)?.order.book;
        const scope = book === undefined ? ACCOUNT : scopeOfBook(book);
        act.alarm('order_in_doubt', `order ${notice.orderId}: ${notice.detail}`, book);
        act.raise({ scope, code: 'doubt', subject: notice.orderId, detail: notice.detail });
        return;
      }
      case 'doubt_over': {
        for (const block of ledger.blocks.values()) {
          if (block.code === 'doubt' && block.subject === notice.orderId) act.lift(block);
        }
        const state = ledger.fold.get(notice.orderId);
        const isGone = notice.found === 'gone' || notice.found === 'never';
        if (state === undefined || isClosed(state.status) || !isGone) return;
        const event = { type: 'OrderCanceled', orderId: notice.orderId, reason: 'not_at_venue' } as const;
        act.record(event, state.order.book, timeMs);
        this.cancelLegs(act, notice.orderId, timeMs);
        return;
      }
    }
  }

  // --- what is not ours -------------------------------------------------------------------------------------------------

  private foreignOrder(
    act: Act,
    notice: Extract<BrokerNotice, { kind: 'foreign_order' | 'foreign_fill' }>,
    timeMs: TimeMs,
  ): OrderState {
    const { ledger } = this.parts;
    const { venueId, contractId, contract, side, qty } = notice;
    const order: Order = {
      orderId: clientOrderId(EXTERNAL.id, ledger.book(EXTERNAL.id).orderCount + 1),
      book: EXTERNAL.id,
      root: contract.root,
      contractId,
      ...foreignFacts(contract),
      side,
      type: 'market',
      role: 'entry',
      qty,
      reducing: false,
      cause: 'placed outside of Pitwall',
      ...(notice.kind === 'foreign_order' ? termsOf(notice) : {}),
    };
    act.record({ type: 'ForeignOrderSeen', order, venueId }, EXTERNAL.id, timeMs);
    const text = `an order outside of Pitwall: ${side} ${qty} ${contractId} (${venueId})`;
    act.alarm('external_position', text, EXTERNAL.id);
    return ledger.order(order.orderId);
  }

  private foreignChange(
    act: Act,
    { order, status }: OrderState,
    notice: Extract<BrokerNotice, { kind: 'foreign_order' }>,
    timeMs: TimeMs,
  ): void {
    // Fills are told by themselves.
    if (isClosed(status) || notice.status === 'filled') return;
    const { orderId } = order;
    const { qty, limitTicks, stopTicks } = notice;
    const prices = {
      ...(limitTicks === undefined ? {} : { limitTicks }),
      ...(stopTicks === undefined ? {} : { stopTicks }),
    };
    const event: JournalEvent =
      notice.status === 'working'
        ? { type: 'OrderUpdated', orderId, qty, ...prices }
        : { type: 'OrderCanceled', orderId, reason: 'by_venue' };
    act.record(event, EXTERNAL.id, timeMs);
  }

  private foreignFill(act: Act, notice: Extract<BrokerNotice, { kind: 'foreign_fill' }>, timeMs: TimeMs): void {
    const { ledger } = this.parts;
    if (ledger.hasFill(notice.fillId)) {
      this.counts.repeats += 1;
      return;
    }
    const state = ledger.foreignOrder(notice.venueId) ?? this.foreignOrder(act, notice, timeMs);
    const { fillId, contractId, contract, side, qty, priceTicks, feeCents } = notice;
    const { orderId } = state.order;
    const root = contract.root;
    const what = { fillId, orderId, book: EXTERNAL.id, root, contractId, side, qty, priceTicks, feeCents, timeMs };
    const fill = { ...what, ...foreignFacts(contract) };
    const leavesQty = Math.max(0, state.qty - state.filledQty - qty);
    act.record({ type: 'OrderFilled', fill, leavesQty }, EXTERNAL.id, timeMs);
    this.parts.trades.close(act, EXTERNAL.id, timeMs);
    this.parts.releases.settle(act, contractId, timeMs);
  }

  // --- doubt ------------------------------------------------------------------------------------------------------------

  private quarantine(act: Act, entry: BrokerEntry, why: string, timeMs: TimeMs): void {
    this.counts.quarantined += 1;
    act.record({ type: 'Quarantined', entry, why }, null, timeMs);
    this.doubt(act, `the venue told "${entry.kind}" and it could not be made sense of: ${why}`);
  }

  /** Entries of the venue's log that it never told: what they said shows when the books are compared. */
  private missing(act: Act, fromSeq: number, toSeq: number): void {
    const which = fromSeq === toSeq ? `entry ${fromSeq}` : `entries ${fromSeq} to ${toSeq}`;
    this.doubt(act, `${which} of the venue's log did not come`);
  }

  private doubt(act: Act, detail: string): void {
    act.alarm('unknown_order', detail);
    act.raise({ ...BOOKS_TO_COMPARE, detail });
  }

  private late(act: Act, { order }: OrderState, why: string): void {
    act.alarm('late_fill', `${order.orderId} (${order.role}): ${why}; the position follows its fills`, order.book);
    act.raise({ ...BOOKS_TO_COMPARE, detail: why });
  }

  /** A time that cannot be is replaced by the nearest that can. */
  private timeOf(entry: BrokerEntry, fromMs: TimeMs, untilMs: TimeMs): TimeMs {
    const { timeMs } = entry;
    // What was given at once bears the latency after the last step.
    const latestMs = entry.immediate ? Math.max(fromMs, untilMs) + LATEST_IMMEDIATE_MS : untilMs;
    const earliestMs = this.parts.market.sinceMs;
    if (Number.isFinite(timeMs) && timeMs >= earliestMs && timeMs <= latestMs) return timeMs;
    this.counts.oddStamps += 1;
    return Number.isFinite(timeMs) ? Math.min(Math.max(timeMs, earliestMs), latestMs) : untilMs;
  }

  // --- what follows -------------------------------------------------------------------------------------------------------

  private takeQuote(quote: Quote): void {
    const { market, ledger, excursions } = this.parts;
    market.onQuote(quote);
    const mark = market.mark(quote.root);
    if (mark === undefined) return;
    for (const book of ledger.books()) {
      for (const holding of book.held()) if (holding.root === quote.root) excursions.onMark(holding, mark);
    }
  }

  /** A rejected entry never had legs at the venue. */
  private cancelLegs(act: Act, parentId: ClientOrderId, timeMs: TimeMs): void {
    for (const { order } of [...this.parts.ledger.fold.open()]) {
      if (order.parentId !== parentId) continue;
      act.record({ type: 'OrderCanceled', orderId: order.orderId, reason: 'parent_closed' }, order.book, timeMs);
    }
  }
}

/** Longest time after the last step that an answer given at once may bear. */
const LATEST_IMMEDIATE_MS = 1_000;

function termsOf(
  notice: Extract<BrokerNotice, { kind: 'foreign_order' }>,
): Pick<Order, 'type' | 'role' | 'reducing' | 'limitTicks' | 'stopTicks'> {
  const { type, reducing, limitTicks, stopTicks } = notice;
  const role = !reducing ? 'entry' : type === 'stop' ? 'stop' : type === 'limit' ? 'target' : 'exit';
  return {
    type,
    role,
    reducing,
    ...(limitTicks === undefined ? {} : { limitTicks }),
    ...(stopTicks === undefined ? {} : { stopTicks }),
  };
}
