import type { Ticks } from '../domain/units.ts';

/** The least distance of a stop, in whole ticks: so many ticks and so many spreads, whichever is farther. */
export function leastDistance(spreadTicks: Ticks, minTicks: Ticks, minSpreads: number): Ticks {
  return Math.max(minTicks, Math.ceil(minSpreads * spreadTicks));
}
