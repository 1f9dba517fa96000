import { z } from 'zod';
import { count, dollars, isoTime, price, side, tradingState } from '../values.ts';
import { formingBar } from './chart.ts';
import { trade } from './trade.ts';

export const activePosition = z.strictObject({
  tradeId: z.string(),
  /** The dated contract, "MNQZ6". */
  symbol: z.string(),
  contractId: z.string(),
  side,
  entryPrice: price,
  entryTime: isoTime,
  /** Null while there is none (the position is then `monitoringStop`). */
  stopLoss: price.nullable(),
  /** The next open one; null when none is left. */
  target: price.nullable(),
  totalQty: count,
  entryRSI: z.number().nullable(),
  entryOrderId: z.string(),
  stopOrderId: z.string().optional(),
  targetOrderId: z.string().optional(),
  stopFilled: z.boolean(),
  targetFilled: z.boolean(),
  stopLimitPending: z.boolean(),
  /** True only while a stop is not yet at the broker. */
  monitoringStop: z.boolean(),
  unrealizedPnL: dollars.optional(),
  entryCommission: dollars.optional(),
  exitCommission: dollars.optional(),
});
export type ActivePosition = z.infer<typeof activePosition>;

export const accountStatus = z.strictObject({
  balance: dollars,
  buyingPower: dollars,
  /** By how much equity changed since the trading day began. */
  dailyPnL: dollars,
  openPositions: count,
  dailyLossLimit: dollars.nullable(),
  isAtRisk: z.boolean(),
});

export const status = z.strictObject({
  tradingEnabled: z.boolean(),
  state: tradingState,
  position: activePosition.nullable(),
  pendingSetup: side.nullable(),
  /** What the trading day's fills booked, less their fees: a fee counts in the day in which it was paid. */
  realizedPnL: dollars,
  accountStatus,
  lastQuote: price.nullable(),
  currentBar: formingBar.nullable(),
  /** Today's. */
  trades: z.array(trade),
  timestamp: isoTime,
});
export type StatusMessage = z.infer<typeof status>;

export const symbolConfig = z.strictObject({
  /** The contract, "MNQZ6". */
  symbol: z.string(),
  bbPeriod: z.number(),
  bbStdDev: z.number(),
  rsiPeriod: z.number(),
  rsiOversold: z.number(),
  rsiOverbought: z.number(),
  /** 1 to 5, `strategy_id` elsewhere. */
  strategyId: z.number().int(),
  /** "MNQ": the id in calls. */
  id: z.string(),
  /** "MNQ-WINNER". */
  strategy: z.string(),
  tickSize: z.number(),
  tickValue: z.number(),
  simulated: z.boolean(),
  /** The exchange's sessions with their regular hours and flat-by times, or a simulation that never closes. */
  hours: z.enum(['cme', 'always']),
  parameters: z.record(z.string(), z.unknown()),
});
export type SymbolConfig = z.infer<typeof symbolConfig>;

export const logMessage = z.strictObject({
  timestamp: isoTime,
  message: z.string(),
  type: z.enum(['info', 'success', 'warning', 'error']),
});
export type LogMessage = z.infer<typeof logMessage>;

export const alert = z.strictObject({ message: z.string(), type: z.enum(['success', 'error', 'warning', 'info']) });
export type AlertMessage = z.infer<typeof alert>;
