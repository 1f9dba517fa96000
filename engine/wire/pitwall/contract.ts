import { z } from 'zod';
import { count } from '../values.ts';

/** Minutes since midnight in Chicago. */
const minute = z.number().int().min(0).max(1_440);

/** What a client needs to know of a contract root to write its prices and count in its ticks. */
export const cockpitContract = z.strictObject({
  root: z.string(),
  description: z.string(),
  tickSize: z.number().positive(),
  /** Dollars of one tick. */
  tickValue: z.number().positive(),
  /** That a price is written with. */
  decimals: count,
  /** The exchange's regular hours; null: it has none. */
  regularHours: z.strictObject({ from: minute, to: minute }).nullable(),
});
export type CockpitContract = z.infer<typeof cockpitContract>;

export const cockpitCatalog = z.strictObject({
  /** When a trading day begins, on the evening before. */
  dayStart: minute,
  /** Weekdays without a trading day of their own, of 2010 to 2035: what trades then belongs to the next one. */
  daysOff: z.array(z.string()),
  contracts: z.array(cockpitContract),
});
export type CockpitCatalog = z.infer<typeof cockpitCatalog>;
