import { expect, test } from 'vitest';
import type { BrokerReport } from '../../../engine/domain/broker.ts';
import { KEPT_STEPS, type VenueState, type VenueStore } from '../../../engine/ports/venue-store.ts';

const STATE: VenueState = {
  reportSeq: 3,
  fillCount: 1,
  realizedCents: -150,
  feesCents: 37,
  positions: [{ root: 'MNQ', contractId: 'MNQZ6', netQty: -2, costTicksSum: 2001 }],
  orders: [],
  groups: [],
  waiting: [{ liveMs: 300, command: { kind: 'cancel', epoch: 1, commandId: 'C', orderId: 'O', reason: 'oco' } }],
  taken: [{ root: 'MNQ', seq: 7, bid: 0, ask: 2 }],
};

function report(reportSeq: number, step: number, immediate = false): BrokerReport {
  return {
    reportSeq,
    step,
    immediate,
    timeMs: 1_000 + reportSeq,
    orderId: `O${reportSeq}`,
    kind: 'accepted',
    status: 'working',
  };
}

/** What every store of a venue does. `open` opens the same run once more, as a new process would. */
export function venueStoreContract(open: () => VenueStore): void {
  const step = (n: number) => ({
    step: { n, endMs: 10_000 + 250 * n },
    commands: [],
    reports: [],
    state: undefined,
    durable: false,
  });

  test('a new run is empty', () => {
    const store = open();
    expect(store.load()).toBeUndefined();
    expect(store.stepEnd(0)).toBeUndefined();
    expect(store.hasCommand('C')).toBe(false);
    expect(store.hasOrder('O')).toBe(false);
    expect(store.reportsAfter(0)).toEqual([]);
    expect(store.reportsOfStep(1)).toEqual([]);
    expect(store.reportsOfCommand('C')).toBeUndefined();
  });

  test('steps, commands, reports and state are there for the next that opens it', () => {
    const store = open();
    store.commit(step(0));
    store.commit({ commands: [{ commandId: 'P', orderIds: ['O', 'O-s'] }], reports: [], state: STATE, durable: true });
    store.commit({ ...step(1), reports: [report(1, 1), report(2, 1)], durable: true });
    store.commit({
      commands: [
        { commandId: 'X', orderIds: ['X'], reports: { firstSeq: 3, lastSeq: 4 } },
        { commandId: 'Y', orderIds: [], reports: { firstSeq: 5, lastSeq: 4 } },
      ],
      reports: [report(3, 1, true), report(4, 1, true)],
      state: { ...STATE, reportSeq: 4 },
      durable: true,
    });
    store.commit(step(2));
    for (const opened of [() => store, open]) {
      const found = opened();
      expect(found.load()).toEqual({ step: 2, stepEndMs: 10_500, state: { ...STATE, reportSeq: 4 } });
      expect([0, 1, 2, 3, -1].map((n) => found.stepEnd(n))).toEqual([10_000, 10_250, 10_500, undefined, undefined]);
      expect(['P', 'X', 'Y', 'Z'].map((id) => found.hasCommand(id))).toEqual([true, true, true, false]);
      expect(['O', 'O-s', 'X', 'P'].map((id) => found.hasOrder(id))).toEqual([true, true, true, false]);
      expect(JSON.stringify(found.reportsOfStep(1))).toBe(JSON.stringify([report(1, 1), report(2, 1)]));
      expect(found.reportsOfStep(2)).toEqual([]);
      expect(found.reportsAfter(0)).toHaveLength(4);
      expect(found.reportsAfter(3)).toEqual([report(4, 1, true)]);
      expect(found.reportsOfCommand('X')).toEqual([report(3, 1, true), report(4, 1, true)]);
      expect(found.reportsOfCommand('Y')).toEqual([]);
      expect(found.reportsOfCommand('P')).toBeUndefined();
    }
  });

  test('the ends of the last steps are kept, older ones are not', () => {
    const store = open();
    const last = KEPT_STEPS + 50;
    for (let n = 0; n <= last; n += 1) store.commit(step(n));
    for (const opened of [() => store, open]) {
      const found = opened();
      expect(found.stepEnd(last)).toBe(10_000 + 250 * last);
      expect(found.stepEnd(last - KEPT_STEPS)).toBe(10_000 + 250 * (last - KEPT_STEPS));
      expect(found.stepEnd(last - KEPT_STEPS - 1)).toBeUndefined();
      expect(found.load()?.step).toBe(last);
    }
  });
}
