import type { Quote } from '../../domain/quote.ts';
import type { Calendar } from '../../domain/session.ts';
import type { Ticks, TimeMs } from '../../domain/units.ts';
import { markTicks } from '../../domain/quote.ts';
import { isOpen, sessionAt } from '../../domain/session.ts';

/** A second print counts when it is at least so much later than the first. */
const APART_MS = 250;

interface Mark {
  readonly timeMs: TimeMs;
  readonly ticks: Ticks;
}

export interface SavedMarket {
  readonly sinceMs: TimeMs;
  readonly quotes: readonly Quote[];
  readonly stale: readonly string[];
  /** Marks of each root of the last quarter of a second, and the one before. */
  readonly marks: readonly (readonly [string, readonly Mark[]])[];
}

/** The last quote of each contract, and which feeds are stale. */
export class MarketState {
  /** Market time from which on quotes can be expected: where the run began. */
  sinceMs: TimeMs = 0;
  private readonly quotes = new Map<string, Quote>();
  private readonly marks = new Map<string, Mark[]>();
  private readonly stale = new Set<string>();
  private readonly calendar: Calendar;
  private readonly staleAfterMs: number;

  constructor(calendar: Calendar, staleAfterMs: number) {
    this.calendar = calendar;
    this.staleAfterMs = staleAfterMs;
  }

  onQuote(quote: Quote): void {
    this.quotes.set(quote.root, quote);
    const marks = this.marks.get(quote.root) ?? [];
    if (marks.length === 0) this.marks.set(quote.root, marks);
    marks.push({ timeMs: quote.timeMs, ticks: markTicks(quote) });
    // One that is old enough stays, so that there is always something to compare with.
    while (marks.length > 2 && (marks[1]?.timeMs ?? 0) <= quote.timeMs - APART_MS) marks.shift();
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

  /**
   * The mark that two prints at least 250 ms apart bear out: of the last one and the one before, the better for who holds
   * `netQty`. So a single bad print halts nobody. undefined without a quote.
   */
  confirmedMark(root: string, netQty: number): Ticks | undefined {
    const marks = this.marks.get(root);
    const last = marks?.at(-1);
    if (marks === undefined || last === undefined) return this.mark(root);
    const before = marks.findLast(({ timeMs }) => timeMs <= last.timeMs - APART_MS);
    if (before === undefined) return last.ticks;
    return netQty > 0 ? Math.max(last.ticks, before.ticks) : Math.min(last.ticks, before.ticks);
  }

  isStale(root: string): boolean {
    return this.stale.has(root);
  }

  staleRoots(): string[] {
    return [...this.stale];
  }

  /**
   * Roots whose feed went stale or came back at a time. A session's first quote is waited for from its opening on, or from
   * the run's beginning: a root that never spoke goes stale too.
   */
  checkStale(
    roots: readonly string[],
    timeMs: TimeMs,
  ): { readonly root: string; readonly stale: boolean; readonly ageMs: number }[] {
    const changes: { root: string; stale: boolean; ageMs: number }[] = [];
    for (const root of roots) {
      const lastMs = this.quotes.get(root)?.timeMs ?? this.sinceMs;
      const was = this.stale.has(root);
      let ageMs = 0;
      if (timeMs - lastMs > this.staleAfterMs && isOpen(this.calendar, root, timeMs - 1)) {
        const openMs = sessionAt(this.calendar, root, timeMs - 1)?.openMs ?? lastMs;
        ageMs = timeMs - Math.max(lastMs, openMs, this.sinceMs);
      }
      const stale = ageMs > this.staleAfterMs;
      if (stale === was) continue;
      if (stale) this.stale.add(root);
      else this.stale.delete(root);
      changes.push({ root, stale, ageMs });
    }
    return changes;
  }

  save(): SavedMarket {
    return { sinceMs: this.sinceMs, quotes: this.all(), stale: [...this.stale], marks: [...this.marks] };
  }

  load(saved: SavedMarket): void {
    this.sinceMs = saved.sinceMs;
    this.quotes.clear();
    this.stale.clear();
    this.marks.clear();
    for (const quote of saved.quotes) this.quotes.set(quote.root, quote);
    for (const root of saved.stale) this.stale.add(root);
    for (const [root, marks] of saved.marks) this.marks.set(root, [...marks]);
  }
}
