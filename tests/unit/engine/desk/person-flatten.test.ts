import { afterEach, describe, expect, it } from 'vitest';
import type { BrokerCommand } from '../../../../engine/domain/broker.ts';
import type { Receipt } from '../../../../engine/domain/commands.ts';
import type { Faults } from '../../../support/venue/faulty-venue.ts';
import { isReport } from '../../../../engine/domain/broker.ts';
import { DeskBench, commandsOf } from '../../../support/desk-bench.ts';
import { entryIntent } from '../../../support/rows.ts';
import { ScriptFeed } from '../../../support/venue/script-feed.ts';
import { CONTRACT, every250 } from '../../../support/venue/venue-bench.ts';

const MNQ = { book: 'MNQ' };
let bench: DeskBench;
afterEach(() => bench.kill());

/** A desk whose strategy is long one MNQ with a stop and a target, at a market that stands at one price. */
async function longOne(faults: Partial<Faults> = {}): Promise<void> {
  const quotes = every250(Array.from({ length: 4_000 }, () => ({ bidTicks: 100_000 })));
  bench = new DeskBench({ feed: new ScriptFeed(quotes), speed: 1, faults });
  bench.engine().intents = (n) => (n === 3 ? [entryIntent()] : []);
  await bench.until(() => bench.types().includes('OrderFilled'), 'a position');
}

const isClose = (command: BrokerCommand): boolean => command.kind === 'place' && command.order.role === 'exit';
const isStop = (command: BrokerCommand): boolean => command.kind === 'place' && command.order.role === 'stop';
const receipts = (): Receipt[] => bench.told.flatMap((message) => (message.t === 'receipt' ? [message.receipt] : []));
const rows = () => [...bench.journal.rows()].map(({ event }) => event);
const alarms = (code: string): number => rows().filter((event) => event.type === 'Alarm' && event.code === code).length;
const net = (): number => bench.venue?.state().positions.reduce((sum, { netQty }) => sum + netQty, 0) ?? 0;
const steps = (): string[] => bench.told.flatMap((message) => (message.t === 'flatten' ? [message.step] : []));
const flattenEnds = () => rows().filter(({ type }) => type === 'FlattenEnded').length;

