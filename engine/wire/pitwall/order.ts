import { z } from 'zod';
import { orderReason } from '../told-reason.ts';
import { bookId, count, isoTime, orderSide, price } from '../values.ts';

export const ORDER_STATUSES = [
  'pending_new',
  'suspended',
  'working',
  'pending_modify',
  'pending_cancel',
  'filled',
  'canceled',
  'rejected',
  'denied',
  'expired',
] as const;

/** An order in our own words, with its role and book. */
export const cockpitOrder = z.strictObject({
  orderId: z.string(),
  strategy: bookId,
  root: z.string(),
  symbol: z.string(),
  side: orderSide,
  type: z.enum(['market', 'limit', 'stop']),
  role: z.enum(['entry', 'stop', 'target', 'exit']),
  quantity: count,
  filledQuantity: count,
  averagePrice: price.nullable(),
  /**
   * Of a protective order that waits for its entry: the expected price. `stopPrice` of a denied entry: the protective stop
   * that it asked for.
   */
  limitPrice: price.nullable(),
  stopPrice: price.nullable(),
  status: z.enum(ORDER_STATUSES),
  /** Null unless it ended without being filled. */
  reasonCode: orderReason.reasonCode.nullable(),
  reason: orderReason.reason.nullable(),
  submitted: isoTime,
  updated: isoTime,
});
export type CockpitOrder = z.infer<typeof cockpitOrder>;
