import type { Quantity, Ticks, TimeMs } from './units.ts';

/** Best bid and ask, with the last print. One per change; ordered by (timeMs, catalog order of the root, seq). */
export interface Quote {
  readonly root: string;
  readonly timeMs: TimeMs;
  /** Gap-free per root within a run. */
  readonly seq: number;
  readonly bidTicks: Ticks;
  readonly askTicks: Ticks;
  readonly bidSize: Quantity;
  readonly askSize: Quantity;
  readonly lastTicks: Ticks;
  /** Session's total volume so far; the bar builder takes differences. Falls back to a lower figure at a session's start. */
  readonly sessionVolume: Quantity;
  /**
   * Volume printed at `lastTicks` since the root's previous quote, 0 included. Set where the difference of
   * `sessionVolume` cannot tell it (prints without volume, a session's first quote) and on every minute's first print of
   * our own feeds, so that a builder may begin at any minute.
   */
  readonly traded?: Quantity;
}

/** Price used for valuation: last, clamped to [bid, ask]. */
export function markTicks(quote: Quote): Ticks {
  return Math.min(Math.max(quote.lastTicks, quote.bidTicks), quote.askTicks);
}
