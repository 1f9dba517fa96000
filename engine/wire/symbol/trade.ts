import { z } from 'zod';
import { exitReason } from '../told-reason.ts';
import { count, dollars, isoTime, price, side } from '../values.ts';

/** A position went flat. `pnl` is net of fees, `exitPrice` the average, `exitReason` that of the last fill. */
export const trade = z.strictObject({
  tradeId: z.string(),
  side,
  entryPrice: price,
  exitPrice: price,
  entryTime: isoTime,
  exitTime: isoTime,
  quantity: count,
  pnl: dollars,
  exitReason: exitReason.reasonCode,
  /** Ours: the same code and its words, as other reasons are told. */
  ...exitReason,
});
export type TradeMessage = z.infer<typeof trade>;
