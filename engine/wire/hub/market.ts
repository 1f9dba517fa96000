import { z } from 'zod';
import { epochMs, isoTime, percent, price } from '../values.ts';

/**
 * Market events echo the name that was asked for (root or contract). `simulated`: made by the simulator, which is every
 * quote of mode SIM. Symbols that a watchlist's simulator makes are never recorded or real ones.
 */
const simulated = z.literal(true).optional();

/**
 * Document 001. `change`: from `priorClose`, the close of the trading day before; where that is absent, none is known and
 * `change` is from the first price of the last 24 hours.
 */
export const quoteUpdate = z.strictObject({
  symbol: z.string(),
  price,
  priorClose: price.optional(),
  change: z.number(),
  changePercent: percent,
  volume: z.number().nonnegative(),
  timestamp: isoTime,
  simulated,
});
export type QuoteUpdate = z.infer<typeof quoteUpdate>;

/** Document 002. Rolling 24 hours. */
export const marketData = z.strictObject({
  symbol: z.string(),
  price,
  volume: z.number().nonnegative(),
  high24h: price,
  low24h: price,
  change24h: z.number(),
  changePercent24h: percent,
  timestamp: epochMs,
  simulated,
});
export type MarketData = z.infer<typeof marketData>;

/** Document 004. */
export const priceUpdate = z.strictObject({
  symbol: z.string(),
  bid: price,
  ask: price,
  timestamp: epochMs,
  simulated,
});
export type PriceUpdate = z.infer<typeof priceUpdate>;

/** Document 001. Of the exchange (equity index hours; always open in an always-open simulation). */
export const marketStatus = z.strictObject({
  isOpen: z.boolean(),
  nextOpen: isoTime.nullable(),
  nextClose: isoTime.nullable(),
  timestamp: isoTime,
});
export type MarketStatus = z.infer<typeof marketStatus>;

/** Document 003. `ticker`: root + "1!"; `tickinfo`: tick size and its value in dollars. */
export const tickerData = z.strictObject({
  type: z.literal('DATA'),
  data: z.strictObject({
    ticker: z.string(),
    prices: z.strictObject({ ask: price, bid: price }),
    tickinfo: z.strictObject({ step: z.number(), amnt: z.number() }),
  }),
});
export type TickerData = z.infer<typeof tickerData>;
