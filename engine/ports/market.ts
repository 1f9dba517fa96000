import type { MarketStanding, StepReport } from '../domain/broker.ts';
import type { PastBars } from '../domain/engine-step.ts';
import type { TimeMs } from '../domain/units.ts';

/**
 * Where quotes come from and market time is cut into steps: our venue over a link or in memory. It says of each step what
 * the broker told in it. A rejected promise means: not now; try again.
 */
export interface MarketPort {
  /** Conducts the market one step on (n = last + 1), or repeats the answer of an earlier step. undefined: the data ended. */
  advance(n: number): Promise<StepReport | undefined>;
  /** Earlier steps' answers, from <= n <= to; undefined when the first of them is no longer kept. */
  steps(from: number, to: number): Promise<readonly StepReport[] | undefined>;
  /** What closed of a contract's market in [fromMs, toMs), whole minutes of the past. */
  bars(root: string, fromMs: TimeMs, toMs: TimeMs): Promise<PastBars>;
  /** Where the market stands. */
  standing(): Promise<MarketStanding>;
}
