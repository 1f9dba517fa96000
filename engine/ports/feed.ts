import type { Bar } from '../domain/bar.ts';
import type { Quote } from '../domain/quote.ts';
import type { TimeMs } from '../domain/units.ts';

/** One cell of market time [startMs, startMs + CELL_MS) that is not skipped: a step. */
export interface FeedCell {
  readonly startMs: TimeMs;
  readonly endMs: TimeMs;
  /** All contracts' quotes of the cell by (time, catalog order, sequence). Empty in a cell that a forced time made. */
  readonly quotes: readonly Quote[];
}

/**
 * The market as the venue plays it: a simulation or a recording. Pure: the same question has the same answer, whenever
 * and in whatever order it is asked. Fast when asked in sequence.
 *
 * A cell without quotes is skipped unless its end is a forced time: the end of a minute in which a contract had quotes,
 * a session's opening or close, a flat-by time, an expiry or roll, a stale limit.
 */
export interface Feed {
  readonly roots: readonly string[];
  /** The first cell that is not skipped with endMs > afterEndMs, or undefined at the end of the data. */
  next(afterEndMs: TimeMs): FeedCell | undefined;
  /** The end of that cell without its quotes. */
  peekEnd(afterEndMs: TimeMs): TimeMs | undefined;
  /** The contract's last quote at or before a time. */
  lastQuote(root: string, atOrBeforeMs: TimeMs): Quote | undefined;
  /**
   * Closed 1-minute bars that open in [fromMs, toMs): exactly those that a builder makes of the quotes. A simulation has
   * them for any time, the future included: ask for the past only.
   */
  bars(root: string, fromMs: TimeMs, toMs: TimeMs): Bar[];
}
