import { describe, expect, it } from 'vitest';
import type { ContractFacts } from '../../../../../engine/domain/contract.ts';
import { CoreDesk } from '../../../../support/core-desk.ts';
import { entryIntent } from '../../../../support/rows.ts';

/** A contract that the catalog does not have. */
const RTY: ContractFacts = {
  root: 'RTY',
  tickSize: 0.1,
  priceDecimals: 1,
  tickValueCents: 500,
  capWeight: 10,
  feePerSideCents: 140,
  marginCents: 700_000,
};

describe('a report of an order that is not ours', () => {
  it('is kept, alarmed and blocks entries, and kills neither this desk nor the next ones', () => {
    const bench = new CoreDesk();
    bench.enter();
    bench.venue = undefined;
    bench.step({ MNQ: 100_000 }, [bench.filled('BY-HAND-1', 1, 100_000)]);
    expect(bench.of('Quarantined')).toMatchObject([{ entry: { kind: 'filled', orderId: 'BY-HAND-1' } }]);
    expect(bench.alarms('unknown_order')).toHaveLength(1);
    for (let restart = 0; restart < 3; restart += 1) {
      bench.restart();
      bench.step();
    }
    expect(bench.net()).toBe(1);
    bench.step({ MNQ: 100_000 }, [], { MNQ: [entryIntent()] });
    expect(bench.of('OrderDenied').at(-1)).toMatchObject({ reason: 'blocked' });
  });

  it('blocks no longer than until the books were compared', () => {
    const bench = new CoreDesk();
    bench.enter();
    bench.venue = undefined;
    bench.step({ MNQ: 100_000 }, [{ kind: 'expired', orderId: 'MNQ-O99' }]);
    expect(bench.desk.ledger.blocksOf('MNQ')).toHaveLength(1);
    bench.venue = () => bench.ownBooks();
    bench.step();
    expect(bench.desk.ledger.blocksOf('MNQ')).toEqual([]);
    expect(bench.of('BlockLifted')).toHaveLength(1);
  });
});

describe('late, repeated and reordered reports', () => {
  it('a fill after the cancel counts: the position follows it, and it is said', () => {
    const bench = new CoreDesk();
    bench.enter();
    bench.step({ MNQ: 100_000 }, [
      { kind: 'canceled', orderId: 'MNQ-O3', reason: 'oco' },
      bench.filled('MNQ-O3', 1, 100_081),
    ]);
    expect(bench.net()).toBe(0);
    expect(bench.desk.ledger.order('MNQ-O3').status).toBe('filled');
    expect(bench.alarms('late_fill')).toHaveLength(1);
    expect(bench.of('TradeClosed')).toHaveLength(1);
  });

  it('a partial fill after the cancel leaves the order canceled', () => {
    const bench = new CoreDesk();
    bench.enter('MNQ', entryIntent({ qty: 2, targets: [{ price: { offsetTicks: 40 }, qty: 2 }] }));
    bench.step({ MNQ: 100_000 }, [
      { kind: 'canceled', orderId: 'MNQ-O3', reason: 'oco' },
      bench.filled('MNQ-O3', 1, 100_041, 1),
    ]);
    expect(bench.desk.ledger.order('MNQ-O3')).toMatchObject({ status: 'canceled', filledQty: 1 });
    expect(bench.net()).toBe(1);
  });

  it('more filled than was ordered counts too', () => {
    const bench = new CoreDesk();
    bench.enter();
    bench.step({ MNQ: 100_000 }, [bench.filled('MNQ-O1', 1, 100_002)]);
    expect(bench.net()).toBe(2);
    expect(bench.alarms('late_fill')).toHaveLength(1);
  });

  it('updates, acceptances and ends of an order that is closed are counted and dropped', () => {
    const bench = new CoreDesk();
    bench.enter();
    const before = bench.events().length;
    bench.step({ MNQ: 100_000 }, [
      { kind: 'updated', orderId: 'MNQ-O1', qty: 1, limitTicks: 5 },
      { kind: 'accepted', orderId: 'MNQ-O1', status: 'working' },
      { kind: 'canceled', orderId: 'MNQ-O1', reason: 'oco' },
      { kind: 'expired', orderId: 'MNQ-O1' },
      { kind: 'accepted', orderId: 'MNQ-O2', status: 'suspended' },
    ]);
    expect(bench.events()).toHaveLength(before);
    expect(bench.desk.intake.counts.repeats).toBe(5);
    expect(bench.desk.ledger.order('MNQ-O2').status).toBe('working');
  });

  it('the same fill by another way, and the same number again, count once', () => {
    const bench = new CoreDesk();
    bench.enter();
    const fill = bench.filled('MNQ-O3', 1, 100_081);
    const [numbered] = bench.entries([fill]);
    if (numbered === undefined) throw new Error('expected an entry');
    bench.desk.applyImmediate([numbered, numbered]);
    bench.desk.applyImmediate(bench.entries([fill]));
    expect(bench.net()).toBe(0);
    expect(bench.desk.intake.counts.repeats).toBe(2);
  });

  it('the order is known a trading day after it was closed', () => {
    const bench = new CoreDesk();
    bench.enter();
    bench.step({ MNQ: 100_000 }, [
      bench.filled('MNQ-O3', 1, 100_081),
      { kind: 'canceled', orderId: 'MNQ-O2', reason: 'oco' },
    ]);
    bench.step({ MNQ: 100_000 }, [], {}, 20 * 3_600_000);
    bench.step({ MNQ: 100_000 }, [bench.filled('MNQ-O2', 1, 99_961)]);
    expect(bench.net()).toBe(-1);
    expect(bench.of('Quarantined')).toEqual([]);
  });
});

