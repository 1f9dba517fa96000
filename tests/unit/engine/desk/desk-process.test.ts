import { afterEach, describe, expect, it } from 'vitest';
import { DeskBench, commandsOf } from '../../../support/desk-bench.ts';
import { ScriptFeed } from '../../../support/venue/script-feed.ts';
import { CONTRACT, T0, every250 } from '../../../support/venue/venue-bench.ts';
import { CME } from '../../../../engine/domain/session.ts';
import { entryIntent } from '../../../support/rows.ts';

let bench: DeskBench;
afterEach(() => bench.kill());

/** A market that stands at one price for so many cells. */
function flat(cells: number, roots = ['MNQ']): ScriptFeed {
  const quotes = every250(Array.from({ length: cells }, () => ({ bidTicks: 100_000 })));
  return new ScriptFeed(roots.flatMap((root) => quotes.map((quote) => ({ ...quote, root }))));
}

const MNQ = { book: 'MNQ' };
const limitEntry = entryIntent({ order: { type: 'limit', limitTicks: 99_900, validBars: 30 } });

/** Waits until the step is in the file. */
const step = (n: number) => bench.until(() => bench.journal.recover().step >= n, `step ${n}`);

describe('an engine that comes back', () => {
  it('is told the step that it had answered and that is not committed, so that it misses none', async () => {
    bench = new DeskBench({ feed: flat(12, ['MNQ', 'MES']), ids: ['MNQ', 'MES'] });
    bench.engine('MES').silent = true;
    await bench.until(() => bench.engine('MNQ').told.includes(1), 'step 1');
    await bench.clock.pass(5);
    bench.engine('MNQ').close();
    bench.linkEngine('MNQ');
    await bench.clock.pass(10);
    bench.engine('MES').speak();
    await step(6);
    const { from, steps } = bench.engine('MNQ').restored;
    expect(steps.slice(0, 6)).toEqual(Array.from({ length: 6 }, (_, index) => from + index + 1));
  });
});

describe('a venue that cannot write its file', () => {
  it('gets the commands again before the next step, so that no order is left out', async () => {
    bench = new DeskBench({ feed: flat(40), speed: 20 });
    bench.engine().intents = (n) => (n === 3 ? [limitEntry] : []);
    let refusals = 1;
    bench.onRequest = (request) => {
      if (commandsOf(request).length === 0 || refusals === 0) return undefined;
      refusals -= 1;
      return 'refuse';
    };
    await step(6);
    expect(bench.store.hasOrder('MNQ-O1')).toBe(true);
    expect(bench.types()).toContain('OrderAccepted');
    expect(bench.fault).toBeUndefined();
  });
});

describe('an entry that is denied', () => {
  it('is called so in the log, with the reason in words', async () => {
    bench = new DeskBench({ feed: flat(400), speed: 20 });
    await bench.until(() => bench.engine().told.includes(1), 'step 1');
    await bench.command({ kind: 'stop', scope: MNQ });
    let left = 1;
    bench.engine().intents = () => (left-- > 0 ? [entryIntent()] : []);
    await bench.until(() => bench.types().includes('OrderDenied'), 'the denial');
    expect(bench.journal.logs.map(({ book, type, message }) => [book, type, message])).toContainEqual([
      'MNQ',
      'warning',
      'Denied, no order was sent: EXITS ONLY, stopped by a person',
    ]);
    expect(bench.types()).not.toContain('OrderSubmitted');
  });
});

describe('a file that is locked', () => {
  it('lets no entry go out after a stop: it waits for the file, and is withdrawn', async () => {
    bench = new DeskBench({ feed: flat(60), speed: 20 });
    bench.engine().intents = (n) => (n === 3 ? [entryIntent()] : []);
    const sent: string[] = [];
    bench.onRequest = (request) => {
      for (const { kind } of commandsOf(request)) sent.push(`${request.t} ${kind}`);
      if (request.t === 'advance' && request.n === 3) bench.journal.failCommits(20);
      return undefined;
    };
    await bench.until(() => bench.engine().told.includes(3), 'step 3');
    await bench.clock.pass(10);
    const answer = await bench.command({ kind: 'stop', scope: MNQ });
    expect(answer).toMatchObject({ ok: true, state: 'EXITS_ONLY' });
    bench.journal.failCommits(0);
    await step(6);
    expect(sent).toEqual([]);
    expect(bench.types()).toContain('OrderCanceled');
    expect(bench.types()).not.toContain('OrderFilled');
  });
});

