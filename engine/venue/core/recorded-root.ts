import type { Quote } from '../../domain/quote.ts';
import type { TimeMs } from '../../domain/units.ts';
import type { BarSeries } from '../../market/bar-series.ts';

/** The recording of one contract as quotes, numbered through it from 0. Asked in any order it says the same. */
export interface RecordedRoot {
  readonly root: string;
  /** Its one-minute bars: those that a builder makes of the quotes. */
  readonly series: BarSeries;
  /** Time of the first quote at or after a time; infinity when there is none. */
  quoteTimeAtOrAfter(timeMs: TimeMs): TimeMs;
  /** Appends the quotes in [startMs, endMs). */
  quotesIn(startMs: TimeMs, endMs: TimeMs, into: Quote[]): void;
  /** The last quote at or before a time. */
  lastQuote(timeMs: TimeMs): Quote | undefined;
  /** Stretches without a quote that are longer than so many ms, between two quotes. */
  quiets(longerThanMs: number): Iterable<{ readonly afterMs: TimeMs; readonly untilMs: TimeMs }>;
}
