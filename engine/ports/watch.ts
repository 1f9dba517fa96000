import type { TimeMs } from '../domain/units.ts';
import type { WatchQuote } from '../domain/watch-quote.ts';

/** Quotes for watchlists, beside the market that is traded. Outside of the step: nothing is decided on them. */
export interface WatchPort {
  /** Everything that can be watched, as it stands at a market time. */
  watchQuotes(timeMs: TimeMs): Promise<readonly WatchQuote[]>;
}
