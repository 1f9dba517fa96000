import { describe, expect, it } from 'vitest';
import { Ledger } from '../../../../engine/execution/ledger.ts';
import { STRATEGIES, bookOfStrategy } from '../../../../engine/domain/book.ts';
import { applyAll, bracketOrders, filled, row, submitted, ORIGIN } from '../../../support/rows.ts';

const BOOKS = STRATEGIES.map(bookOfStrategy);

function opened() {
  const ledger = new Ledger(BOOKS);
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
    const ledger = new Ledger(BOOKS);
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
    expect(book.held()[0]?.open).toMatchObject({
      tradeId: 'MNQ-WINNER-5000-1',
      initialStopTicks: 99_980,
      direction: 'long',
    });
    applyAll(ledger, [
      filled(target, 'F2', 1, 100_040, 0, 9_000),
      { type: 'OrderCanceled', orderId: stop.orderId, reason: 'oco' },
    ]);
    expect(book.isFlat).toBe(true);
    const holding = book.finished();
    const finished = holding?.finished;
    if (holding === undefined || finished === undefined) throw new Error('expected a finished trade');
    const trade = holding.toTrade('MNQ', finished, { maeCents: 0, mfeCents: 0 }, '2026-11-20');
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
      { type: 'ModifySubmitted', orderId: stop.orderId, commandId: 'MNQ-C1', stopTicks: 100_000, origin: ORIGIN },
      { type: 'OrderUpdated', orderId: stop.orderId, qty: 1, stopTicks: 100_000, commandId: 'MNQ-C1' },
      filled(stop, 'F2', 1, 99_999),
    ]);
    const finished = ledger.book('MNQ').finished()?.finished;
    expect(finished?.lastExit?.reason).toBe('break_even');
    expect(ledger.unanswered.size).toBe(0);
  });

  it('takes the day of its sums anew and forgets closed orders', () => {
    const { ledger, target } = opened();
    ledger.apply(row(filled(target, 'F2', 1, 100_040)));
    ledger.apply(row({ type: 'DayStarted', tradingDay: '2026-11-21' }, 2, 100_000));
    expect(ledger.book('MNQ').dayRealizedNetCents()).toBe(0);
    // Those of the day before stay one day more: a late word of the venue still finds its order.
    expect([...ledger.orders.keys()]).toEqual(['MNQ-O1', 'MNQ-O2', 'MNQ-O3']);
    ledger.apply(row({ type: 'DayStarted', tradingDay: '2026-11-23' }, 9, 200_000));
    expect([...ledger.orders.keys()]).toEqual(['MNQ-O2']);
  });

  it('refuses an order whose number does not follow', () => {
    const ledger = new Ledger(BOOKS);
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
      cause: 'turn',
      exitReason: 'signal' as const,
    };
    applyAll(ledger, [submitted(over), filled(over, 'F3', 3, 100_010)]);
    const book = ledger.book('MNQ');
    const holding = book.held()[0];
    expect(holding?.position).toEqual({ netQty: -2, costTicksSum: 200_020 });
    expect(holding?.finished?.exitFeesCents).toBe(37);
    expect(holding?.open?.entryFeesCents).toBe(74);
  });

  it('keeps the entry of an open position over the trading day, and forgets it once the position is closed', () => {
    const { ledger, entry, stop, target } = opened();
    ledger.apply(row({ type: 'DayStarted', tradingDay: '2026-11-23' }));
    expect(ledger.orders.get(entry.orderId)?.order.bracket?.stop.orderId).toBe(stop.orderId);
    applyAll(ledger, [
      filled(target, 'F2', 1, 100_040, 0, 9_000),
      { type: 'OrderCanceled', orderId: stop.orderId, reason: 'oco' },
    ]);
    ledger.apply(row({ type: 'DayStarted', tradingDay: '2026-11-24' }, 4, 100_000));
    ledger.apply(row({ type: 'DayStarted', tradingDay: '2026-11-25' }, 5, 200_000));
    expect(ledger.orders.size).toBe(0);
  });
});
