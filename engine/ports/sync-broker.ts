import type { BrokerCommand, BrokerReport, BrokerState, StepReport } from '../domain/broker.ts';

/**
 * The broker port without promises: what a venue in this process offers (`BrokerPort` tells what each call does). The
 * one-process composition calls it directly, because a turn of the event loop per step would cost more than the step.
 */
export interface SyncBroker {
  advance(n: number): StepReport | undefined;
  submit(commands: readonly BrokerCommand[]): void;
  executeNow(commands: readonly BrokerCommand[]): readonly BrokerReport[];
  reportsAfter(reportSeq: number): readonly BrokerReport[];
  steps(from: number, to: number): readonly StepReport[];
  state(): BrokerState;
}
