import { z } from 'zod';
import { bookId, count, isoTime, price, side } from '../values.ts';

/** What a strategy shows of itself: setup, phase, levels to draw. */
export const strategyView = z.strictObject({
  id: bookId,
  number: z.number().int(),
  name: z.string(),
  pendingSetup: side.nullable(),
  barsLeft: count.nullable(),
  phase: z.string(),
  note: z.string(),
  levels: z.array(z.strictObject({ name: z.string(), price, from: isoTime })),
  timestamp: isoTime,
});
export type StrategyViewMessage = z.infer<typeof strategyView>;
