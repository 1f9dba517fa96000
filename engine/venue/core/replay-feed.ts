import type { Bar } from '../../domain/bar.ts';
import type { Quote } from '../../domain/quote.ts';
import type { Calendar } from '../../domain/session.ts';
import type { TimeMs } from '../../domain/units.ts';
import type { Prints } from '../../domain/recording/prints.ts';
import type { Feed, FeedCell } from '../../ports/feed.ts';
import type { RecordedRoot } from './recorded-root.ts';
import { catalogOrder } from '../../domain/catalog.ts';
import { isOpen } from '../../domain/session.ts';
import { CELL_MS, MINUTE_MS } from '../../domain/units.ts';
import { lowerBound } from '../../market/bar-series.ts';
import { cellEndAtOrAfter, cellStartOf, forcedTimes } from '../../market/schedule.ts';
import { PrintRoot } from './print-root.ts';
import { ReplayRoot } from './replay-root.ts';

export interface ReplayFeedOptions {
  /** One-minute bars by contract root, ascending. */
  readonly bars: ReadonlyMap<string, readonly Bar[]>;
  /** Prints of those roots whose recordings have them: they take the place of the path that is made up inside a bar. */
  readonly prints?: ReadonlyMap<string, Prints>;
  /** With the rolls that the recordings show (`rollsSeen`). */
  readonly calendar: Calendar;
  /** A contract without a quote for so long in an open session is stale: a step is made there. Market ms. */
  readonly staleMs: number;
  readonly spreadTicks?: number;
}

/** Recordings (minutes, or prints) as a market. It ends with the end of the last recorded minute. */
export class ReplayFeed implements Feed {
  readonly roots: readonly string[];
  readonly #sources: readonly RecordedRoot[];
  readonly #byRoot: ReadonlyMap<string, RecordedRoot>;
  /** Ends of cells that must be, ascending. */
  readonly #forced: Float64Array;
  #cursor = 0;
  #asked = Number.NaN;
  #answer: TimeMs | undefined;

  constructor(options: ReplayFeedOptions) {
    const { bars, prints, calendar, staleMs, spreadTicks = 1 } = options;
    this.roots = [...bars.keys()].sort((a, b) => catalogOrder(a) - catalogOrder(b));
    this.#sources = this.roots.map((root) => {
      const printed = prints?.get(root);
      return printed === undefined
        ? new ReplayRoot(root, bars.get(root) ?? [], calendar, spreadTicks)
        : new PrintRoot(root, printed, calendar, spreadTicks);
    });
    this.#byRoot = new Map(this.#sources.map((source) => [source.root, source]));
    this.#forced = forcedEnds(this.#sources, calendar, staleMs);
  }

  /** First and last moment of the recordings, or undefined when there are none. */
  get span(): { readonly fromMs: TimeMs; readonly toMs: TimeMs } | undefined {
    return spanOf(this.#sources);
  }

  peekEnd(afterEndMs: TimeMs): TimeMs | undefined {
    if (afterEndMs === this.#asked) return this.#answer;
    const startMs = cellStartOf(afterEndMs);
    let end = Number.POSITIVE_INFINITY;
    for (const source of this.#sources) {
      const quoteMs = source.quoteTimeAtOrAfter(startMs);
      if (quoteMs < end) end = quoteMs;
    }
    if (end !== Number.POSITIVE_INFINITY) end = cellStartOf(end) + CELL_MS;
    end = Math.min(end, this.#forcedAfter(afterEndMs));
    this.#asked = afterEndMs;
    this.#answer = end === Number.POSITIVE_INFINITY ? undefined : end;
    return this.#answer;
  }

  next(afterEndMs: TimeMs): FeedCell | undefined {
    const endMs = this.peekEnd(afterEndMs);
    if (endMs === undefined) return undefined;
    const startMs = endMs - CELL_MS;
    const quotes: Quote[] = [];
    for (const source of this.#sources) source.quotesIn(startMs, endMs, quotes);
    return { startMs, endMs, quotes };
  }

  lastQuote(root: string, atOrBeforeMs: TimeMs): Quote | undefined {
    return this.#byRoot.get(root)?.lastQuote(atOrBeforeMs);
  }

  bars(root: string, fromMs: TimeMs, toMs: TimeMs): Bar[] {
    return this.#byRoot.get(root)?.series.between(fromMs, toMs) ?? [];
  }

  #forcedAfter(timeMs: TimeMs): TimeMs {
    const forced = this.#forced;
    let i = this.#cursor;
    if ((forced[i - 1] ?? Number.NEGATIVE_INFINITY) > timeMs) i = lowerBound(forced, timeMs);
    for (let tries = 0; (forced[i] ?? Number.POSITIVE_INFINITY) <= timeMs; tries += 1) {
      i = tries < 4 ? i + 1 : lowerBound(forced, timeMs + 1);
    }
    this.#cursor = i;
    return forced[i] ?? Number.POSITIVE_INFINITY;
  }
}

function spanOf(sources: readonly RecordedRoot[]): { fromMs: TimeMs; toMs: TimeMs } | undefined {
  let fromMs = Number.POSITIVE_INFINITY;
  let toMs = Number.NEGATIVE_INFINITY;
  for (const { series } of sources) {
    if (series.length === 0) continue;
    fromMs = Math.min(fromMs, series.timeMs[0] ?? fromMs);
    toMs = Math.max(toMs, (series.timeMs[series.length - 1] ?? toMs) + MINUTE_MS);
  }
  return toMs > fromMs ? { fromMs, toMs } : undefined;
}

function forcedEnds(sources: readonly RecordedRoot[], calendar: Calendar, staleMs: number): Float64Array {
  const span = spanOf(sources);
  if (span === undefined) return new Float64Array(0);
  const roots = sources.map((source) => source.root);
  const ends = new Set<TimeMs>(forcedTimes(calendar, roots, span.fromMs, span.toMs));
  for (const source of sources) {
    const { root, series } = source;
    for (const minuteMs of series.timeMs) ends.add(minuteMs + MINUTE_MS);
    for (const { afterMs, untilMs } of source.quiets(staleMs)) {
      const staleAt = cellEndAtOrAfter(afterMs + staleMs);
      if (staleAt < untilMs && isOpen(calendar, root, staleAt)) ends.add(staleAt);
    }
  }
  return Float64Array.from(ends).sort();
}
