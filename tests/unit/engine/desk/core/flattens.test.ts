import { describe, expect, it } from 'vitest';
import type { BrokerCommand } from '../../../../../engine/domain/broker.ts';
import { ofDuty } from '../../../../../engine/domain/origin.ts';
import { ACCOUNT } from '../../../../../engine/domain/scope.ts';
import { CME } from '../../../../../engine/domain/session.ts';
import { entryIntent } from '../../../../support/rows.ts';
import { CoreDesk, type TestEntry } from '../../../../support/core-desk.ts';

/** A book that holds one contract, with a flatten of the machine begun. */
function begun(bench = new CoreDesk()): CoreDesk {
  bench.enter();
  bench.desk.act(ofDuty('risk', 'a limit'), false).startFlatten(ACCOUNT, 'risk_limit');
  return bench;
}

/** So many steps, with what the venue makes of the commands of each. */
function play(bench: CoreDesk, steps: number, venue: (sent: readonly BrokerCommand[]) => readonly TestEntry[]): void {
  for (let i = 0; i < steps; i += 1) bench.step({ MNQ: 100_000 }, venue(bench.sent));
}

const closes = (bench: CoreDesk): number =>
  bench.of('OrderSubmitted').filter(({ order }) => order.role === 'exit').length;

describe('a flatten of the machine', () => {
  it('is proved at the venue, with a receipt', () => {
    const bench = begun();
    play(bench, 6, (sent) => bench.obeys(sent));
    expect(bench.net()).toBe(0);
    expect(bench.of('FlattenEnded')).toMatchObject([{ verified: true }]);
    const [receipt] = bench.journal.receipts;
    expect(receipt).toMatchObject({ verified: true, ended: true, clock: 'market', actor: 'risk', positions: [] });
    expect(receipt?.steps.map(({ name }) => name)).toEqual([
      'entries_blocked',
      'orders_canceled',
      'position_closed',
      'venue_verified',
    ]);
  });

  it('is not ended by our own books: the venue must say so', () => {
    const bench = begun();
    bench.venue = undefined;
    play(bench, 20, (sent) => bench.obeys(sent));
    expect(bench.net()).toBe(0);
    expect(bench.of('FlattenEnded')).toEqual([]);
    expect(bench.alarms('flatten_stuck')[0]).toContain('our books are flat and the venue does not say so');
    bench.venue = () => bench.ownBooks();
    play(bench, 2, (sent) => bench.obeys(sent));
    expect(bench.of('FlattenEnded')).toMatchObject([{ verified: true }]);
  });

  it('refused for a minute, tries nine times and no more, keeps the stop in between, and says so', () => {
    const bench = begun();
    let naked = 0;
    for (let i = 0; i < 240; i += 1) {
      bench.step({ MNQ: 100_000 }, bench.refusesToClose(bench.sent));
      if (bench.openOf('stop').length === 0 && bench.openOf('exit').length === 0) naked += 1;
    }
    // 1 + 2 + 4 s, then every 8: nine or ten tries in a minute, where there were 239.
    expect(closes(bench)).toBeGreaterThanOrEqual(8);
    expect(closes(bench)).toBeLessThanOrEqual(10);
    expect(bench.net()).toBe(1);
    // Between the cancel's answer and the new stop's acknowledgement lie a step or two.
    expect(naked).toBeLessThanOrEqual(2 * closes(bench));
    expect(bench.alarms('flatten_stuck').length).toBeGreaterThanOrEqual(closes(bench) - 1);
    expect(bench.of('FlattenEnded')).toEqual([]);
    play(bench, 60, (sent) => bench.obeys(sent));
    expect(bench.net()).toBe(0);
    expect(bench.of('FlattenEnded')).toMatchObject([{ verified: true }]);
    expect(bench.openOf('stop')).toEqual([]);
  });

  /** A venue that knows no order of ours. */
  const forgets = (bench: CoreDesk) => (sent: readonly BrokerCommand[]) =>
    sent.flatMap((command): readonly TestEntry[] => {
      if (command.kind !== 'cancel') return bench.obeys([command]);
      const { orderId, commandId } = command;
      return [{ kind: 'command_rejected', orderId, commandId, reason: 'unknown_order', detail: 'no such open order' }];
    });

  it('whose orders the venue does not know asks for them, and closes', () => {
    const bench = begun();
    bench.venue = () => ({ ...bench.ownBooks(), openOrders: [] });
    play(bench, 12, forgets(bench));
    expect(bench.of('CancelSubmitted')).toHaveLength(2);
    expect(bench.of('OrderCanceled').map(({ reason }) => reason)).toEqual(['not_at_venue', 'not_at_venue']);
    expect(closes(bench)).toBe(1);
    expect(bench.net()).toBe(0);
    expect(bench.of('FlattenEnded')).toMatchObject([{ verified: true }]);
  });

  it('does not ask again at every look where the venue contradicts itself', () => {
    const bench = begun();
    play(bench, 240, forgets(bench));
    // Two legs, asked after 1, 2, 4 and then every 8 s, where it was once a step.
    expect(bench.of('CancelSubmitted').length).toBeLessThanOrEqual(22);
    expect(bench.alarms('flatten_stuck').length).toBeGreaterThanOrEqual(3);
    play(bench, 60, (sent) => bench.obeys(sent));
    expect(bench.net()).toBe(0);
  });

  it('whose answers are lost is not sent a second closing order', () => {
    const bench = begun();
    play(bench, 3, (sent) => sent.flatMap((command) => (command.kind === 'cancel' ? bench.obeys([command]) : [])));
    expect(closes(bench)).toBe(1);
    play(bench, 200, () => []);
    expect(closes(bench)).toBe(1);
    expect(bench.alarms('flatten_stuck').length).toBeGreaterThan(2);
  });

  it('goes on after a restart where it was', () => {
    const bench = begun();
    for (let i = 0; i < 40; i += 1) {
      bench.step({ MNQ: 100_000 }, bench.refusesToClose(bench.sent));
      bench.restart();
    }
    // 1 + 2 + 4 s of ten: a restart does not forget the pause.
    expect(closes(bench)).toBeLessThanOrEqual(5);
    play(bench, 60, (sent) => bench.obeys(sent));
    expect(bench.net()).toBe(0);
  });

  it('of one book leaves the others as they are', () => {
    const bench = new CoreDesk({ ids: ['MNQ', 'MES'] });
    bench.enter('MNQ');
    bench.enter('MES');
    bench.desk.act(ofDuty('session', 'x'), false).startFlatten({ book: 'MNQ' }, 'end_of_session');
    for (let i = 0; i < 8; i += 1) bench.step({ MNQ: 100_000, MES: 100_000 }, bench.obeys(bench.sent));
    expect([bench.net('MNQ'), bench.net('MES')]).toEqual([0, 1]);
    expect(bench.openOf('stop', 'MES')).toHaveLength(1);
    expect(bench.of('FlattenEnded')).toMatchObject([{ verified: true, scope: { book: 'MNQ' } }]);
  });

  it('of everything closes what stands in EXTERNAL too', () => {
    const bench = new CoreDesk();
    const contract = bench.quoteFacts();
    const of = { venueId: '7', contractId: bench.contract(), contract, side: 'buy', qty: 3 } as const;
    bench.step({ MNQ: 100_000 }, [{ kind: 'foreign_fill', ...of, fillId: 'X', priceTicks: 100_000, feeCents: 0 }]);
    bench.desk.act(ofDuty('risk', 'a limit'), false).startFlatten(ACCOUNT, 'risk_limit');
    play(bench, 8, (sent) => bench.obeys(sent));
    expect(bench.net('EXTERNAL')).toBe(0);
    expect(bench.of('FlattenEnded')).toMatchObject([{ verified: true }]);
  });

  describe('that is refused, with no stop that anybody remembers', () => {
    /** EXTERNAL holds three: nobody ever placed a stop for them. */
    const foreign = (bench: CoreDesk, root = 'MNQ'): void => {
      const of = { venueId: '7', contractId: bench.contract(root), contract: bench.quoteFacts(root) } as const;
      const fill = { side: 'buy', qty: 3, fillId: 'X', priceTicks: 100_000, feeCents: 0 } as const;
      bench.step({ MNQ: 100_000 }, [{ kind: 'foreign_fill', ...of, ...fill }]);
      bench.desk.act(ofDuty('risk', 'a limit'), false).startFlatten(ACCOUNT, 'risk_limit');
    };
    const stops = (bench: CoreDesk, book: string) =>
      bench
        .of('OrderSubmitted')
        .filter(({ order }) => order.role === 'stop' && order.book === book && order.parentId === undefined)
        .map(({ order }) => order);

    it('gets one where the room of the day would be used up, and keeps it between the tries', () => {
      const bench = new CoreDesk({ risk: { dailyLossLimitCents: 60_000 } });
      foreign(bench);
      let naked = 0;
      for (let i = 0; i < 120; i += 1) {
        bench.step({ MNQ: 100_000 }, bench.refusesToClose(bench.sent));
        if (bench.openOf('stop', 'EXTERNAL').length + bench.openOf('exit', 'EXTERNAL').length === 0) naked += 1;
      }
      expect(bench.net('EXTERNAL')).toBe(3);
      expect(naked).toBeLessThanOrEqual(2 * closes(bench));
      const [first] = stops(bench, 'EXTERNAL');
      // Less than 600 dollars for three contracts at 50 cents a tick: under 400 ticks, and most of them.
      expect(first).toMatchObject({ side: 'sell', qty: 3 });
      expect(first?.stopTicks).toBeLessThan(100_000 - 300);
      expect(first?.stopTicks).toBeGreaterThan(100_000 - 400);
      expect(bench.alarms('unprotected')).toEqual([]);
      play(bench, 60, (sent) => bench.obeys(sent));
      expect(bench.net('EXTERNAL')).toBe(0);
    });

    it('without a limit risks the margin at most', () => {
      const bench = new CoreDesk({ risk: { dailyLossLimitCents: null } });
      foreign(bench);
      for (let i = 0; i < 8; i += 1) bench.step({ MNQ: 100_000 }, bench.refusesToClose(bench.sent));
      const { marginCents, tickValueCents } = bench.quoteFacts();
      expect(stops(bench, 'EXTERNAL')[0]?.stopTicks).toBe(100_000 - Math.floor(marginCents / tickValueCents));
    });

    it('has the stop of its entry where that has not come alive', () => {
      const bench = new CoreDesk();
      const stop = { offsetTicks: 40 };
      bench.step({ MNQ: 100_000 }, [], { MNQ: [entryIntent({ stop, targets: [] })] });
      const accepted = { kind: 'accepted', orderId: 'MNQ-O1', status: 'working' } as const;
      bench.step({ MNQ: 100_000 }, [accepted, bench.filled('MNQ-O1', 1, 100_001)]);
      bench.desk.act(ofDuty('risk', 'a limit'), false).startFlatten(ACCOUNT, 'risk_limit');
      for (let i = 0; i < 12; i += 1) bench.step({ MNQ: 100_000 }, bench.refusesToClose(bench.sent));
      expect(stops(bench, 'MNQ')[0]).toMatchObject({ side: 'sell', qty: 1, stopTicks: 100_001 - 40 });
    });

    it('without a price says loudly that none can be placed, once', () => {
      const bench = new CoreDesk();
      foreign(bench, 'MGC');
      for (let i = 0; i < 120; i += 1) bench.step({ MNQ: 100_000 }, bench.refusesToClose(bench.sent));
      expect(stops(bench, 'EXTERNAL')).toEqual([]);
      expect(bench.alarms('unprotected')).toHaveLength(1);
      expect(bench.alarms('unprotected')[0]).toContain('no price is known');
    });
  });

  it('in a closed market says once that it waits, and closes at the opening', () => {
    const bench = new CoreDesk({ calendar: CME });
    begun(bench);
    // 15:00 UTC; the session ends at 22:00 UTC and begins again at 23:00.
    bench.step({}, [], {}, 7 * 3_600_000);
    for (let i = 0; i < 100; i += 1) bench.step({}, bench.obeys(bench.sent));
    expect(bench.net()).toBe(1);
    expect(bench.alarms('flatten_stuck')).toHaveLength(1);
    expect(bench.openOf('stop')).toHaveLength(1);
    bench.step({ MNQ: 100_000 }, [], {}, 3_600_000);
    play(bench, 8, (sent) => bench.obeys(sent));
    expect(bench.net()).toBe(0);
  });
});
