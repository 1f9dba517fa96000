import type { BrokerCommand, BrokerEntry, BrokerState } from '../domain/broker.ts';

/**
 * Who takes orders: our venue over a link or in memory, later a broker. Every call may be repeated: a command that was
 * taken has no second effect. A rejected promise means: not now; try again.
 */
export interface BrokerPort {
  /** Takes commands of a committed step. They take effect at endMs(step) + latency, within the next step. Resolves when they are stored. */
  submit(commands: readonly BrokerCommand[]): Promise<void>;
  /**
   * Takes reducing commands and executes them at once, at endMs(last step) + latency, against the last quotes. Gives what
   * was told about them so far.
   */
  executeNow(commands: readonly BrokerCommand[]): Promise<readonly BrokerEntry[]>;
  /** Entries of the broker's log above `reportSeq`, in order. */
  entriesAfter(reportSeq: number): Promise<readonly BrokerEntry[]>;
  /** The broker's own books, exactly as they are after entry `lastReportSeq`. */
  state(): Promise<BrokerState>;
}
