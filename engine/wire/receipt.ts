import { z } from 'zod';
import { exitReason } from './told-reason.ts';
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
  ...exitReason,
  steps: z.array(z.strictObject({ name: z.string(), text: z.string(), ms: z.number() })),
  verified: z.boolean(),
  /** False while it goes on trying: a later receipt of the same id tells the end. */
  ended: z.boolean(),
  /** What the venue reported; null: it was not asked yet. */
  positions: z.array(z.strictObject({ symbol: z.string(), quantity: z.number().int() })).nullable(),
  workingOrders: count.nullable(),
  ms: z.number(),
  /** Of the milliseconds: a person's flatten counts wall time, the machine's market time. */
  clock: z.enum(['wall', 'market']),
  /** Market time at which it began. */
  timestamp: isoTime,
});
export type ReceiptMessage = z.infer<typeof receipt>;