describe('a desk that starts', () => {
  it('lets nobody in before it takes commands, and then takes them at once', async () => {
    bench = new DeskBench({ feed: flat(400), speed: 20 });
    const admits = (role: string) => bench.desk.admit({ role, name: role === 'engine' ? 'MNQ' : role } as never).t;
    await step(2);
    bench.restart();
    const early = ['hub', 'engine', 'client'].map(admits);
    await bench.until(() => admits('hub') === 'welcome', 'the next desk');
    const answer = await bench.command({ kind: 'stop', scope: MNQ });
    expect(early).toEqual(['refused', 'refused', 'refused']);
    expect(answer).toMatchObject({ ok: true, state: 'EXITS_ONLY' });
  });
});

describe('a desk that died', () => {
  it('takes a command that it had taken before once only, but asks the venue again for a flatten', async () => {
    bench = new DeskBench({ feed: flat(400), speed: 20 });
    await step(2);
    expect(await bench.command({ kind: 'start', scope: MNQ }, 'A')).toMatchObject({ ok: true, state: 'RUN' });
    expect(await bench.command({ kind: 'flatten', scope: MNQ }, 'B')).toMatchObject({ ok: true });
    bench.restart();
    await bench.until(() => bench.desk.admit({ role: 'hub' } as never).t === 'welcome', 'the next desk');
    await bench.clock.pass(50);
    expect(await bench.command({ kind: 'start', scope: MNQ }, 'A')).toMatchObject({ ok: true, state: 'EXITS_ONLY' });
    expect(bench.types().filter((type) => type === 'CommandAccepted')).toHaveLength(2);
    const again = await bench.command({ kind: 'flatten', scope: MNQ }, 'B');
    expect(again).toMatchObject({ ok: true, receipt: { verified: true } });
    expect(bench.types().filter((type) => type === 'FlattenStarted')).toHaveLength(2);
  });

  it('refuses to start without a strategy that holds a position, and says what to do', async () => {
    bench = new DeskBench({ feed: flat(400, ['MNQ', 'MES']), ids: ['MNQ', 'MES'], speed: 20 });
    bench.engine('MES').intents = (n) => (n === 2 ? [entryIntent()] : []);
    await bench.until(() => bench.types().includes('OrderFilled'), 'a position');
    const rows = [...bench.journal.rows()].length;
    bench.restart(() => {
      const strategies = bench.settings.strategies.filter(({ id }) => id === 'MNQ');
      bench.settings = { ...bench.settings, strategies };
    });
    await bench.until(() => bench.fault !== undefined, 'the refusal');
    expect(String(bench.fault)).toMatch(/MES .* holds 1 MESZ6 .*start it too/);
    expect([...bench.journal.rows()]).toHaveLength(rows);
  });

  it('hears of what the venue did at once after a step that the journal does not have', async () => {
    bench = new DeskBench({ feed: flat(60), speed: 20 });
    bench.engine().intents = (n) => (n === 3 ? [limitEntry] : []);
    await step(5);
    // The engine hangs within a step, a person stops the strategy, and the desk dies before it hears of the cancel.
    bench.engine().silent = true;
    const last = bench.journal.recover().step;
    await bench.until(() => bench.engine().told.includes(last + 1), 'a step in progress');
    let cancels = 0;
    bench.onRequest = (request) => {
      if (request.t !== 'executeNow') return undefined;
      cancels += 1;
      return 'silent';
    };
    void bench.command({ kind: 'stop', scope: MNQ }).catch(() => undefined);
    await bench.until(() => cancels === 1, 'the cancel');
    bench.restart(() => {
      bench.onRequest = (request) => (request.t === 'executeNow' ? 'refuse' : undefined);
    });
    // Also with no engine there.
    await bench.until(() => bench.types().includes('OrderCanceled'), 'the answer of the venue');
    bench.engine().speak();
    await step(last + 5);
    expect(bench.fault).toBeUndefined();
  });
});

