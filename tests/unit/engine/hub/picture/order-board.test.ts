import { expect, test } from 'vitest';
import { OrderBoard } from '../../../../../engine/hub/picture/order-board.ts';
import { rowOf } from '../../../../support/wire/fixtures.ts';
import { tradeRows } from '../../../../support/wire/hub-story.ts';

test('orders follow the rows, with averages and reasons', () => {
  const board = new OrderBoard();
  const rows = tradeRows(1);
  const seen = rows
    .map((row) => board.apply(row))
    .map((order) => order && [order.orderId, order.status, order.filledQty, order.averageTicks]);
  expect(seen).toEqual([
    ['MNQ-O1', 'pending_new', 0, undefined],
    ['MNQ-O2', 'pending_new', 0, undefined],
    ['MNQ-O1', 'working', 0, undefined],
    ['MNQ-O2', 'suspended', 0, undefined],
    ['MNQ-O1', 'working', 1, 84_000],
    ['MNQ-O1', 'filled', 2, 84_002],
    ['MNQ-O2', 'working', 0, undefined],
    ['MNQ-O2', 'filled', 2, 83_899],
    undefined,
    ['denied-10', 'denied', 0, undefined],
  ]);
  expect(board.open).toEqual([]);
  expect(board.all.map(({ orderId }) => orderId)).toEqual(['MNQ-O1', 'MNQ-O2']);
});

test('rows of orders from before its memory are passed over; a new day forgets the closed ones', () => {
  const board = new OrderBoard();
  expect(board.apply(rowOf(1, { type: 'OrderCanceled', orderId: 'MNQ-O9', reason: 'oco' }))).toBeUndefined();
  for (const row of tradeRows(1).slice(0, 6)) board.apply(row);
  board.apply(rowOf(99, { type: 'DayStarted', tradingDay: '2026-11-21' }));
  expect(board.all.map(({ orderId }) => orderId)).toEqual(['MNQ-O2']);
});

test('a cancel under way shows, and its rejection takes it back', () => {
  const board = new OrderBoard();
  for (const row of tradeRows(1).slice(0, 3)) board.apply(row);
  const origin = { by: 'person', user: 'owner', device: 'cockpit', cause: 'x' } as const;
  board.apply(rowOf(20, { type: 'CancelSubmitted', orderId: 'MNQ-O1', commandId: 'c', reason: 'by_stop', origin }));
  expect(board.find('MNQ-O1')?.status).toBe('pending_cancel');
  board.apply(
    rowOf(21, { type: 'CommandRejected', orderId: 'MNQ-O1', commandId: 'c', reason: 'refused', detail: 'too late' }),
  );
  expect(board.find('MNQ-O1')?.status).toBe('working');
});
