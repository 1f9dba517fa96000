import { z } from 'zod';
import { orderReason } from '../told-reason.ts';
import { count, dollars, isoTime, orderSide, percent, price } from '../values.ts';
import { positionUpdate } from './position.ts';

/** Document 001. `totalValue` = `equity` = balance + open P&L; `cash` = balance. */
export const portfolioUpdate = z.strictObject({
  totalValue: dollars,
  cash: dollars,
  equity: dollars,
  positions: z.array(positionUpdate),
  /** By how much equity changed since the trading day began, and in percent of what it was then. */
  dayChange: dollars,
  dayChangePercent: percent,
  timestamp: isoTime,
});
export type PortfolioUpdate = z.infer<typeof portfolioUpdate>;

/** One fill. */
export const tradeExecuted = z.strictObject({
  id: z.string(),
  symbol: z.string(),
  side: orderSide,
  quantity: count,
  price,
  status: z.literal('filled'),
  timestamp: isoTime,
});
export type TradeExecuted = z.infer<typeof tradeExecuted>;

/** An order that was denied by us or rejected at the venue. */
export const tradeFailed = z.strictObject({
  error: z.string(),
  /** The same text: the document's own page shows this one. */
  message: z.string(),
  /** Ours: the code, and the same words under the name that they have elsewhere. */
  ...orderReason,
  signal: z.strictObject({ symbol: z.string(), side: orderSide, quantity: count }),
  timestamp: isoTime,
});
export type TradeFailed = z.infer<typeof tradeFailed>;
