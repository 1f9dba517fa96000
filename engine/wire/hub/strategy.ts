import { z } from 'zod';
import { count, dollars, tradingState } from '../values.ts';

/** A strategy in a list. */
export const strategyEntry = z.strictObject({
  id: z.string(),
  number: z.number().int(),
  name: z.string(),
  kind: z.string(),
  root: z.string(),
  /** The contract now. */
  symbol: z.string(),
  /** Its symbol server; null while it is down. */
  url: z.string().nullable(),
  state: tradingState,
  engine: z.enum(['up', 'restarting', 'dropped', 'joining']),
  pnl: dollars,
  drawdown: dollars,
  trades: count,
});
export type StrategyEntry = z.infer<typeof strategyEntry>;
