import type { Quote } from '../../domain/quote.ts';
import type { Calendar } from '../../domain/session.ts';
import type { Quantity, Side, TimeMs } from '../../domain/units.ts';
import { frontMonthAt } from '../../domain/contract-month.ts';

/** One root's market: the prevailing quote, the dated contract that it belongs to, and what is left of its size. */
export class RootMarket {
  readonly root: string;
  quote: Quote | undefined;
  /** Contract of the prevailing quote, "" before the first one. */
  contractId = '';
  private untilMs: TimeMs = Number.NEGATIVE_INFINITY;
  private bidTaken: Quantity = 0;
  private askTaken: Quantity = 0;
  private readonly calendar: Calendar;

  constructor(root: string, calendar: Calendar) {
    this.root = root;
    this.calendar = calendar;
  }

  /** Takes the next quote; true when it belongs to another contract than the one before. */
  take(quote: Quote): boolean {
    this.quote = quote;
    this.bidTaken = 0;
    this.askTaken = 0;
    if (quote.timeMs < this.untilMs) return false;
    const before = this.contractId;
    const front = frontMonthAt(this.calendar, this.root, quote.timeMs);
    this.untilMs = front.untilMs;
    this.contractId = front.contract.id;
    return before !== '' && before !== this.contractId;
  }

  /** Size that an order on this side can still take from the prevailing quote. Orders on one quote share its size. */
  available(side: Side): Quantity {
    if (this.quote === undefined) return 0;
    const left = side === 'buy' ? this.quote.askSize - this.askTaken : this.quote.bidSize - this.bidTaken;
    return Math.max(0, left);
  }

  consume(side: Side, qty: Quantity): void {
    if (side === 'buy') this.askTaken += qty;
    else this.bidTaken += qty;
  }

  /** What was taken from the prevailing quote, or undefined when nothing was. */
  taken(): { root: string; seq: number; bid: Quantity; ask: Quantity } | undefined {
    if (this.quote === undefined || (this.bidTaken === 0 && this.askTaken === 0)) return undefined;
    return { root: this.root, seq: this.quote.seq, bid: this.bidTaken, ask: this.askTaken };
  }

  restoreTaken(taken: { readonly seq: number; readonly bid: Quantity; readonly ask: Quantity }): void {
    if (this.quote?.seq !== taken.seq) return;
    this.bidTaken = taken.bid;
    this.askTaken = taken.ask;
  }
}
