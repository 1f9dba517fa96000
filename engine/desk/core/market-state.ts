import type { Quote } from '../../domain/quote.ts';
import type { Calendar } from '../../domain/session.ts';
import type { Ticks, TimeMs } from '../../domain/units.ts';
import { markTicks } from '../../domain/quote.ts';
import { isOpen, sessionAt } from '../../domain/session.ts';

/** The last quote of each contract, and which feeds are stale. */
export class MarketState {
  private readonly quotes = new Map<string, Quote>();
  private readonly stale = new Set<string>();
  private readonly calendar: Calendar;
  private readonly staleAfterMs: number;

  constructor(calendar: Calendar, staleAfterMs: number) {
    this.calendar = calendar;
    this.staleAfterMs = staleAfterMs;
  }

  onQuote(quote: Quote): void {
    this.quotes.set(quote.root, quote);
  }

  quote(root: string): Quote | undefined {
    return this.quotes.get(root);
  }

  all(): Quote[] {
    return [...this.quotes.values()];
  }

  mark(root: string): Ticks | undefined {
    const quote = this.quotes.get(root);
    return quote === undefined ? undefined : markTicks(quote);
  }

  isStale(root: string): boolean {
    return this.stale.has(root);
  }

  staleRoots(): string[] {
    return [...this.stale];
  }

  /** Roots whose feed went stale or came back at a time. A session's first quote is waited for from its opening on. */
  checkStale(
    roots: readonly string[],
    timeMs: TimeMs,
  ): { readonly root: string; readonly stale: boolean; readonly ageMs: number }[] {
    const changes: { root: string; stale: boolean; ageMs: number }[] = [];
    for (const root of roots) {
      const quote = this.quotes.get(root);
      const was = this.stale.has(root);
      let ageMs = 0;
      if (quote !== undefined && timeMs - quote.timeMs > this.staleAfterMs && isOpen(this.calendar, root, timeMs - 1)) {
        const openMs = sessionAt(this.calendar, root, timeMs - 1)?.openMs ?? quote.timeMs;
        ageMs = timeMs - Math.max(quote.timeMs, openMs);
      }
      const stale = ageMs > this.staleAfterMs;
      if (stale === was) continue;
      if (stale) this.stale.add(root);
      else this.stale.delete(root);
      changes.push({ root, stale, ageMs });
    }
    return changes;
  }

  save(): { quotes: Quote[]; stale: string[] } {
    return { quotes: this.all(), stale: [...this.stale] };
  }

  load(saved: { quotes: readonly Quote[]; stale: readonly string[] }): void {
    this.quotes.clear();
    this.stale.clear();
    for (const quote of saved.quotes) this.quotes.set(quote.root, quote);
    for (const root of saved.stale) this.stale.add(root);
  }
}