describe('a person’s flatten', () => {
  it('is verified by the venue, and told in steps', async () => {
    await longOne();
    const answer = await bench.command({ kind: 'flatten', scope: MNQ });
    expect(answer).toMatchObject({
      ok: true,
      receipt: { verified: true, ended: true, clock: 'wall', reason: 'manual', positions: [], workingOrders: 0 },
    });
    expect(receipts()).toHaveLength(1);
    expect(steps()).toEqual(['entries_blocked', 'orders_canceled', 'position_closed', 'venue_verified']);
    expect(net()).toBe(0);
  });

  it('whose closing order is refused for eight seconds waits 1, 2, 4 s, with the stop back in between, and gets flat', async () => {
    const closes: number[] = [];
    let stops = 0;
    let begunMs = 0;
    await longOne({
      command: (command) => {
        if (begunMs === 0) return undefined;
        if (isStop(command)) stops += 1;
        if (!isClose(command)) return undefined;
        const ms = bench.clock.monotonicMs() - begunMs;
        closes.push(ms);
        return ms < 8_000 ? { refuse: 'outside_hours' } : undefined;
      },
    });
    begunMs = bench.clock.monotonicMs();
    const answer = await bench.command({ kind: 'flatten', scope: MNQ });
    expect(answer).toMatchObject({ ok: true, receipt: { verified: false, ended: false } });
    await bench.until(() => flattenEnds() > 0, 'the end of the flatten');
    // At 0, 1, 3, 7 and 15 s: not hundreds in a second.
    expect(closes.map((ms) => Math.round(ms / 1_000))).toEqual([0, 1, 3, 7, 15]);
    expect(stops).toBe(4);
    expect(alarms('flatten_stuck')).toBeGreaterThanOrEqual(4);
    expect(receipts().at(-1)).toMatchObject({ verified: true, ended: true });
    expect(net()).toBe(0);
    expect(bench.venue?.state().openOrders).toEqual([]);
  });

  it('whose closing order is never answered asks the venue, sends the same order again, and never a second one', async () => {
    const closes = new Set<string>();
    await longOne({
      command: (command) => {
        if (isClose(command)) closes.add(command.commandId);
        return undefined;
      },
    });
    // The link swallows the first three requests with the closing order, and their answers.
    let swallowed = 0;
    bench.onRequest = (request) => {
      if (swallowed >= 3 || !commandsOf(request).some(isClose)) return undefined;
      swallowed += 1;
      return 'refuse';
    };
    await bench.command({ kind: 'flatten', scope: MNQ });
    await bench.until(() => flattenEnds() > 0, 'the end of the flatten');
    expect(swallowed).toBe(3);
    expect(closes.size).toBe(1);
    expect(net()).toBe(0);
  });

  it('does not close again what the venue closed: a fill that is told late is waited for', async () => {
    let late = true;
    const closes = new Set<string>();
    await longOne({
      command: (command) => {
        if (isClose(command)) closes.add(command.commandId);
        return undefined;
      },
      entry: (entry) => {
        if (!late || !isReport(entry) || entry.kind !== 'filled' || closes.size === 0) return undefined;
        late = false;
        return { steps: 6 };
      },
    });
    await bench.command({ kind: 'flatten', scope: MNQ });
    await bench.until(() => flattenEnds() > 0, 'the end of the flatten');
    expect(closes.size).toBe(1);
    expect(net()).toBe(0);
    expect(receipts().at(-1)).toMatchObject({ verified: true });
  });

  it('says so, again and again, while the venue does not answer, and ends when it does', async () => {
    await longOne();
    bench.onRequest = () => 'deaf';
    const before = bench.clock.looks;
    const answer = await bench.command({ kind: 'flatten', scope: MNQ });
    // Nothing is known of the venue: no figure is made up.
    expect(answer).toMatchObject({ ok: true, receipt: { verified: false, ended: false, positions: null } });
    await bench.clock.pass(60_000);
    expect(alarms('flatten_stuck')).toBeGreaterThanOrEqual(4);
    expect(flattenEnds()).toBe(0);
    // It waits by timers: nothing runs in circles meanwhile.
    expect(bench.clock.looks - before).toBeLessThan(3_000);
  });

  it('goes on over a death of the desk, and does not close twice', async () => {
    const closes = new Set<string>();
    await longOne({
      command: (command) => {
        if (isClose(command)) closes.add(command.commandId);
        return undefined;
      },
    });
    // The closing order goes out; its answer is never heard by this desk.
    let isOut = false;
    bench.onRequest = (request) => {
      if (!commandsOf(request).some(isClose)) return undefined;
      isOut = true;
      return 'silent';
    };
    void bench.command({ kind: 'flatten', scope: MNQ }, 'F8-1').catch(() => undefined);
    await bench.until(() => isOut, 'the closing order on its way');
    bench.restart(() => {
      bench.onRequest = () => undefined;
    });
    await bench.until(() => flattenEnds() > 0, 'the end of the flatten');
    expect(closes.size).toBe(1);
    expect(net()).toBe(0);
    expect(bench.journal.receipts.at(-1)).toMatchObject({ verified: true, ended: true, scope: MNQ });
  });

  it.each(['silent', 'deaf'] as const)('goes on at once, at whatever request the desk died (%s)', async (fate) => {
    for (let at = 1; at <= 8; at += 1) {
      await longOne();
      let requests = 0;
      bench.onRequest = (request) => {
        if (request.t !== 'executeNow' && requests === 0) return undefined;
        requests += 1;
        return requests >= at ? (requests === at ? fate : 'deaf') : undefined;
      };
      void bench.command({ kind: 'flatten', scope: { account: true } }, 'first').catch(() => undefined);
      await bench.until(() => requests >= at || flattenEnds() > 0, 'the request');
      bench.restart(() => {
        bench.onRequest = () => undefined;
      });
      const begun = bench.clock.now();
      const answer = await bench.command({ kind: 'flatten', scope: { account: true } }, 'second');
      expect(answer, `at request ${at}`).toMatchObject({ ok: true, receipt: { verified: true, positions: [] } });
      expect(bench.clock.now() - begun, `at request ${at}`).toBeLessThan(1_500);
      expect(net()).toBe(0);
      bench.kill();
    }
  });

  it('whose cancel was refused before the desk died asks for it again soon: the new process counts its own time', async () => {
    let refusals = 0;
    await longOne({
      command: (command) => {
        if (command.kind !== 'cancel' || command.reason !== 'by_flatten' || refusals >= 2) return undefined;
        refusals += 1;
        return { refuse: 'refused' };
      },
    });
    void bench.command({ kind: 'flatten', scope: MNQ }).catch(() => undefined);
    await bench.until(() => refusals === 2, 'the refusals');
    await bench.clock.pass(20);
    bench.restart();
    const begun = bench.clock.now();
    await bench.until(() => flattenEnds() > 0, 'the end of the flatten');
    expect(bench.clock.now() - begun).toBeLessThan(10_000);
    expect(net()).toBe(0);
  });

  it('is given up by a person when it cannot get through, and says what stays open', async () => {
    await longOne({ command: (command) => (isClose(command) ? { refuse: 'outside_hours' } : undefined) });
    await bench.command({ kind: 'flatten', scope: MNQ });
    expect(await bench.command({ kind: 'end-flatten', scope: MNQ })).toMatchObject({ ok: true });
    expect(flattenEnds()).toBe(1);
    const last = bench.journal.receipts.at(-1);
    expect(last).toMatchObject({ verified: false, ended: true });
    expect(last?.positions).toEqual([{ contractId: CONTRACT, netQty: 1 }]);
    const again = await bench.command({ kind: 'end-flatten', scope: MNQ }, 'again');
    expect(again).toMatchObject({ ok: false, code: 'unknown_flatten' });
  });

  it('twice at once is one flatten with one receipt', async () => {
    await longOne();
    const [first, second] = await Promise.all([
      bench.command({ kind: 'flatten', scope: MNQ }, 'one'),
      bench.command({ kind: 'flatten', scope: { account: true } }, 'two'),
    ]);
    expect(first).toMatchObject({ ok: true, receipt: { verified: true } });
    expect(second).toMatchObject({ ok: true, receipt: { verified: true } });
    expect(net()).toBe(0);
  });

  it('closes what is known while the account holds what is not ours, and says that it is not verified', async () => {
    await longOne();
    bench.venue?.tradeByHand({ venueId: 'V1', contractId: CONTRACT, side: 'buy', qty: 2, priceTicks: 100_000 });
    const answer = await bench.command({ kind: 'flatten', scope: { account: true } });
    expect(answer).toMatchObject({ ok: true });
    await bench.until(() => rows().some(({ type }) => type === 'PositionAdopted' || type === 'ForeignOrderSeen'), 'it');
    await bench.clock.pass(20_000);
    // The own position and the one by hand are both closed: 1 + 2.
    expect(bench.venue?.state().positions).toEqual([]);
    expect(receipts().at(-1)).toMatchObject({ verified: true, ended: true });
  });
});

