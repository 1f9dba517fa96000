import { z } from 'zod';
import { count, dollars, isoTime, price } from '../values.ts';
import { positionUpdate } from './position.ts';

/** Document 003: pushed every second of wall time to every admitted socket. */
export const pnlUpdate = z.strictObject({
  /** Since the account's start, open P&L included. */
  total_pnl: dollars,
  /** By how much equity changed since the exchange trading day began. */
  today_pnl: dollars,
  active_positions: count,
  timestamp: isoTime,
});
export type PnlUpdate = z.infer<typeof pnlUpdate>;

/** Every second; after a fill it names the fill as well (a page that reads only `positions` goes on working). */
export const positionList = z.strictObject({
  positions: z.array(positionUpdate),
  count,
  timestamp: isoTime,
  strategy: z.string().optional(),
  symbol: z.string().optional(),
  quantity: count.optional(),
  side: z.enum(['buy', 'sell']).optional(),
  price: price.optional(),
});
export type PositionList = z.infer<typeof positionList>;

export const strategyPnlUpdate = z.strictObject({
  strategy_id: z.number().int(),
  strategy_name: z.string(),
  pnl: dollars,
  drawdown: dollars,
  timestamp: isoTime,
});
export type StrategyPnlUpdate = z.infer<typeof strategyPnlUpdate>;

export const logEntry = z.strictObject({
  type: z.enum(['info', 'success', 'warning', 'error', 'trade']),
  message: z.string(),
  time: isoTime,
});
export type LogEntry = z.infer<typeof logEntry>;

/**
 * An exchange trading day, from roll-ups. `pnl`: by how much equity changed in it; `gross` and `fees`: what its fills
 * booked and cost; `trades`: those that were closed in it.
 */
export const calendarDay = z.strictObject({
  date: z.string(),
  pnl: dollars,
  trades: count,
  wins: count,
  gross: dollars,
  fees: dollars,
  /** The day's deepest; null where it was not recorded. */
  drawdown: dollars.nullable(),
});
/** Equity over trading days, with the figures of just these days. */
export const equityCurve = z.strictObject({
  /** Trading days, both included. */
  from: z.string(),
  to: z.string(),
  /** What the first day began with. */
  start: dollars,
  /** From there to the last point. */
  net: dollars,
  /** The high-water mark since the run began, as of the last point. */
  highWater: dollars,
  /** The deepest drawdown from the high-water mark within these days. */
  deepest: dollars,
  /** Ascending; `equity` of a strategy is its P&L since the run began. */
  points: z.array(z.strictObject({ timestamp: isoTime, equity: dollars, drawdown: dollars })),
});
export const drawdownPoint = z.strictObject({ timestamp: isoTime, pnl: dollars, drawdown: dollars });
