import type { BrokerCommand, BrokerEntry, BrokerState, MarketStanding, StepReport } from '../domain/broker.ts';
import type { PastBars } from '../domain/engine-step.ts';
import type { TimeMs } from '../domain/units.ts';

/**
 * Market and broker without promises: what a venue in this process offers (`MarketPort` and `BrokerPort` tell what each
 * call does). The one loop calls it directly, because a turn of the event loop per step would cost more than the step.
 */
export interface SyncVenue {
  advance(n: number): StepReport | undefined;
  steps(from: number, to: number): readonly StepReport[] | undefined;
  bars(root: string, fromMs: TimeMs, toMs: TimeMs): PastBars;
  standing(): MarketStanding;
  submit(commands: readonly BrokerCommand[]): void;
  executeNow(commands: readonly BrokerCommand[]): readonly BrokerEntry[];
  entriesAfter(reportSeq: number): readonly BrokerEntry[];
  state(): BrokerState;
}
