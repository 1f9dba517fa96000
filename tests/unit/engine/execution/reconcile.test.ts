import { describe, expect, it } from 'vitest';
import type { BrokerState } from '../../../../engine/domain/broker.ts';
import { CME } from '../../../../engine/domain/session.ts';
import { Ledger } from '../../../../engine/execution/ledger.ts';
import { reconcile } from '../../../../engine/execution/reconcile.ts';
import { specOf } from '../../../../engine/domain/catalog.ts';
import { applyAll, bracketOrders, filled, submitted } from '../../../support/rows.ts';

const START = 5_000_000;

function ours(): Ledger {
  const ledger = new Ledger((book) => book);
  ledger.startBalanceCents = START;
  const [entry, stop, target] = bracketOrders();
  applyAll(ledger, [
    submitted(entry!),
    submitted(stop!),
    submitted(target!),
    { type: 'OrderAccepted', orderId: 'MNQ-O1', status: 'working' },
    { type: 'OrderAccepted', orderId: 'MNQ-O2', status: 'suspended' },
    { type: 'OrderAccepted', orderId: 'MNQ-O3', status: 'suspended' },
    filled(entry!, 'F1', 1, 100_000),
    { type: 'OrderUpdated', orderId: 'MNQ-O2', qty: 1, stopTicks: 99_980 },
    { type: 'OrderUpdated', orderId: 'MNQ-O3', qty: 1, limitTicks: 100_040 },
  ]);
  return ledger;
}

function theirs(change: Partial<BrokerState> = {}): BrokerState {
  return {
    lastStep: 1,
    lastStepEndMs: 0,
    lastReportSeq: 6,
    cashCents: START - 37,
    realizedCents: 0,
    feesCents: 37,
    positions: [{ root: 'MNQ', contractId: 'MNQZ6', netQty: 1, costTicksSum: 100_000 }],
    openOrders: [
      {
        orderId: 'MNQ-O2',
        root: 'MNQ',
        contractId: 'MNQZ6',
        status: 'working',
        qty: 1,
        filledQty: 0,
        stopTicks: 99_980,
      },
      {
        orderId: 'MNQ-O3',
        root: 'MNQ',
        contractId: 'MNQZ6',
        status: 'working',
        qty: 1,
        filledQty: 0,
        limitTicks: 100_040,
      },
    ],
    lastQuotes: [],
    calendar: CME,
    nextEndMs: undefined,
    ...change,
  };
}

const tick = (root: string): number => specOf(root).tickValueCents;

describe('reconcile', () => {
  it('finds nothing where both agree', () => {
    expect(reconcile(ours(), theirs(), tick)).toEqual([]);
  });

  it('sees a fill that only the venue has', () => {
    expect(reconcile(ours(), theirs({ positions: [] }), tick)).toEqual([
      { what: 'position', subject: 'MNQZ6', ours: 1, brokers: 0 },
    ]);
  });

  it('sees orders that one side lacks', () => {
    const state = theirs();
    const [stop] = state.openOrders;
    const alien = { ...stop!, orderId: 'MNQ-O9' };
    expect(reconcile(ours(), { ...state, openOrders: [stop!, alien] }, tick)).toEqual([
      { what: 'order_missing_at_broker', subject: 'MNQ-O3', ours: 1, brokers: 0 },
      { what: 'order_unknown_to_us', subject: 'MNQ-O9', ours: 0, brokers: 1 },
    ]);
  });

  it('sees a cent', () => {
    expect(reconcile(ours(), theirs({ cashCents: START - 38 }), tick)).toMatchObject([{ what: 'money' }]);
  });
});
