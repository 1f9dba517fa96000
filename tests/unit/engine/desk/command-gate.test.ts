import { afterEach, describe, expect, it } from 'vitest';
import type { CommandResult, PersonCommand } from '../../../../engine/domain/commands.ts';
import type { Intent } from '../../../../engine/domain/intent.ts';
import type { ScriptedQuote } from '../../../support/venue/script-feed.ts';
import { ACCOUNT } from '../../../../engine/domain/scope.ts';
import { ALWAYS, nextTradingDayMs } from '../../../../engine/domain/session.ts';
import { DeskBench } from '../../../support/desk-bench.ts';
import { entryIntent } from '../../../support/rows.ts';
import { ScriptFeed } from '../../../support/venue/script-feed.ts';
import { T0, every250 } from '../../../support/venue/venue-bench.ts';

const MNQ = { book: 'MNQ' };
const WAIT = entryIntent({ order: { type: 'limit', limitTicks: 99_900, validBars: 500 } });
let bench: DeskBench;
let asked = 0;
afterEach(() => bench.kill());

/** A desk whose strategy wants this in step 3, in a market of these bids. */
function open(wanted: readonly Intent[] = [], bids: readonly number[] = Array<number>(4_000).fill(100_000)): void {
  const quotes: readonly ScriptedQuote[] = every250(bids.map((bidTicks) => ({ bidTicks })));
  bench = new DeskBench({ feed: new ScriptFeed(quotes), speed: 1 });
  bench.engine().intents = (n) => (n === 3 ? wanted : []);
}

/** Each with an id of its own. */
function ask(command: PersonCommand): Promise<CommandResult> {
  asked += 1;
  return bench.command(command, `${command.kind}-${asked}`);
}

const has = (type: string) => bench.until(() => bench.types().includes(type), type);
const count = (type: string): number => bench.types().filter((each) => each === type).length;
const events = () => [...bench.journal.rows()].map(({ event }) => event);
const canceled = () => events().flatMap((event) => (event.type === 'OrderCanceled' ? [event.orderId] : []));
const state = (): Promise<string | undefined> =>
  ask({ kind: 'stop', scope: MNQ }).then((answer) => (answer.ok ? answer.state : answer.code));

