import type { TimeMs } from './units.ts';

/** A line of a watchlist, in ticks of its symbol. Simulated, and never traded on. */
export interface WatchQuote {
  readonly symbol: string;
  /** Dollars (or the quote currency) a tick. */
  readonly tickSize: number;
  readonly priceDecimals: number;
  /** Of the last change; before the time asked for when it does not trade then. */
  readonly timeMs: TimeMs;
  readonly bidTicks: number;
  readonly askTicks: number;
  readonly lastTicks: number;
  /** Over the 24 hours before. */
  readonly volume24h: number;
  readonly high24hTicks: number;
  readonly low24hTicks: number;
  /** Close of the trading day before the one that is shown. */
  readonly priorCloseTicks: number;
  /** Last against the price 24 hours before. */
  readonly change24hTicks: number;
}
