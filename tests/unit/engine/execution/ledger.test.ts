import { describe, expect, it } from 'vitest';
import { Ledger } from '../../../../engine/execution/ledger.ts';
import { toTrade } from '../../../../engine/execution/book-ledger.ts';
import { applyAll, bracketOrders, filled, row, submitted, ORIGIN } from '../../../support/rows.ts';

function opened() {
  const ledger = new Ledger((book) => `${book}-WINNER`);
  const [entry, stop, target] = bracketOrders();
  if (entry === undefined || stop === undefined || target === undefined) throw new Error('no bracket');
  applyAll(ledger, [
    { type: 'RunStarted', mode: 'SIM', account: 'SIM-1', run: 'run-1', startBalanceCents: 5_000_000, configHash: 'x' },
    submitted(entry),
    submitted(stop),
    submitted(target),
    { type: 'OrderAccepted', orderId: entry.orderId, status: 'working' },
    { type: 'OrderAccepted', orderId: stop.orderId, status: 'suspended' },
    { type: 'OrderAccepted', orderId: target.orderId, status: 'suspended' },
    filled(entry, 'F1', 1, 100_000),
    { type: 'OrderUpdated', orderId: stop.orderId, qty: 1, stopTicks: 99_980 },
    { type: 'OrderUpdated', orderId: target.orderId, qty: 1, limitTicks: 100_040 },
  ]);
  return { ledger, entry, stop, target };
}

describe('Ledger', () => {
  it('holds what the venue has not answered, and lets go of what it has', () => {
    const ledger = new Ledger((book) => book);
    const [entry, stop, target] = bracketOrders();
    applyAll(ledger, [submitted(entry!), submitted(stop!), submitted(target!)]);
    expect([...ledger.unanswered.keys()]).toEqual(['MNQ-O1']);
    ledger.apply(row({ type: 'OrderAccepted', orderId: 'MNQ-O1', status: 'working' }));
    expect(ledger.unanswered.size).toBe(0);
    ledger.apply(
      row({ type: 'CancelSubmitted', orderId: 'MNQ-O1', commandId: 'MNQ-C1', reason: 'by_stop', origin: ORIGIN }),
    );
    expect([...ledger.unanswered.keys()]).toEqual(['MNQ-C1']);
    ledger.apply(row({ type: 'OrderCanceled', orderId: 'MNQ-O1', reason: 'by_stop' }));
    expect(ledger.unanswered.size).toBe(0);
  });

  it('opens a trade with its stop, and closes it at the target with net = gross - fees', () => {
    const { ledger, stop, target } = opened();
    const book = ledger.book('MNQ');
    expect(book.open).toMatchObject({ tradeId: 'MNQ-WINNER-5000-1', initialStopTicks: 99_980, direction: 'long' });
    applyAll(ledger, [
      filled(target, 'F2', 1, 100_040, 0, 9_000),
      { type: 'OrderCanceled', orderId: stop.orderId, reason: 'oco' },
    ]);
    expect(book.position.netQty).toBe(0);
    const finished = book.finished;
    if (finished === undefined) throw new Error('expected a finished trade');
    const trade = toTrade('MNQ', finished, { maeCents: 0, mfeCents: 0 }, '2026-11-20');
    expect(trade).toMatchObject({
      grossCents: 40 * 50,
      feesCents: 74,
      netCents: 1_926,
      riskCents: 20 * 50,
      exitReason: 'tp_hit',
      mfeCents: 2_000,
    });
    expect(ledger.balanceCents()).toBe(5_000_000 + 1_926);
  });

  it('calls a stop that was moved to the entry break-even', () => {
    const { ledger, stop } = opened();
    applyAll(ledger, [
      { type: 'ModifySubmitted', orderId: stop.orderId, commandId: 'MNQ-C1', stopTicks: 100_000, cause: 'break-even' },
      { type: 'OrderUpdated', orderId: stop.orderId, qty: 1, stopTicks: 100_000, commandId: 'MNQ-C1' },
      filled(stop, 'F2', 1, 99_999),
    ]);
    const finished = ledger.book('MNQ').finished;
    expect(finished?.lastExit?.reason).toBe('break_even');
    expect(ledger.unanswered.size).toBe(0);
  });

  it('takes the day of its sums anew and forgets closed orders', () => {
    const { ledger, target } = opened();
    applyAll(ledger, [filled(target, 'F2', 1, 100_040), { type: 'DayStarted', tradingDay: '2026-11-21' }]);
    expect(ledger.book('MNQ').dayRealizedNetCents()).toBe(0);
    expect([...ledger.orders.keys()]).toEqual(['MNQ-O2']);
  });

  it('refuses an order whose number does not follow', () => {
    const ledger = new Ledger((book) => book);
    const [entry] = bracketOrders('MNQ', 4);
    expect(() => ledger.apply(row(submitted(entry!)))).toThrow(/expected order MNQ-O1, found MNQ-O5/);
  });

  it('attributes both halves of a fill that turns a position over', () => {
    const { ledger, entry } = opened();
    const over = {
      ...entry,
      orderId: 'MNQ-O4',
      side: 'sell' as const,
      role: 'exit' as const,
      qty: 3,
      cause: 'signal: turn',
    };
    applyAll(ledger, [submitted(over), filled(over, 'F3', 3, 100_010)]);
    const book = ledger.book('MNQ');
    expect(book.position).toEqual({ netQty: -2, costTicksSum: 200_020 });
    expect(book.finished?.exitFeesCents).toBe(37);
    expect(book.open?.entryFeesCents).toBe(74);
  });

  it('keeps the entry of an open position over the trading day, and forgets it once the position is closed', () => {
    const { ledger, entry, stop, target } = opened();
    ledger.apply(row({ type: 'DayStarted', tradingDay: '2026-11-23' }));
    expect(ledger.orders.get(entry.orderId)?.order.bracket?.stop.orderId).toBe(stop.orderId);
    applyAll(ledger, [
      filled(target, 'F2', 1, 100_040, 0, 9_000),
      { type: 'OrderCanceled', orderId: stop.orderId, reason: 'oco' },
      { type: 'DayStarted', tradingDay: '2026-11-24' },
    ]);
    expect(ledger.orders.size).toBe(0);
  });
});
