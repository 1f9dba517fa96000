import { z } from 'zod';
import { count, dollars, epochMs, percent, price } from '../values.ts';

/** Documents 002 and 004. One per book and contract; `userId` is the account's owner. */
export const positionUpdate = z.strictObject({
  positionId: z.string(),
  userId: z.string(),
  /** The dated contract. */
  symbol: z.string(),
  side: z.enum(['LONG', 'SHORT']),
  /** 0: it went flat with this message. */
  quantity: count,
  entryPrice: price,
  currentPrice: price,
  unrealizedPnL: dollars,
  /** Of the entry value. */
  unrealizedPnLPercent: percent,
  realizedPnL: dollars,
  timestamp: epochMs,
  /** Ours: the book. */
  strategy: z.string(),
});
export type PositionUpdate = z.infer<typeof positionUpdate>;
