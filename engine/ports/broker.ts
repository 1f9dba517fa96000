import type { BrokerCommand, BrokerReport, BrokerState, StepReport } from '../domain/broker.ts';

/**
 * The broker as the desk sees it (simulation and replay: our venue over a link or in memory).
 * All calls answer in the order in which they were made. A rejected promise means: no link; try again after it is back.
 */
export interface BrokerPort {
  /** Conducts the market one step on (n = last + 1), or repeats the answer of an earlier step. undefined: the data ended. */
  advance(n: number): Promise<StepReport | undefined>;
  /** Takes commands of a committed step. They take effect at endMs(step) + latency, within the next step. Resolves when they are stored. */
  submit(commands: readonly BrokerCommand[]): Promise<void>;
  /** Takes reducing commands and executes them at once, at endMs(last step) + latency, against the last quotes. */
  executeNow(commands: readonly BrokerCommand[]): Promise<readonly BrokerReport[]>;
  /** Reports with a sequence number above `reportSeq` up to the broker's last step, in order. */
  reportsAfter(reportSeq: number): Promise<readonly BrokerReport[]>;
  /** Earlier steps' answers, from <= n <= to. */
  steps(from: number, to: number): Promise<readonly StepReport[]>;
  state(): Promise<BrokerState>;
}
