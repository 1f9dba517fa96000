import { z } from 'zod';
import { SOURCE_KINDS, STANDINGS } from '../../domain/heard-sources.ts';
import { isoTime } from '../values.ts';

/** The page counts ages on by the same rule while nothing arrives. */
export {
  BUDGET_MS,
  culprits,
  isUnheard,
  LOOK_MS,
  seenThrough,
  sourceName,
  standingOf,
  standsOtherwise,
} from '../../domain/heard-sources.ts';
export type { SourceAge } from '../../domain/heard-sources.ts';

/** What figures rest on, and how long ago it was heard, wall seconds. */
export const source = z.strictObject({
  kind: z.enum(SOURCE_KINDS),
  /** A feed's contract root, an engine's strategy, else what it is. */
  name: z.string(),
  /** The figures that are as old as it is. */
  figures: z.string(),
  ageS: z.number().nonnegative(),
  /** Older, and its figures are no longer of now. Null while nothing is due: a closed market, data that have ended. */
  budgetS: z.number().positive().nullable(),
  standing: z.enum(STANDINGS),
  /** The source through which it would be heard and which is silent itself; null: it is its own fault. */
  because: z.string().nullable(),
});
export type SourceMessage = z.infer<typeof source>;

export const sources = z.strictObject({ sources: z.array(source), timestamp: isoTime });
