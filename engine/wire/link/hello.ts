import { z } from 'zod';

/** First message of every link, of whatever role. */
export const hello = z.strictObject({
  t: z.literal('hello'),
  version: z.int(),
  role: z.enum(['venue', 'engine', 'hub', 'host', 'client']),
  name: z.string().min(1).max(40),
  secret: z.string().min(1).max(200),
  pid: z.int().nonnegative(),
  run: z.string().max(200).optional(),
  lastSeq: z.int().nonnegative().optional(),
});
