import { z } from 'zod';
import { isoTime, price, side } from '../values.ts';

/** What stands beside OHLCV in a chart point; only what is warm. Prices are prices, not ticks. */
export const chartValues = z.strictObject({
  bbUpper: price.optional(),
  bbMiddle: price.optional(),
  /** The same figure as bbMiddle: the document's page reads this name. */
  bbBasis: price.optional(),
  bbLower: price.optional(),
  rsi: z.number().optional(),
  ttmMomentum: z.number().optional(),
  /** squeezeFiring: true means that the squeeze is ON. */
  squeeze: z.strictObject({ momentum: z.number(), squeezeFiring: z.boolean() }).optional(),
  signal: side.nullable().optional(),
  /** True on the bar in which an entry or exit filled. */
  entry: z.boolean().optional(),
  exit: z.boolean().optional(),
});
export type ChartValues = z.infer<typeof chartValues>;

/** A closed bar. `timestamp` is its OPEN. */
export const chartPoint = z.strictObject({
  timestamp: isoTime,
  open: price,
  high: price,
  low: price,
  close: price,
  volume: z.number().nonnegative(),
  ...chartValues.shape,
});
export type ChartPoint = z.infer<typeof chartPoint>;

/** The forming bar, nothing heavier. `timestamp` is its OPEN. */
export const tick = z.strictObject({ timestamp: isoTime, open: price, high: price, low: price, close: price });
export type TickMessage = z.infer<typeof tick>;

/** The forming bar with its volume, as the status shows it. */
export const formingBar = z.strictObject({ ...tick.shape, volume: z.number().nonnegative() });
export type FormingBar = z.infer<typeof formingBar>;
