import { describe, expect, it } from 'vitest';
import type { BrokerState } from '../../../../engine/domain/broker.ts';
import { STRATEGIES, bookOfStrategy } from '../../../../engine/domain/book.ts';
import { Ledger } from '../../../../engine/execution/ledger.ts';
import { compareBooks } from '../../../../engine/execution/reconcile.ts';
import { applyAll, bracketOrders, filled, submitted } from '../../../support/rows.ts';

const START = 5_000_000;

function ours(): Ledger {
  const ledger = new Ledger(STRATEGIES.map(bookOfStrategy));
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
    lastReportSeq: 6,
    cashCents: START - 37,
    realizedCents: 0,
    feesCents: 37,
    positions: [{ root: 'MNQ', contractId: 'MNQZ6', netQty: 1, costTicksSum: 100_000 }],
    openOrders: [
      {
        orderId: 'MNQ-O2',
        book: 'MNQ',
        side: 'sell',
        type: 'stop',
        root: 'MNQ',
        contractId: 'MNQZ6',
        status: 'working',
        qty: 1,
        filledQty: 0,
        stopTicks: 99_980,
      },
      {
        orderId: 'MNQ-O3',
        book: 'MNQ',
        side: 'sell',
        type: 'limit',
        root: 'MNQ',
        contractId: 'MNQZ6',
        status: 'working',
        qty: 1,
        filledQty: 0,
        limitTicks: 100_040,
      },
    ],
    ...change,
  };
}

describe('compareBooks', () => {
  it('finds nothing where both agree', () => {
    expect(compareBooks(ours(), theirs())).toEqual([]);
  });

  it('sees a fill that only the venue has', () => {
    expect(compareBooks(ours(), theirs({ positions: [] }))).toEqual([
      { kind: 'position', contractId: 'MNQZ6', ours: 1, venues: 0 },
    ]);
  });

  it('sees orders that one side lacks', () => {
    const state = theirs();
    const [stop] = state.openOrders;
    const alien = { ...stop!, orderId: 'MNQ-O9' };
    expect(compareBooks(ours(), { ...state, openOrders: [stop!, alien] })).toEqual([
      { kind: 'order_gone', orderId: 'MNQ-O3', book: 'MNQ' },
      { kind: 'order_unknown', orderId: 'MNQ-O9', contractId: 'MNQZ6', qty: 1 },
    ]);
  });

  it('sees a cent', () => {
    expect(compareBooks(ours(), theirs({ cashCents: START - 38 }))).toMatchObject([{ kind: 'money' }]);
  });

  it('sees an order that was moved by hand', () => {
    const state = theirs();
    const [stop, target] = state.openOrders;
    const moved = { ...stop!, stopTicks: 99_970 };
    expect(compareBooks(ours(), { ...state, openOrders: [moved, target!] })).toEqual([
      {
        kind: 'order_changed',
        orderId: 'MNQ-O2',
        book: 'MNQ',
        ours: { qty: 1, stopTicks: 99_980 },
        venues: { qty: 1, stopTicks: 99_970 },
      },
    ]);
  });
});
