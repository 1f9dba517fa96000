import { z } from 'zod';
import { count, isoTime, scope } from './values.ts';

/** One step of a flatten as it happens. `ms`: wall milliseconds that this step took. */
export const flattenStep = z.strictObject({
  id: z.string(),
  scope,
  step: z.string(),
  text: z.string(),
  ms: z.number(),
});
export type FlattenStepMessage = z.infer<typeof flattenStep>;

/** What a flatten did, as the venue's own books confirm it (or not). */
export const receipt = z.strictObject({
  id: z.string(),
  scope,
  actor: z.string(),
  steps: z.array(z.strictObject({ name: z.string(), text: z.string(), ms: z.number() })),
  verified: z.boolean(),
  positions: z.array(z.strictObject({ symbol: z.string(), quantity: z.number().int() })),
  workingOrders: count,
  ms: z.number(),
  /** Market time at which it began. */
  timestamp: isoTime,
});
export type ReceiptMessage = z.infer<typeof receipt>;