describe('what cannot be', () => {
  it('entries of the log that never come: entries are blocked until the books were compared', () => {
    const bench = new CoreDesk();
    bench.enter();
    bench.venue = undefined;
    bench.step({ MNQ: 100_000 }, [{ ...bench.filled('MNQ-O3', 1, 100_081), reportSeq: 12 }]);
    expect(bench.net()).toBe(0);
    expect(bench.alarms('unknown_order')[0]).toContain('entries 7 to 11');
    expect(bench.desk.ledger.blocksOf('MNQ')).toHaveLength(1);
  });

  it('a fill without a size, without a price, a nonsense update: kept, nothing is booked', () => {
    const bench = new CoreDesk();
    bench.enter();
    bench.step({ MNQ: 100_000 }, [
      bench.filled('MNQ-O3', 0, 100_081),
      bench.filled('MNQ-O3', 1, Number.NaN),
      bench.filled('MNQ-O3', 1.5, 100_081),
      { kind: 'updated', orderId: 'MNQ-O2', qty: -1, stopTicks: 5 },
    ]);
    expect(bench.of('Quarantined')).toHaveLength(4);
    expect(bench.net()).toBe(1);
    expect(bench.desk.ledger.order('MNQ-O2').stopTicks).toBe(99_961);
  });

  it('a time that cannot be is replaced by the nearest that can', () => {
    const bench = new CoreDesk();
    bench.enter();
    const ahead = { ...bench.filled('MNQ-O3', 1, 100_081), timeMs: bench.endMs + 86_400_000 };
    bench.step({ MNQ: 100_000 }, [ahead]);
    const [trade] = bench.of('TradeClosed');
    expect(trade?.trade.exitMs).toBe(bench.endMs);
    expect(bench.desk.intake.counts.oddStamps).toBe(1);
    bench.step({ MNQ: 100_000 }, [{ kind: 'canceled', orderId: 'MNQ-O2', reason: 'oco', timeMs: Number.NaN }]);
    expect(bench.openOf('stop')).toEqual([]);
  });
});

describe('what is not ours', () => {
  it('an order and its fill in a contract outside of the catalog stand in the book EXTERNAL', () => {
    const bench = new CoreDesk();
    const of = { venueId: '4711', contractId: 'RTYZ6', contract: RTY, side: 'buy', qty: 2 } as const;
    bench.step({ MNQ: 100_000 }, [
      { kind: 'foreign_order', ...of, type: 'market', status: 'working', filledQty: 0, reducing: false },
      { kind: 'foreign_fill', ...of, fillId: 'X1', priceTicks: 22_000, feeCents: 280 },
    ]);
    const external = bench.desk.ledger.book('EXTERNAL');
    expect(external.held().map(({ contractId, netQty }) => [contractId, netQty])).toEqual([['RTYZ6', 2]]);
    expect(bench.alarms('external_position')).toHaveLength(1);
    const view = bench.desk.view();
    expect(view.exposure).toBe(20);
    expect(view.books.find(({ book }) => book === 'EXTERNAL')).toMatchObject({ kind: 'external', dayFeesCents: 280 });
    // It has no price: what is open is not known, and not nothing.
    expect(view.unpriced).toBe('RTYZ6');
    expect(view.books.find(({ book }) => book === 'EXTERNAL')?.positions[0]?.unrealizedCents).toBeNull();
    bench.restart();
    expect(bench.net('EXTERNAL')).toBe(2);
  });

  it('its changes, its end and a fill that comes before it', () => {
    const bench = new CoreDesk();
    const of = { venueId: '9', contractId: bench.contract(), contract: RTY, side: 'sell', qty: 1 } as const;
    const order = { kind: 'foreign_order', ...of, type: 'limit', filledQty: 0, reducing: false } as const;
    bench.step({ MNQ: 100_000 }, [
      { ...order, status: 'working', limitTicks: 100_100 },
      { ...order, status: 'working', limitTicks: 100_200 },
    ]);
    expect(bench.desk.ledger.foreignOrder('9')).toMatchObject({ status: 'working', limitTicks: 100_200 });
    bench.step({ MNQ: 100_000 }, [{ ...order, status: 'canceled' }]);
    expect(bench.desk.ledger.foreignOrder('9')?.status).toBe('canceled');
    bench.step({ MNQ: 100_000 }, [
      { kind: 'foreign_fill', ...of, venueId: '10', fillId: 'X9', priceTicks: 100_000, feeCents: 37 },
    ]);
    expect(bench.net('EXTERNAL')).toBe(-1);
  });
});

describe('a command whose fate the broker does not know', () => {
  it('blocks its book, and only its book, until it is known', () => {
    const bench = new CoreDesk({ ids: ['MNQ', 'MES'] });
    bench.step({ MNQ: 100_000, MES: 27_000 }, [], { MNQ: [entryIntent()] });
    bench.step({}, [{ kind: 'doubt', orderId: 'MNQ-O1', detail: 'no answer within 10 s' }]);
    expect(bench.desk.ledger.blocksOf('MNQ')).toMatchObject([{ code: 'doubt', subject: 'MNQ-O1' }]);
    expect(bench.desk.ledger.blocksOf('MES')).toEqual([]);
    bench.step({}, [{ kind: 'doubt_over', orderId: 'MNQ-O1', found: 'never' }]);
    expect(bench.desk.ledger.blocksOf('MNQ')).toEqual([]);
    expect(bench.desk.ledger.openOrders('MNQ')).toEqual([]);
  });
});
