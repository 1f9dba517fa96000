import { describe, expect, it } from 'vitest';
import type { Order, OrderState, OrderStatus } from '../../../../engine/domain/order.ts';
import {
  FLATTEN_BEGIN,
  FLATTEN_RULES,
  closingSent,
  nextFlatten,
  type FlattenFacts,
} from '../../../../engine/execution/flatten-machine.ts';
import { bracketOrders } from '../../../support/rows.ts';

const [entry, stop, target] = bracketOrders() as [Order, Order, Order];
const exit: Order = { ...entry, orderId: 'MNQ-O4', role: 'exit', type: 'market', side: 'sell', reducing: true };

function state(order: Order, status: OrderStatus, change: Partial<OrderState> = {}): OrderState {
  return { order, status, filledQty: 0, filledTicksSum: 0, qty: order.qty, submittedMs: 0, updatedMs: 0, ...change };
}

const facts = (change: Partial<FlattenFacts> = {}): FlattenFacts => ({
  netQty: 1,
  orders: [],
  closing: undefined,
  unsure: false,
  marketOpen: true,
  dataEnded: false,
  nowMs: 0,
  ...change,
});
const next = (before = FLATTEN_BEGIN, change: Partial<FlattenFacts> = {}) =>
  nextFlatten(before, facts(change), FLATTEN_RULES);
const live = [state(stop, 'working', { stopTicks: 99_980 }), state(target, 'working', { limitTicks: 100_040 })];

describe('nextFlatten', () => {
  it('cancels an entry and lets the venue take its waiting legs with it', () => {
    const orders = [state(entry, 'working'), state(stop, 'suspended'), state(target, 'suspended')];
    expect(next(FLATTEN_BEGIN, { netQty: 0, orders })).toMatchObject({
      phase: 'cancel',
      acts: [{ kind: 'cancel', orderId: 'MNQ-O1' }],
    });
  });

  it('cancels live protection, waits for the answers, then closes what is held', () => {
    const first = next(FLATTEN_BEGIN, { orders: live });
    expect(first.acts).toEqual([
      { kind: 'cancel', orderId: 'MNQ-O2' },
      { kind: 'cancel', orderId: 'MNQ-O3' },
    ]);
    const waits = next(first.state, { orders: live.map((each) => ({ ...each, status: 'pending_cancel' as const })) });
    expect(waits).toMatchObject({ phase: 'cancel', acts: [], asks: false });
    expect(next(waits.state)).toMatchObject({ phase: 'close', acts: [{ kind: 'close', side: 'sell', qty: 1 }] });
    expect(next(waits.state, { netQty: -2 }).acts).toEqual([{ kind: 'close', side: 'buy', qty: 2 }]);
  });

  it('is flat when nothing is held and nothing works', () => {
    expect(next(FLATTEN_BEGIN, { netQty: 0 })).toMatchObject({ phase: 'flat', acts: [] });
  });

  it('asks for an order that the venue says it does not know, and does not cancel it again', () => {
    const doubtful = [state(stop, 'pending_cancel', { doubtMs: 5 })];
    const move = next(FLATTEN_BEGIN, { orders: doubtful });
    expect(move).toMatchObject({ phase: 'cancel', acts: [], asks: true });
  });

  it('asks when an answer does not come', () => {
    const orders = [state(stop, 'pending_cancel')];
    const first = next(FLATTEN_BEGIN, { orders, nowMs: 100 });
    expect(first).toMatchObject({ asks: false, wakeMs: 100 + FLATTEN_RULES.cancelPatienceMs });
    expect(next(first.state, { orders, nowMs: 900 })).toMatchObject({ asks: true, acts: [] });
  });

  it('puts the stop back when a closing order came to nothing, once, and tries again after 1, 2, 4, 8, 8 s', () => {
    let { state: now } = next(FLATTEN_BEGIN, { orders: live });
    let nowMs = 0;
    const pauses: number[] = [];
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      const close = next(now, { nowMs });
      expect(close.phase).toBe('close');
      const refused = next(closingSent(close.state, exit.orderId, nowMs), {
        nowMs,
        closing: state(exit, 'rejected', { reason: 'outside_hours' }),
      });
      expect(refused).toMatchObject({ phase: 'pause', failed: 'outside_hours' });
      expect(refused.acts).toEqual([{ kind: 'rearm', side: 'sell', qty: 1, stopTicks: 99_980 }]);
      const back = [state(stop, 'working', { stopTicks: 99_980 })];
      expect(next(refused.state, { nowMs: nowMs + 1, orders: back }).acts).toEqual([]);
      // Refused as well, it is not sent at every look.
      expect(next(refused.state, { nowMs: nowMs + 1 }).acts).toEqual([]);
      const dueMs = refused.wakeMs ?? 0;
      pauses.push(dueMs - nowMs);
      nowMs = dueMs;
      const again = next(refused.state, { nowMs, orders: back });
      expect(again).toMatchObject({ phase: 'cancel', acts: [{ kind: 'cancel', orderId: 'MNQ-O2' }] });
      now = again.state;
    }
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 8_000]);
  });

  it('has one closing order on its way at a time, and takes it back when it does not fill', () => {
    const sent = closingSent(next().state, exit.orderId, 0);
    const orders = [state(exit, 'working')];
    expect(next(sent, { orders, closing: orders[0], nowMs: 500 })).toMatchObject({ phase: 'close', acts: [] });
    const late = next(sent, { orders, closing: orders[0], nowMs: FLATTEN_RULES.closePatienceMs });
    expect(late.acts).toEqual([{ kind: 'cancel', orderId: 'MNQ-O4' }]);
  });

  it('in a closed market takes entries back and leaves the protection; what was taken away is put back', () => {
    const entryToo = [state({ ...entry, orderId: 'MNQ-O9' }, 'working'), ...live];
    const held = next(FLATTEN_BEGIN, { orders: entryToo, marketOpen: false });
    expect(held).toMatchObject({ phase: 'held', acts: [{ kind: 'cancel', orderId: 'MNQ-O9' }] });
    const { state: stripped } = next(FLATTEN_BEGIN, { orders: live });
    const closed = next(stripped, { marketOpen: false });
    expect(closed.acts).toEqual([{ kind: 'rearm', side: 'sell', qty: 1, stopTicks: 99_980 }]);
    // The one that is being canceled may still be there.
    const going = live.map((each) => ({ ...each, status: 'pending_cancel' as const }));
    expect(next(stripped, { orders: going, marketOpen: false }).acts).toEqual([]);
  });

  it('when the data have ended, closes whatever the hours, and does not try without end', () => {
    let { state: now } = next(FLATTEN_BEGIN, { marketOpen: false, dataEnded: true });
    let tries = 0;
    for (let i = 0; i < 20; i += 1) {
      const move = next(now, { marketOpen: false, dataEnded: true, closing: state(exit, 'rejected') });
      now = move.state;
      if (move.acts.some(({ kind }) => kind === 'close')) {
        tries += 1;
        now = closingSent(now, exit.orderId, 0);
      }
    }
    expect(tries).toBe(3);
  });
});
