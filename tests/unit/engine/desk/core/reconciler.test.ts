import { describe, expect, it } from 'vitest';
import type { BrokerOrder } from '../../../../../engine/domain/broker.ts';
import { CoreDesk, PERSON } from '../../../../support/core-desk.ts';
import { entryIntent } from '../../../../support/rows.ts';

/** A minute later the books are compared. */
const minute = (bench: CoreDesk): unknown => bench.step({ MNQ: 100_000 }, [], {}, 60_000);
const stranger: BrokerOrder = {
  orderId: '4711',
  root: 'MNQ',
  contractId: 'MNQZ6',
  side: 'buy',
  type: 'limit',
  status: 'working',
  qty: 2,
  filledQty: 0,
  limitTicks: 99_000,
};

describe('a difference between our books and the venue’s', () => {
  it('of a position: EXTERNAL takes it, entries are blocked, and it is said once, not each minute', () => {
    const bench = new CoreDesk();
    const held = { root: 'MNQ', contractId: 'MNQZ6', netQty: 7, costTicksSum: 700_000 };
    bench.venue = () => ({ ...bench.ownBooks(), positions: [held] });
    for (let i = 0; i < 5; i += 1) minute(bench);
    expect(bench.of('DifferenceFound')).toMatchObject([
      { key: 'position:MNQZ6', difference: { ours: 0, venues: 7 }, act: 'adopted' },
    ]);
    expect(bench.alarms('external_position')).toHaveLength(1);
    expect(bench.net('EXTERNAL')).toBe(7);
    bench.step({ MNQ: 100_000 }, [], { MNQ: [entryIntent()] });
    expect(bench.of('OrderDenied').at(-1)?.reason).toBe('blocked');
    expect(bench.of('OrderSubmitted')).toEqual([]);
    const view = bench.desk.view();
    expect(view.differences).toMatchObject([{ key: 'position:MNQZ6', blocks: true }]);
    expect(view.blocks[0]?.detail).toBe('MNQZ6: our books hold 0, the venue 7');
    // It counts in exposure and P&L.
    expect(view.exposure).toBe(7);
  });

  it('is confirmed by a person, and entries go on', () => {
    const bench = new CoreDesk();
    const held = { root: 'MNQ', contractId: 'MNQZ6', netQty: 1, costTicksSum: 100_000 };
    bench.venue = () => ({ ...bench.ownBooks(), positions: [held] });
    minute(bench);
    expect(bench.desk.reconciler.acknowledge(bench.desk.act(PERSON, true), 'position:ZZZ')).toBe(false);
    expect(bench.desk.reconciler.acknowledge(bench.desk.act(PERSON, true), 'position:MNQZ6')).toBe(true);
    expect(bench.desk.ledger.blocksOf('MNQ')).toEqual([]);
    expect(bench.of('DifferenceOver')).toEqual([]);
    bench.step();
    expect(bench.of('DifferenceOver')).toMatchObject([{ how: 'acknowledged' }]);
  });

  it('of a position that the venue closed without telling: the book is released, at the price that the money shows', () => {
    const bench = new CoreDesk();
    bench.enter();
    // Bought at 100,001; sold 20 ticks higher, at 37 cents of fee: 10 dollars less 0.37.
    bench.venue = () => {
      const books = bench.ownBooks();
      return { ...books, positions: [], openOrders: [], cashCents: 5_000_000 - 37 + 1_000 - 37 };
    };
    minute(bench);
    expect([bench.net('MNQ'), bench.net('EXTERNAL')]).toEqual([0, 0]);
    expect(bench.of('TradeClosed')).toMatchObject([
      { trade: { book: 'MNQ', exitReason: 'external', entryTicksSum: 100_001, exitTicksSum: 100_020, netCents: 913 } },
    ]);
    expect(bench.alarms('external_position').at(-1)).toContain('1 of its 1 MNQZ6 was closed outside of Pitwall');
    minute(bench);
    // The odd cents of the fee.
    expect(bench.of('BalanceAdjusted')).toMatchObject([{ cents: 13 }]);
    expect(bench.desk.ledger.balanceCents()).toBe(5_000_926);
    // A person is to see it before anything is risked again.
    expect(bench.desk.ledger.blocksOf('MNQ')).toHaveLength(1);
    expect(bench.of('DifferenceOver').map(({ key }) => key)).toContain('order_gone:MNQ-O2');
  });

  it('of a part of it: the rest stays, and its protection is cut to size', () => {
    const bench = new CoreDesk();
    bench.enter(
      'MNQ',
      entryIntent({ qty: 3, stop: { offsetTicks: 40 }, targets: [{ price: { offsetTicks: 80 }, qty: 3 }] }),
    );
    const held = { root: 'MNQ', contractId: 'MNQZ6', netQty: 1, costTicksSum: 100_001 };
    bench.venue = () => ({ ...bench.ownBooks(), positions: [held] });
    minute(bench);
    expect([bench.net('MNQ'), bench.net('EXTERNAL')]).toEqual([1, 0]);
    expect(bench.of('TradeClosed')).toEqual([]);
  });

  it('of one contract leaves the other alone', () => {
    const two = new CoreDesk({ ids: ['MNQ', 'MES'] });
    two.enter('MNQ');
    two.enter('MES');
    const mes = two.ownBooks().positions.filter(({ root }) => root === 'MES');
    two.venue = () => ({ ...two.ownBooks(), positions: mes });
    two.step({ MNQ: 100_000 }, [], {}, 60_000);
    expect([two.net('MNQ'), two.net('MES'), two.net('EXTERNAL')]).toEqual([0, 1, 0]);
  });

  it('of an order that is gone: our books follow', () => {
    const bench = new CoreDesk();
    bench.enter();
    bench.venue = () => {
      const books = bench.ownBooks();
      return { ...books, openOrders: books.openOrders.filter(({ orderId }) => orderId !== 'MNQ-O3') };
    };
    minute(bench);
    expect(bench.desk.ledger.order('MNQ-O3')).toMatchObject({ status: 'canceled', reason: 'not_at_venue' });
    expect(bench.of('DifferenceFound')).toMatchObject([{ difference: { kind: 'order_gone' }, act: 'booked' }]);
    minute(bench);
    expect(bench.of('DifferenceOver')).toMatchObject([{ key: 'order_gone:MNQ-O3', how: 'gone' }]);
    expect(bench.desk.ledger.blocksOf('MNQ')).toEqual([]);
  });

  it('of an order that was moved by hand: our books follow', () => {
    const bench = new CoreDesk();
    bench.enter();
    bench.venue = () => {
      const books = bench.ownBooks();
      const moved = (order: BrokerOrder) => (order.orderId === 'MNQ-O2' ? { ...order, stopTicks: 99_950 } : order);
      return { ...books, openOrders: books.openOrders.map(moved) };
    };
    minute(bench);
    expect(bench.desk.ledger.order('MNQ-O2').stopTicks).toBe(99_950);
    expect(bench.alarms('books_differ')[0]).toContain('with us 1 at tick 99961, at the venue 1 at tick 99950');
  });

  it('of an order that nobody here placed: EXTERNAL shows it, and it is not touched', () => {
    const bench = new CoreDesk();
    const own = () => ({ ...bench.ownBooks(), openOrders: [...bench.ownBooks().openOrders, stranger] });
    bench.venue = own;
    minute(bench);
    expect(bench.desk.ledger.foreignOrder('4711')).toMatchObject({ status: 'working', limitTicks: 99_000 });
    expect(bench.sent).toEqual([]);
    bench.venue = () => bench.ownBooks();
    for (let i = 0; i < 3; i += 1) minute(bench);
    expect(bench.alarms('external_position')).toHaveLength(1);
  });

  it('of an order of ours that we believe closed: it is canceled', () => {
    const bench = new CoreDesk();
    bench.enter();
    const again: BrokerOrder = { ...stranger, orderId: 'MNQ-O1', book: 'MNQ' };
    bench.venue = () => ({ ...bench.ownBooks(), openOrders: [...bench.ownBooks().openOrders, again] });
    minute(bench);
    expect(bench.sent).toMatchObject([{ kind: 'cancel', orderId: 'MNQ-O1', reason: 'excess' }]);
    minute(bench);
    expect(bench.of('DifferenceFound')).toHaveLength(1);
  });

  it('of a cent is booked in silence, of a dollar with an alarm, of 25 with a block', () => {
    for (const [cents, alarms, blocks] of [
      [3, 0, 0],
      [-150, 1, 0],
      [2_500, 1, 1],
    ] as const) {
      const bench = new CoreDesk();
      bench.venue = () => ({ ...bench.ownBooks(), cashCents: 5_000_000 + cents });
      minute(bench);
      expect(bench.desk.ledger.balanceCents()).toBe(5_000_000 + cents);
      expect(bench.alarms('books_differ')).toHaveLength(alarms);
      expect(bench.desk.ledger.blocksOf('MNQ')).toHaveLength(blocks);
      expect(bench.of('BalanceAdjusted')).toMatchObject([{ cents }]);
    }
  });

  it('that cannot be booked is said, and blocks', () => {
    const bench = new CoreDesk();
    const held = { root: 'ZZZ', contractId: 'ZZZZ6', netQty: 1, costTicksSum: 10 };
    bench.venue = () => ({ ...bench.ownBooks(), positions: [held] });
    for (let i = 0; i < 3; i += 1) minute(bench);
    expect(bench.of('DifferenceFound')).toMatchObject([{ act: 'watched' }]);
    expect(bench.desk.ledger.blocksOf('MNQ')).toHaveLength(1);
  });

  it('a state of another moment proves nothing', () => {
    const bench = new CoreDesk();
    bench.enter();
    const act = bench.desk.act(PERSON, true);
    expect(bench.desk.reconciler.take(act, { ...bench.ownBooks(), lastReportSeq: 99, positions: [] })).toBe(false);
    expect(bench.net()).toBe(1);
  });
});