describe('what takes risk away goes out whatever the files say', () => {
  it('the journal is locked: the flatten goes through the spill, and its rows are in the journal after', async () => {
    await longOne();
    const before = rows().length;
    bench.journal.failCommits(40);
    const answer = await bench.command({ kind: 'flatten', scope: MNQ });
    expect(answer).toMatchObject({ ok: true, receipt: { verified: true } });
    expect(net()).toBe(0);
    expect(
      rows()
        .slice(before)
        .map(({ type }) => type),
    ).toContain('FileLost');
    await bench.until(() => rows().some(({ type }) => type === 'FileBack'), 'the file to be back');
    expect(alarms('file_back')).toBe(1);
  });

  it('neither journal nor spill takes anything: it goes out all the same, and no entry does', async () => {
    await longOne();
    bench.journal.failCommits(200);
    bench.journal.failSpills(200);
    bench.engine().intents = () => [entryIntent()];
    void bench.command({ kind: 'flatten', scope: MNQ }).catch(() => undefined);
    await bench.until(() => net() === 0, 'the venue to be flat');
    await bench.until(() => rows().some(({ type }) => type === 'FileBack'), 'the file to be back');
    expect(
      rows().filter((event) => event.type === 'OrderFilled' && event.fill.orderId.startsWith('MNQ-O')),
    ).toHaveLength(2);
  });

  it('a venue that cannot write its file does not kill the desk: it is said, asked again, and said when it is back', async () => {
    await longOne();
    let refusals = 0;
    bench.onRequest = () => {
      refusals += 1;
      return refusals <= 30 ? 'refuse' : undefined;
    };
    await bench.until(() => alarms('venue_back') === 1, 'the venue to be back');
    expect(alarms('venue_failing')).toBe(1);
    expect(bench.fault).toBeUndefined();
    expect(await bench.command({ kind: 'flatten', scope: MNQ })).toMatchObject({
      ok: true,
      receipt: { verified: true },
    });
  });
});

describe('a venue that falls silent', () => {
  it('is an alarm in the journal while a position is open, lifted when it is heard', async () => {
    await longOne();
    bench.onRequest = () => 'deaf';
    bench.venueSilentFromMs = bench.clock.monotonicMs();
    await bench.until(() => alarms('venue_silent') === 1, 'the alarm');
    await bench.clock.pass(5_000);
    bench.onRequest = () => undefined;
    bench.venueSilentFromMs = undefined;
    await bench.until(() => alarms('venue_heard') === 1, 'the word that it is heard');
    expect(alarms('venue_silent')).toBe(1);
  });
});

describe('what is told is what is in the file', () => {
  it('no view is ahead of the last commit, also while neither journal nor spill can be written', async () => {
    await longOne();
    const ahead: number[] = [];
    bench.onTold = (message) => {
      if (message.t === 'account') ahead.push(message.view.asOf.seq - bench.journal.recover().lastSeq);
    };
    bench.journal.failCommits(100);
    bench.journal.failSpills(100);
    const before = rows().length;
    bench.venue?.tradeByHand({ venueId: 'V9', contractId: CONTRACT, side: 'sell', qty: 1, priceTicks: 100_000 });
    await bench.until(() => rows().some(({ type }) => type === 'FileBack'), 'the file to be back');
    await bench.clock.pass(2_000);
    expect(
      rows()
        .slice(before)
        .map(({ type }) => type),
    ).toContain('ForeignOrderSeen');
    expect(ahead.length).toBeGreaterThan(0);
    expect(Math.max(...ahead)).toBeLessThanOrEqual(0);
  });
});
