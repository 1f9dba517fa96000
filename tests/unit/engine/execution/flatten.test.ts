import { describe, expect, it } from 'vitest';
import type { OrderStatus } from '../../../../engine/domain/order.ts';
import { BookLedger } from '../../../../engine/execution/book-ledger.ts';
import { nextFlattenMove } from '../../../../engine/execution/flatten.ts';
import { bracketOrders } from '../../../support/rows.ts';

const [entry, stop, target] = bracketOrders();

function state(order: typeof entry, status: OrderStatus) {
  if (order === undefined) throw new Error('no order');
  return { order, status, filledQty: 0, filledTicksSum: 0, qty: order.qty, submittedMs: 0, updatedMs: 0 };
}

function book(netQty: number): BookLedger {
  const ledger = new BookLedger('MNQ', 'MNQ-WINNER');
  ledger.position = { netQty, costTicksSum: Math.abs(netQty) * 100 };
  return ledger;
}

describe('nextFlattenMove', () => {
  it('cancels an entry and lets the venue take its waiting legs with it', () => {
    const move = nextFlattenMove(book(0), [
      state(entry, 'working'),
      state(stop, 'suspended'),
      state(target, 'suspended'),
    ]);
    expect(move).toMatchObject({ kind: 'cancel', orders: [{ order: { orderId: 'MNQ-O1' } }] });
  });

  it('cancels live protection, waits for the answers, then closes', () => {
    const live = [state(stop, 'working'), state(target, 'working')];
    expect(nextFlattenMove(book(1), live)).toMatchObject({ kind: 'cancel', orders: [{}, {}] });
    expect(nextFlattenMove(book(1), [state(stop, 'pending_cancel')])).toEqual({ kind: 'wait' });
    expect(nextFlattenMove(book(1), [])).toEqual({ kind: 'close', netQty: 1 });
  });

  it('waits for its own closing order and is done when flat', () => {
    const closing = state({ ...entry!, role: 'exit' }, 'working');
    expect(nextFlattenMove(book(1), [closing])).toEqual({ kind: 'wait' });
    expect(nextFlattenMove(book(0), [])).toEqual({ kind: 'done' });
  });
});
