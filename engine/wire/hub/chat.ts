import { z } from 'zod';
import { isoTime, name } from '../values.ts';

/** Document 004. A question; `context` may name what the person looks at. */
export const chatQuestion = z.object({
  message: z.string().trim().min(1).max(2_000),
  context: z.object({ currentSymbol: name.optional() }).optional(),
});
export type ChatQuestion = z.infer<typeof chatQuestion>;

/** What an answer rests on. */
export const chatSource = z.strictObject({
  kind: z.enum(['bars', 'trades', 'account', 'position', 'strategy', 'calendar', 'orders', 'rows', 'quote']),
  /** In words: "MNQZ6, 60 one-minute bars to 14:30". */
  text: z.string(),
  symbol: z.string().optional(),
  from: isoTime.optional(),
  to: isoTime.optional(),
  ids: z.array(z.string()).optional(),
});
export type ChatSource = z.infer<typeof chatSource>;

export const chatAnswer = z.strictObject({
  id: z.string(),
  message: z.string(),
  type: z.literal('ai'),
  sources: z.array(chatSource),
  timestamp: isoTime,
});
export type ChatAnswer = z.infer<typeof chatAnswer>;
