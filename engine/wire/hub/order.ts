import { z } from 'zod';
import { orderReason } from '../told-reason.ts';
import { count, epochMs, price } from '../values.ts';

const wireSide = z.enum(['BUY', 'SELL']);

/** Document 002. */
export const orderUpdate = z.strictObject({
  orderId: z.string(),
  userId: z.string(),
  symbol: z.string(),
  type: z.enum(['MARKET', 'LIMIT', 'STOP']),
  side: wireSide,
  quantity: count,
  /**
   * Limit or stop price, of a protective order that waits for its entry the expected one; of a market order the average
   * price of its fills, null before.
   */
  price: price.nullable(),
  status: z.enum(['PENDING', 'OPEN', 'PARTIALLY_FILLED', 'FILLED', 'CANCELED', 'REJECTED', 'DENIED', 'EXPIRED']),
  filledQuantity: count,
  remainingQuantity: count,
  averagePrice: price.nullable(),
  timestamp: epochMs,
  /** Ours: the book, and why it ended without being filled. */
  strategy: z.string(),
  reasonCode: orderReason.reasonCode.optional(),
  reason: orderReason.reason.optional(),
});
export type OrderUpdate = z.infer<typeof orderUpdate>;

/** Document 004. */
export const orderNotification = z.strictObject({
  orderId: z.string(),
  type: z.enum([
    'ORDER_SUBMITTED',
    'ORDER_ACCEPTED',
    'ORDER_PARTIALLY_FILLED',
    'ORDER_EXECUTED',
    'ORDER_CANCELED',
    'ORDER_REJECTED',
    'ORDER_DENIED',
    'ORDER_EXPIRED',
  ]),
  symbol: z.string(),
  side: wireSide,
  quantity: count,
  price: price.optional(),
  /** The document's `reason` is in words; the code is ours. */
  reasonCode: orderReason.reasonCode.optional(),
  reason: orderReason.reason.optional(),
  timestamp: epochMs,
});
export type OrderNotification = z.infer<typeof orderNotification>;