describe('a spill that did not fit the journal', () => {
  it('is an alarm in the journal of the desk that found it, with where it lies, and told once', async () => {
    bench = new DeskBench({ feed: flat(400), speed: 20 });
    await step(2);
    bench.restart(() => {
      bench.spillSetAside = 'spill.set-aside';
    });
    await bench.until(() => bench.types().includes('Alarm'), 'the alarm');
    const alarms = [...bench.journal.rows()].flatMap(({ event }) => (event.type === 'Alarm' ? [event] : []));
    expect(alarms).toMatchObject([{ code: 'spill_set_aside', message: expect.stringContaining('spill.set-aside') }]);
    bench.spillSetAside = undefined;
    bench.restart();
    await step(bench.journal.recover().step + 3);
    expect(bench.types().filter((type) => type === 'Alarm')).toHaveLength(1);
  });
});

describe('an engine that does not answer a step', () => {
  it('delays nobody’s protection: the market stands, the host is told, and a flatten of another book goes through', async () => {
    const feed = flat(4_000, ['MNQ', 'MES']);
    bench = new DeskBench({ feed, ids: ['MNQ', 'MES'], speed: 20, faults: {} });
    const toHost = bench.linkHost();
    bench.engine('MNQ').intents = (n) => (n === 3 ? [entryIntent()] : []);
    await bench.until(() => bench.types().includes('OrderFilled'), 'a position');
    const advanced: number[] = [];
    bench.onRequest = (request) => {
      if (request.t === 'advance') advanced.push(request.n);
      return undefined;
    };
    bench.engine('MES').silent = true;
    await bench.until(() => toHost.some((message) => message.t === 'hung' && message.name === 'MES'), 'the accusation');
    // The venue plays nothing before the step is done: no price moves that a stop or a limit would not see.
    const stands = advanced.at(-1);
    const answer = await bench.command({ kind: 'flatten', scope: MNQ });
    expect(answer).toMatchObject({ ok: true, receipt: { verified: true } });
    expect(bench.venue?.state()).toMatchObject({ positions: [], openOrders: [] });
    await bench.clock.pass(10_000);
    expect(advanced.at(-1)).toBe(stands);
    expect(toHost).not.toContainEqual({ t: 'hung', name: 'MNQ' });
    bench.engine('MES').speak();
    await step((stands ?? 0) + 5);
  });
});

describe('an engine that is given up', () => {
  it('leaves no entry at the venue', async () => {
    bench = new DeskBench({ feed: flat(200), speed: 20 });
    bench.engine().intents = (n) => (n === 2 ? [limitEntry] : []);
    await step(5);
    bench.drop('MNQ');
    await bench.until(() => bench.types().includes('OrderCanceled'), 'the cancel');
    expect(bench.store.load()?.state).toMatchObject({ orders: [], waiting: [] });
    expect(bench.types()).toContain('StrategyDropped');
  });

  it('is started again on a person’s start, hears of the steps it missed, and takes part from the next one', async () => {
    bench = new DeskBench({ feed: flat(4_000, ['MNQ', 'MES']), ids: ['MNQ', 'MES'], speed: 20 });
    await step(3);
    const revived = bench.drop('MNQ');
    await bench.until(() => bench.types().includes('StrategyDropped'), 'the drop');
    const dropped = bench.journal.recover().step;
    await step(dropped + 5);
    expect(await bench.command({ kind: 'start', scope: MNQ })).toMatchObject({ ok: true, state: 'RUN' });
    expect(revived).toEqual(['MNQ']);
    bench.engine('MNQ').close();
    // Once in a step that it missed, where nobody listens, and once after it has joined.
    bench.engine('MNQ').intents = (n) => (n === dropped + 2 || n === dropped + 60 ? [entryIntent()] : []);
    bench.linkEngine('MNQ');
    await bench.until(() => bench.joined('MNQ') === 2, 'the second joining');
    await bench.until(() => bench.types().includes('OrderFilled'), 'a trade of the engine that came back');
    const { from, steps: told } = bench.engine('MNQ').restored;
    expect(told.length).toBeGreaterThan(dropped + 5);
    expect(bench.types().filter((type) => type === 'OrderFilled')).toHaveLength(1);
    expect(told).toEqual(told.map((_, index) => from + index + 1));
    expect(bench.fault).toBeUndefined();
  });

  it('and was away for longer than steps are kept: bars stand in for them, and nobody waits', async () => {
    const past = { timeMs: T0, open: 1, high: 2, low: 1, close: 2, volume: 3 };
    bench = new DeskBench({ feed: flat(4_000, ['MNQ', 'MES']), ids: ['MNQ', 'MES'], speed: 20 });
    bench.engine('MNQ').seeded = { bars: [past], points: [{ timeMs: T0, json: '{}' }] };
    bench.onReply = (request, reply) =>
      request.t === 'steps' && request.from === 1 ? { t: 'reply', id: request.id, value: null } : reply;
    await step(3);
    bench.drop('MNQ');
    await bench.until(() => bench.types().includes('StrategyDropped'), 'the drop');
    await step(500);
    await bench.command({ kind: 'start', scope: MNQ });
    bench.engine('MNQ').close();
    bench.engine('MNQ').intents = () => [entryIntent()];
    bench.linkEngine('MNQ');
    await bench.until(() => bench.types().includes('OrderFilled'), 'a trade of the engine that came back');
    const { seed, steps } = bench.engine('MNQ').restored;
    expect(seed).toMatchObject({ bars: [], untilMs: T0 + 2 * 60_000 });
    // The rows of its book, and the steps of the present minute.
    expect(seed?.rows.map(({ event }) => event.type)).toContain('StrategyDropped');
    expect(steps[0]).toBe(481);
    expect(bench.journal.bars()).toEqual([{ contractId: CONTRACT, root: 'MNQ', bar: past }]);
    expect(bench.fault).toBeUndefined();
  });
});

