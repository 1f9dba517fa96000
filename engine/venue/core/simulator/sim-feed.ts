import type { Bar } from '../../../domain/bar.ts';
import type { Quote } from '../../../domain/quote.ts';
import type { Calendar } from '../../../domain/session.ts';
import type { TimeMs } from '../../../domain/units.ts';
import type { Feed, FeedCell } from '../../../ports/feed.ts';
import { catalogOrder } from '../../../domain/catalog.ts';
import { CELL_MS, MINUTE_MS } from '../../../domain/units.ts';
import { cellStartOf, ForcedTimes } from '../../../market/schedule.ts';
import { mix } from '../../../market/seeded.ts';
import { SimMarket } from './sim-market.ts';
import { SimRoot } from './sim-root.ts';

export interface SimFeedOptions {
  readonly seed: number;
  readonly roots: readonly string[];
  readonly calendar: Calendar;
  /**
   * From the first whole minute at or after this time there are four quotes a second, before it twelve a minute. It is
   * fixed for a run (the time at which it starts, days played in advance come before it), or sequence numbers would differ.
   */
  readonly fineFromMs: TimeMs;
}

/** The simulated market as a feed. It has no end, and no stale limit of its own: while a session is open, it quotes. */
export class SimFeed implements Feed {
  readonly roots: readonly string[];
  readonly #sources: readonly SimRoot[];
  readonly #byRoot: ReadonlyMap<string, SimRoot>;
  readonly #forced: ForcedTimes;
  #asked = Number.NaN;
  #answer = 0;

  constructor(options: SimFeedOptions) {
    const { seed, calendar } = options;
    this.roots = options.roots.toSorted((a, b) => catalogOrder(a) - catalogOrder(b));
    const fineFromMs = Math.ceil(options.fineFromMs / MINUTE_MS) * MINUTE_MS;
    const market = new SimMarket(seed, this.roots, calendar.mode === 'always');
    const key = mix(0x9a7b, seed);
    this.#sources = this.roots.map((root) => new SimRoot(root, market, calendar, key, fineFromMs));
    this.#byRoot = new Map(this.#sources.map((source) => [source.root, source]));
    this.#forced = new ForcedTimes(calendar, this.roots);
  }

  peekEnd(afterEndMs: TimeMs): TimeMs {
    if (afterEndMs === this.#asked) return this.#answer;
    const startMs = cellStartOf(afterEndMs);
    let quoteMs = Number.POSITIVE_INFINITY;
    for (const source of this.#sources) {
      const time = source.quoteTimeAtOrAfter(startMs);
      if (time < quoteMs) quoteMs = time;
      if (time === startMs) break;
    }
    let end = cellStartOf(quoteMs) + CELL_MS;
    if (end > afterEndMs + CELL_MS) {
      // Nothing in the very next cell: a minute that had quotes may end before, or a forced time come.
      const minuteEnd = (Math.floor(afterEndMs / MINUTE_MS) + 1) * MINUTE_MS;
      if (minuteEnd < end && this.#quotedIn(minuteEnd - MINUTE_MS)) end = minuteEnd;
      end = Math.min(end, this.#forced.nextAfter(afterEndMs));
    }
    this.#asked = afterEndMs;
    this.#answer = end;
    return end;
  }

  next(afterEndMs: TimeMs): FeedCell {
    const endMs = this.peekEnd(afterEndMs);
    const startMs = endMs - CELL_MS;
    const quotes: Quote[] = [];
    for (const source of this.#sources) {
      if (source.quoteTimeAtOrAfter(startMs) === startMs) quotes.push(source.quoteAt(startMs));
    }
    return { startMs, endMs, quotes };
  }

  lastQuote(root: string, atOrBeforeMs: TimeMs): Quote | undefined {
    return this.#byRoot.get(root)?.lastQuote(atOrBeforeMs);
  }

  bars(root: string, fromMs: TimeMs, toMs: TimeMs): Bar[] {
    return this.#byRoot.get(root)?.bars(fromMs, toMs) ?? [];
  }

  #quotedIn(minuteMs: TimeMs): boolean {
    return this.#sources.some((source) => source.sessionAt(minuteMs) !== undefined);
  }
}