describe('a command', () => {
  it('that comes twice is one act with one answer', async () => {
    open([entryIntent()]);
    await has('OrderFilled');
    const [first, second] = await Promise.all([
      bench.command({ kind: 'flatten', scope: MNQ }, 'A'),
      bench.command({ kind: 'flatten', scope: MNQ }, 'A'),
    ]);
    expect(first).toMatchObject({ ok: true, receipt: { verified: true } });
    expect(second).toEqual({ ...first, repeated: true });
    expect([count('CommandAccepted'), count('FlattenStarted')]).toEqual([1, 1]);
    expect(await bench.command({ kind: 'flatten', scope: MNQ }, 'A')).toEqual({ ...first, repeated: true });
    expect([count('CommandAccepted'), count('FlattenStarted')]).toEqual([1, 1]);
  });

  it('with an id that was used for another one is refused, and has no effect', async () => {
    open();
    await has('StrategyJoined');
    await bench.command({ kind: 'stop', scope: MNQ }, 'A');
    await bench.command({ kind: 'set-speed', speed: 2 }, 'B');
    const used = { ok: false, code: 'id_used' };
    expect(await bench.command({ kind: 'start', scope: MNQ }, 'A')).toMatchObject(used);
    expect(await bench.command({ kind: 'set-speed', speed: 3 }, 'B')).toMatchObject(used);
    expect(await bench.command({ kind: 'next-trade' }, 'B')).toMatchObject(used);
    expect(await bench.command({ kind: 'end-flatten', scope: MNQ }, 'B')).toMatchObject(used);
    expect([count('CommandAccepted'), await state()]).toEqual([2, 'EXITS_ONLY']);
    const again = await bench.command({ kind: 'stop', scope: MNQ }, 'A');
    expect(again).toMatchObject({ ok: true, repeated: true, state: 'EXITS_ONLY' });
  });

  it.each([
    ['flatten', { kind: 'flatten', scope: MNQ }],
    ['stop', { kind: 'stop', scope: ACCOUNT }],
  ] as const)('that takes risk away is never refused for its id: %s', async (_name, command) => {
    open([entryIntent()]);
    await has('OrderFilled');
    await bench.command({ kind: 'start', scope: MNQ }, 'A');
    const done = await bench.command(command, 'A');
    expect(done).toMatchObject({ commandId: 'A', ok: true, state: 'EXITS_ONLY' });
    expect(done).not.toHaveProperty('repeated');
    expect(await bench.command(command, 'A')).toEqual({ ...done, repeated: true });
    expect(await bench.command({ kind: 'start', scope: MNQ }, 'A')).toMatchObject({ code: 'id_used' });
  });

  it('to flatten or stop is done anew when what it brought about does not stand any more', async () => {
    open([entryIntent()]);
    bench.engine().intents = (n) => (n === 3 ? [entryIntent()] : []);
    await has('OrderFilled');
    await bench.command({ kind: 'flatten', scope: MNQ }, 'A');
    await bench.command({ kind: 'stop', scope: MNQ }, 'B');
    for (const [command, id] of [
      [{ kind: 'flatten', scope: MNQ }, 'A'],
      [{ kind: 'stop', scope: MNQ }, 'B'],
    ] as const) {
      await ask({ kind: 'start', scope: MNQ });
      const again = await bench.command(command, id);
      expect(again).toMatchObject({ commandId: id, ok: true, state: 'EXITS_ONLY' });
      expect(again).not.toHaveProperty('repeated');
    }
    expect(count('FlattenStarted')).toBe(2);
  });

  it('to flatten is done anew when "verified flat" was said more than a minute ago', async () => {
    open();
    await has('StrategyJoined');
    const flatten = () => bench.command({ kind: 'flatten', scope: MNQ }, 'A');
    const first = await flatten();
    expect(await flatten()).toEqual({ ...first, repeated: true });
    await bench.clock.pass(60_001);
    const again = await flatten();
    expect(again).not.toHaveProperty('repeated');
    expect(again).toMatchObject({ ok: true, receipt: { verified: true } });
    expect(count('FlattenStarted')).toBe(2);
  });

  it('that an earlier desk took is known by kind and scope; a flatten is done anew', async () => {
    open([entryIntent()]);
    await has('OrderFilled');
    await bench.command({ kind: 'flatten', scope: MNQ }, 'A');
    await bench.command({ kind: 'stop', scope: MNQ }, 'B');
    bench.restart();
    await has('StrategyJoined');
    expect(await bench.command({ kind: 'start', scope: MNQ }, 'A')).toMatchObject({ ok: false, code: 'id_used' });
    expect(await bench.command({ kind: 'stop', scope: MNQ }, 'B')).toMatchObject({ ok: true, repeated: true });
    const again = await bench.command({ kind: 'flatten', scope: MNQ }, 'A');
    expect(again).toMatchObject({ commandId: 'A', ok: true, receipt: { verified: true } });
    expect(again).not.toHaveProperty('repeated');
  });

  it.each([
    ['unknown_scope', { kind: 'stop', scope: { book: 'ES' } }, /expected "account" or one of MNQ, /],
    ['unknown_order', { kind: 'cancel-order', scope: MNQ, orderId: 'MNQ-O9' }, /MNQ-O9/],
    ['unknown_difference', { kind: 'acknowledge', difference: 'money' }, /"money"/],
    ['unknown_flatten', { kind: 'end-flatten', scope: MNQ }, /found none/],
    ['bad_speed', { kind: 'set-speed', speed: 0 }, /found 0/],
    ['bad_speed', { kind: 'set-speed', speed: Number.NaN }, /found NaN/],
    ['bad_speed', { kind: 'set-speed', speed: 100_001 }, /found 100001/],
  ] as const)('is refused with %s where it means nothing, and leaves no row', async (code, command, message) => {
    open();
    await has('StrategyJoined');
    expect(await ask(command)).toMatchObject({ ok: false, code, message: expect.stringMatching(message) as string });
    expect(count('CommandAccepted')).toBe(0);
  });
});

describe('stop', () => {
  it('takes back an entry that waits, at the venue too', async () => {
    open([WAIT]);
    await has('OrderAccepted');
    expect(await ask({ kind: 'stop', scope: MNQ })).toMatchObject({ ok: true, state: 'EXITS_ONLY' });
    expect(canceled()).toContain('MNQ-O1');
  });

  it('leaves a position its protection', async () => {
    open([entryIntent()]);
    await has('OrderFilled');
    await ask({ kind: 'stop', scope: ACCOUNT });
    expect(canceled()).toEqual([]);
    expect(count('CancelSubmitted')).toBe(0);
  });
});