describe('a flatten in a closed market', () => {
  it('of the machine keeps the protection until the market opens again', async () => {
    const opening = every250(Array.from({ length: 6 }, () => ({ bidTicks: 100_000 })));
    const closeMs = Date.UTC(2026, 10, 17, 22);
    const reopenMs = closeMs + 60 * 60_000;
    const later = [closeMs - 100, reopenMs + 100, reopenMs + 400, reopenMs + 700, reopenMs + 900].map((timeMs) => ({
      timeMs,
      bidTicks: 100_000,
    }));
    bench = new DeskBench({ feed: new ScriptFeed([...opening, ...later], [closeMs + 250]), calendar: CME });
    bench.engine().intents = (n) => (n === 2 ? [entryIntent()] : []);
    await bench.until(() => bench.types().includes('RunEnded'), 'the end');
    const rows = [...bench.journal.rows()];
    const started = rows.find(({ event }) => event.type === 'FlattenStarted');
    const canceled = rows.find(({ event }) => event.type === 'CancelSubmitted');
    expect(started?.timeMs).toBe(closeMs);
    expect(canceled?.timeMs).toBeGreaterThan(reopenMs);
    expect(bench.types()).toContain('TradeClosed');
  });

  it('leaves the protection and says loudly that it is not flat', async () => {
    const opening = every250(Array.from({ length: 6 }, () => ({ bidTicks: 100_000 })));
    const closed = Date.UTC(2026, 10, 17, 22, 30);
    expect(closed).toBeGreaterThan(T0);
    bench = new DeskBench({ feed: new ScriptFeed(opening, [closed]), calendar: CME });
    bench.engine().intents = (n) => {
      bench.engine().silent = n === 6;
      return n === 2 ? [entryIntent()] : [];
    };
    await bench.until(() => bench.engine().told.includes(7), 'the step after the close');
    const answer = await bench.command({ kind: 'flatten', scope: MNQ });
    expect(answer).toMatchObject({ ok: true, receipt: { verified: false, positions: [{ netQty: 1 }] } });
    const words = JSON.stringify(answer);
    expect(words).toContain('not flat: the venue holds MNQZ6 1');
    expect(words).not.toContain('venue says flat');
    const stop = bench.store.load()?.state?.orders.find(({ role }) => role === 'stop');
    expect(stop).toMatchObject({ status: 'working', qty: 1 });
    const alarms = [...bench.journal.rows()].filter(({ event }) => event.type === 'Alarm');
    expect(alarms.map(({ event }) => event)).toContainEqual(expect.objectContaining({ code: 'flatten_stuck' }));
  });
});
