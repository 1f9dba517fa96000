import { describe, expect, it } from 'vitest';
import type { OrderView } from '../../../../../engine/domain/views.ts';
import { OrderBoard } from '../../../../../engine/hub/picture/order-board.ts';
import {
  encodeCockpitOrder,
  encodeOrderNotification,
  encodeOrderUpdate,
} from '../../../../../engine/wire/encode/order.ts';
import { rowOf } from '../../../../support/wire/fixtures.ts';
import { tradeRows } from '../../../../support/wire/hub-story.ts';

function after(rows: number): OrderBoard {
  const board = new OrderBoard();
  for (const row of tradeRows(1).slice(0, rows)) board.apply(row);
  return board;
}

const update = (order: OrderView | undefined) => {
  if (order === undefined) throw new Error('expected an order on the board');
  return encodeOrderUpdate(order, 'owner');
};

describe('an order', () => {
  it('that waits for its entry stands at the expected price, and at the real one when it works', () => {
    expect(update(after(4).find('MNQ-O2'))).toMatchObject({ status: 'PENDING', type: 'STOP', price: 20_975 });
    const board = after(6);
    board.apply(rowOf(7, { type: 'OrderUpdated', orderId: 'MNQ-O2', qty: 2, stopTicks: 83_904 }));
    expect(update(board.find('MNQ-O2'))).toMatchObject({ status: 'OPEN', price: 20_976 });
  });

  it('that was denied has the type and prices that it was asked with; a market order has no price', () => {
    const [denied] = tradeRows(1).slice(-1);
    if (denied?.event.type !== 'OrderDenied') throw new Error('the story ends with a denied order');
    const limit = new OrderBoard().apply(denied);
    expect(update(limit)).toMatchObject({ type: 'LIMIT', price: 6_002.5, status: 'DENIED' });
    const { limitTicks: _limit, ...event } = denied.event;
    const market = new OrderBoard().apply({ ...denied, event: { ...event, orderType: 'market' } });
    if (market === undefined) throw new Error('expected the denied order');
    expect(update(market)).toMatchObject({ type: 'MARKET', price: null });
    expect(encodeOrderNotification(market, 'ORDER_DENIED', 1)).not.toHaveProperty('price');
    expect(encodeCockpitOrder(market)).toMatchObject({ type: 'market', limitPrice: null, stopPrice: 6_007.5 });
  });

  it('tells why it ended by code and in words, alike in every message, and nothing when it was filled', () => {
    const board = after(2);
    const venue = { reason: 'outside_hours', detail: 'closed since 16:00' } as const;
    const rejected = board.apply(rowOf(3, { type: 'OrderRejected', orderId: 'MNQ-O1', ...venue }));
    const canceled = board.apply(rowOf(4, { type: 'OrderCanceled', orderId: 'MNQ-O2', reason: 'parent_closed' }));
    const expired = after(3).apply(rowOf(4, { type: 'OrderExpired', orderId: 'MNQ-O1' }));
    const told = (order: OrderView | undefined) => {
      if (order === undefined) throw new Error('expected an order');
      const { reasonCode, reason } = update(order);
      const rest = [encodeCockpitOrder(order), encodeOrderNotification(order, 'ORDER_CANCELED', 1)];
      for (const each of rest) expect(each).toMatchObject({ reasonCode, reason });
      return [reasonCode, reason];
    };
    expect([rejected, canceled, expired].map(told)).toEqual([
      ['outside_hours', 'the session is closed (closed since 16:00)'],
      ['parent_closed', 'its entry was closed without a fill'],
      ['expired', 'the time that it was good for is over'],
    ]);
    const filled = after(6).find('MNQ-O1');
    if (filled === undefined) throw new Error('expected the entry');
    expect(update(filled)).not.toHaveProperty('reasonCode');
    expect(encodeCockpitOrder(filled)).toMatchObject({ reasonCode: null, reason: null });
  });
});
