import type { BrokerCommand, BrokerReport, BrokerState, StepReport } from '../../domain/broker.ts';
import type { BrokerPort } from '../../ports/broker.ts';
import type { SyncBroker } from '../../ports/sync-broker.ts';

/**
 * The broker port straight over a venue in this process. Its `sync` calls do the same without promises, for the
 * one-process composition. A fault of the venue rejects, as over a link.
 */
export class MemoryBroker implements BrokerPort {
  readonly sync: SyncBroker;

  constructor(venue: SyncBroker) {
    this.sync = venue;
  }

  async advance(n: number): Promise<StepReport | undefined> {
    return this.sync.advance(n);
  }

  async submit(commands: readonly BrokerCommand[]): Promise<void> {
    this.sync.submit(commands);
  }

  async executeNow(commands: readonly BrokerCommand[]): Promise<readonly BrokerReport[]> {
    return this.sync.executeNow(commands);
  }

  async reportsAfter(reportSeq: number): Promise<readonly BrokerReport[]> {
    return this.sync.reportsAfter(reportSeq);
  }

  async steps(from: number, to: number): Promise<readonly StepReport[]> {
    return this.sync.steps(from, to);
  }

  async state(): Promise<BrokerState> {
    return this.sync.state();
  }
}
