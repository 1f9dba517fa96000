import type { Quote } from '../../../engine/domain/quote.ts';
import type { TimeMs } from '../../../engine/domain/units.ts';
import { CELL_MS } from '../../../engine/domain/units.ts';
import { catalogOrder } from '../../../engine/domain/catalog.ts';
import type { Feed, FeedCell } from '../../../engine/ports/feed.ts';

/** A quote as a test writes it; what is left out is ordinary (one tick of spread, size 10). */
export type ScriptedQuote = Pick<Quote, 'timeMs'> & Partial<Quote> & ({ bidTicks: number } | { lastTicks: number });

/** A feed of quotes written out in a test. Cells are those that have quotes, and those of `forcedEnds`. */
export class ScriptFeed implements Feed {
  readonly roots: readonly string[];
  private readonly quotes: readonly Quote[];
  private readonly cells: readonly FeedCell[];

  constructor(scripted: readonly ScriptedQuote[], forcedEnds: readonly TimeMs[] = []) {
    const seqs = new Map<string, number>();
    const full = scripted.map((quote): Quote => {
      const root = quote.root ?? 'MNQ';
      const seq = (seqs.get(root) ?? 0) + 1;
      seqs.set(root, seq);
      const bidTicks = quote.bidTicks ?? (quote.lastTicks ?? 0) - (quote.askTicks === undefined ? 0 : 1);
      const askTicks = quote.askTicks ?? bidTicks + 1;
      const lastTicks = quote.lastTicks ?? bidTicks;
      return { bidSize: 10, askSize: 10, sessionVolume: seq, ...quote, root, seq, bidTicks, askTicks, lastTicks };
    });
    this.quotes = full.toSorted(
      (a, b) => a.timeMs - b.timeMs || catalogOrder(a.root) - catalogOrder(b.root) || a.seq - b.seq,
    );
    this.roots = [...new Set(this.quotes.map((quote) => quote.root))].toSorted(
      (a, b) => catalogOrder(a) - catalogOrder(b),
    );
    const byEnd = new Map<TimeMs, Quote[]>(forcedEnds.map((endMs) => [endMs, []]));
    for (const quote of this.quotes) {
      const endMs = Math.floor(quote.timeMs / CELL_MS) * CELL_MS + CELL_MS;
      byEnd.set(endMs, [...(byEnd.get(endMs) ?? []), quote]);
    }
    this.cells = Array.from(byEnd, ([endMs, quotes]) => ({ startMs: endMs - CELL_MS, endMs, quotes })).toSorted(
      (a, b) => a.endMs - b.endMs,
    );
  }

  next(afterEndMs: TimeMs): FeedCell | undefined {
    return this.cells.find((cell) => cell.endMs > afterEndMs);
  }

  peekEnd(afterEndMs: TimeMs): TimeMs | undefined {
    return this.next(afterEndMs)?.endMs;
  }

  lastQuote(root: string, atOrBeforeMs: TimeMs): Quote | undefined {
    return this.quotes.findLast((quote) => quote.root === root && quote.timeMs <= atOrBeforeMs);
  }

  bars(): never[] {
    return [];
  }
}
