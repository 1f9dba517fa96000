import type { BrokerCommand, BrokerEntry, BrokerState, MarketStanding, StepReport } from '../../domain/broker.ts';
import type { PastBars } from '../../domain/engine-step.ts';
import type { TimeMs } from '../../domain/units.ts';
import type { BrokerPort } from '../../ports/broker.ts';
import type { MarketPort } from '../../ports/market.ts';
import type { SyncVenue } from '../../ports/sync-venue.ts';

/**
 * Both ports straight over a venue in this process. Its `sync` calls do the same without promises, for the
 * one-process composition. A fault of the venue rejects, as over a link.
 */
export class MemoryBroker implements BrokerPort, MarketPort {
  readonly sync: SyncVenue;

  constructor(venue: SyncVenue) {
    this.sync = venue;
  }

  async advance(n: number): Promise<StepReport | undefined> {
    return this.sync.advance(n);
  }

  async submit(commands: readonly BrokerCommand[]): Promise<void> {
    this.sync.submit(commands);
  }

  async executeNow(commands: readonly BrokerCommand[]): Promise<readonly BrokerEntry[]> {
    return this.sync.executeNow(commands);
  }

  async entriesAfter(reportSeq: number): Promise<readonly BrokerEntry[]> {
    return this.sync.entriesAfter(reportSeq);
  }

  async steps(from: number, to: number): Promise<readonly StepReport[] | undefined> {
    return this.sync.steps(from, to);
  }

  async bars(root: string, fromMs: TimeMs, toMs: TimeMs): Promise<PastBars> {
    return this.sync.bars(root, fromMs, toMs);
  }

  async state(): Promise<BrokerState> {
    return this.sync.state();
  }

  async standing(): Promise<MarketStanding> {
    return this.sync.standing();
  }
}
