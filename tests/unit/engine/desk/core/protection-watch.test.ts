import { describe, expect, it } from 'vitest';
import { CoreDesk } from '../../../../support/core-desk.ts';
import { entryIntent } from '../../../../support/rows.ts';

const plain = entryIntent({ stop: { offsetTicks: 40 }, targets: [] });

/** An entry that has filled and whose stop the venue has not spoken of. */
function childrenLate(): CoreDesk {
  const bench = new CoreDesk();
  bench.step({ MNQ: 100_000 }, [], { MNQ: [plain] });
  bench.step({ MNQ: 100_000 }, [
    { kind: 'accepted', orderId: 'MNQ-O1', status: 'working' },
    bench.filled('MNQ-O1', 1, 100_001),
  ]);
  return bench;
}

describe('a position whose stop is not known', () => {
  it('keeps its calm for half a second: the stop comes, and nothing happens', () => {
    const bench = childrenLate();
    bench.step({ MNQ: 100_000 }, [{ kind: 'updated', orderId: 'MNQ-O2', qty: 1, stopTicks: 99_961 }]);
    for (let i = 0; i < 20; i += 1) bench.step();
    expect(bench.alarms()).toEqual([]);
    expect(bench.net()).toBe(1);
  });

  it('gets a stop of our own where it was planned, and is not closed', () => {
    const bench = childrenLate();
    for (let i = 0; i < 12; i += 1) bench.step({ MNQ: 100_000 }, bench.obeys(bench.sent));
    const [own] = bench.openOf('stop').filter((id) => id !== 'MNQ-O2');
    expect(bench.desk.ledger.order(own ?? '')).toMatchObject({ status: 'working', stopTicks: 99_961, qty: 1 });
    expect(bench.alarms('unprotected')).toHaveLength(1);
    expect(bench.of('FlattenStarted')).toEqual([]);
  });

  it('is closed when that does not come about either', () => {
    const bench = childrenLate();
    for (let i = 0; i < 30; i += 1) {
      const told = bench.sent.flatMap((command) =>
        command.kind === 'place' && command.order.role === 'stop'
          ? [{ kind: 'rejected', orderId: command.order.orderId, reason: 'bad_order', detail: 'no' } as const]
          : bench.obeys([command]),
      );
      bench.step({ MNQ: 100_000 }, told);
    }
    expect(bench.of('FlattenStarted')).toMatchObject([{ reason: 'unprotected' }]);
    expect(bench.net()).toBe(0);
  });

  it('counts a stop that is being canceled as none', () => {
    const bench = new CoreDesk();
    bench.enter('MNQ', plain);
    bench.desk.act({ by: 'desk', duty: 'desk', cause: 'a test' }, false).cancel('MNQ-O2', 'by_venue');
    for (let i = 0; i < 4; i += 1) bench.step();
    expect(bench.alarms('unprotected')).toHaveLength(1);
  });
});

describe('orders that protect nothing', () => {
  it('are taken back when the position is gone', () => {
    const bench = new CoreDesk();
    bench.enter();
    bench.step({ MNQ: 100_000 }, [{ kind: 'canceled', orderId: 'MNQ-O2', reason: 'by_venue' }]);
    for (let i = 0; i < 4; i += 1) bench.step({ MNQ: 100_000 }, bench.obeys(bench.sent));
    const [own = ''] = bench.openOf('stop');
    expect(bench.desk.ledger.order(own).status).toBe('working');
    // The venue ties its target to its own stop, not to ours.
    bench.step({ MNQ: 100_081 }, [bench.filled('MNQ-O3', 1, 100_081)]);
    for (let i = 0; i < 4; i += 1) bench.step({ MNQ: 100_081 }, bench.obeys(bench.sent));
    expect([bench.net(), bench.openOf('stop')]).toEqual([0, []]);
    expect(bench.of('CancelSubmitted').at(-1)).toMatchObject({ orderId: own, reason: 'position_closed' });
  });

  it('an own stop beside the venue’s is excess, and goes', () => {
    const bench = childrenLate();
    for (let i = 0; i < 4; i += 1) bench.step({ MNQ: 100_000 }, bench.obeys(bench.sent));
    bench.step({ MNQ: 100_000 }, [{ kind: 'updated', orderId: 'MNQ-O2', qty: 1, stopTicks: 99_961 }]);
    for (let i = 0; i < 4; i += 1) bench.step({ MNQ: 100_000 }, bench.obeys(bench.sent));
    expect(bench.openOf('stop')).toEqual(['MNQ-O2']);
    expect(bench.of('CancelSubmitted')).toMatchObject([{ reason: 'excess' }]);
  });
});
