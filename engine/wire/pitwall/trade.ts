import { z } from 'zod';
import { bookId, dollars, isoTime } from '../values.ts';
import { trade } from '../symbol/trade.ts';

/** A closed trade with all that the cockpit shows of it: document 000's fields and more. */
export const cockpitTrade = z.strictObject({
  ...trade.shape,
  strategy: bookId,
  strategyName: z.string(),
  root: z.string(),
  symbol: z.string(),
  tradingDay: z.string(),
  gross: dollars,
  fees: dollars,
  risk: dollars,
  /** Net in units of the initial risk; null without an initial stop. */
  r: z.number().nullable(),
  mae: dollars,
  mfe: dollars,
  entryReason: z.string(),
});
export type CockpitTrade = z.infer<typeof cockpitTrade>;

/** One fill, for markers on the chart. */
export const cockpitFill = z.strictObject({
  fillId: z.string(),
  orderId: z.string(),
  strategy: bookId,
  symbol: z.string(),
  side: z.enum(['buy', 'sell']),
  role: z.enum(['entry', 'stop', 'target', 'exit']).nullable(),
  quantity: z.number().int(),
  price: z.number(),
  fee: dollars,
  timestamp: isoTime,
});
export type CockpitFill = z.infer<typeof cockpitFill>;