describe('start', () => {
  it('of one strategy after a stop of all starts that one; of all, each', async () => {
    const quotes = every250(Array.from({ length: 400 }, () => ({ bidTicks: 100_000 })));
    const both = ['MNQ', 'MES'].flatMap((root) => quotes.map((quote) => ({ ...quote, root })));
    bench = new DeskBench({ feed: new ScriptFeed(both), ids: ['MNQ', 'MES'], speed: 1 });
    const states = () => events().flatMap((event) => (event.type === 'StateChanged' ? [[event.scope, event.to]] : []));
    await ask({ kind: 'stop', scope: ACCOUNT });
    const stopped = states().length;
    await ask({ kind: 'start', scope: MNQ });
    expect(states().slice(stopped)).toEqual([
      [ACCOUNT, 'RUN'],
      [MNQ, 'RUN'],
    ]);
    await ask({ kind: 'start', scope: ACCOUNT });
    expect(states().slice(stopped + 2)).toContainEqual([{ book: 'MES' }, 'RUN']);
  });

  it('does not lift a halt, and says until when; what reduces is taken all the same', async () => {
    // A loss over the day's limit, through the stop.
    const bids = Array.from({ length: 4_000 }, (_each, index) => (index < 12 ? 100_000 : 97_800));
    open([entryIntent({ stop: { offsetTicks: 1_900 }, targets: [] })], bids);
    await bench.until(() => events().some((event) => event.type === 'StateChanged' && event.to === 'HALTED'), 'a halt');
    const untilMs = nextTradingDayMs(ALWAYS, T0);
    for (const scope of [ACCOUNT, MNQ]) {
      expect(await ask({ kind: 'start', scope })).toMatchObject({ ok: false, code: 'halted', untilMs });
    }
    const again = () => bench.command({ kind: 'start', scope: MNQ }, 'again');
    expect(await again()).toEqual(await again());
    expect(await state()).toBe('HALTED');
    expect(await ask({ kind: 'flatten', scope: ACCOUNT })).toMatchObject({ ok: true, receipt: { verified: true } });
  });

  it('is refused when the recording has ended', async () => {
    open([], Array<number>(8).fill(100_000));
    await has('RunEnded');
    expect(await ask({ kind: 'start', scope: ACCOUNT })).toMatchObject({ ok: false, code: 'ended' });
  });
});

describe('cancel of an order', () => {
  it('reaches an entry that waits; its legs go with it, and a second one finds nothing', async () => {
    open([WAIT]);
    await has('OrderAccepted');
    expect(await ask({ kind: 'cancel-order', scope: MNQ, orderId: 'MNQ-O1' })).toMatchObject({ ok: true });
    expect(canceled().sort()).toEqual(['MNQ-O1', 'MNQ-O2', 'MNQ-O3']);
    expect(await ask({ kind: 'cancel-order', scope: MNQ, orderId: 'MNQ-O1' })).toMatchObject({ code: 'unknown_order' });
  });

  it('never reaches a protective stop; a target it does', async () => {
    open([entryIntent()]);
    await has('OrderFilled');
    expect(await ask({ kind: 'cancel-order', scope: MNQ, orderId: 'MNQ-O2' })).toMatchObject({
      ok: false,
      message: expect.stringMatching(/protective stop: flatten instead/) as string,
    });
    expect(await ask({ kind: 'cancel-order', scope: MNQ, orderId: 'MNQ-O3' })).toMatchObject({ ok: true });
    expect(canceled()).toEqual(['MNQ-O3']);
  });
});

describe('giving up a flatten', () => {
  it('is for a person’s alone', async () => {
    const exit: Intent = { kind: 'exit', reason: 'time_limit', why: 'test' };
    open([entryIntent()]);
    bench.engine().intents = (n) => (n === 3 ? [entryIntent()] : n === 12 ? [exit] : []);
    // A venue that hears no closing order: the flatten stays under way.
    bench.onRequest = (request) =>
      request.t === 'submit' && request.commands.some((command) => command.kind === 'place' && command.order.reducing)
        ? 'refuse'
        : undefined;
    await has('FlattenStarted');
    expect(await ask({ kind: 'end-flatten', scope: MNQ })).toMatchObject({
      ok: false,
      code: 'unknown_flatten',
      message: expect.stringMatching(/one of time_limit, which ends by itself/) as string,
    });
    expect(count('FlattenEnded')).toBe(0);
  });
});

describe('speed', () => {
  it('is journaled, and market time goes at it', async () => {
    open();
    expect(await ask({ kind: 'set-speed', speed: 60 })).toMatchObject({ ok: true });
    expect(events()).toContainEqual({ type: 'SpeedChanged', speed: 60 });
    await bench.until(() => bench.journal.recover().step >= 200, 'fifty seconds of market time');
  });
});
