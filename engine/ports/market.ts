import type { MarketStanding, StepReport } from '../domain/broker.ts';

/**
 * Where quotes come from and market time is cut into steps: our venue over a link or in memory. It says of each step what
 * the broker told in it. A rejected promise means: not now; try again.
 */
export interface MarketPort {
  /** Conducts the market one step on (n = last + 1), or repeats the answer of an earlier step. undefined: the data ended. */
  advance(n: number): Promise<StepReport | undefined>;
  /** Earlier steps' answers, from <= n <= to; undefined when the first of them is no longer kept. */
  steps(from: number, to: number): Promise<readonly StepReport[] | undefined>;
  /** Where the market stands. */
  standing(): Promise<MarketStanding>;
}
