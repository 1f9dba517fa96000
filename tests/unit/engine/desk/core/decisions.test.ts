import { describe, expect, it } from 'vitest';
import type { Intent } from '../../../../../engine/domain/intent.ts';
import { frontMonthAt } from '../../../../../engine/domain/contract-month.ts';
import { ACCOUNT, scopeOfBook } from '../../../../../engine/domain/scope.ts';
import { CME } from '../../../../../engine/domain/session.ts';
import { CoreDesk, PERSON } from '../../../../support/core-desk.ts';
import { entryIntent } from '../../../../support/rows.ts';
import { T0 } from '../../../../support/venue/venue-bench.ts';

const MINUTE = 60_000;
const ENTER = entryIntent({ why: 'close below the band' });
const WAIT = entryIntent({ order: { type: 'limit', limitTicks: 99_900, validBars: 5 } });
const EXIT: Intent = { kind: 'exit', reason: 'time_limit', why: '90 minutes without the target' };

const denials = (bench: CoreDesk): string[] => bench.of('OrderDenied').map(({ reason }) => reason);
const placed = (bench: CoreDesk): string[] =>
  bench.sent.flatMap((command) => (command.kind === 'place' ? [command.order.orderId] : []));

/** A step that ends at a market time. */
function stepAt(bench: CoreDesk, timeMs: number, intents: Readonly<Record<string, readonly Intent[]>> = {}): void {
  bench.step({ MNQ: 100_000 }, [], intents, timeMs - bench.endMs);
}

describe('an entry', () => {
  it('is journaled with its legs before it goes out, as the strategy’s own wish', () => {
    const bench = new CoreDesk();
    bench.step({ MNQ: 100_000 }, [], { MNQ: [ENTER] });
    const origin = { by: 'strategy', book: 'MNQ', cause: 'close below the band' };
    expect(bench.of('OrderSubmitted')).toMatchObject([
      { order: { orderId: 'MNQ-O1', role: 'entry', type: 'market', side: 'buy', qty: 1 }, origin },
      { order: { orderId: 'MNQ-O2', role: 'stop', parentId: 'MNQ-O1', side: 'sell' }, origin },
      { order: { orderId: 'MNQ-O3', role: 'target', parentId: 'MNQ-O1', side: 'sell' }, origin },
    ]);
    expect(bench.of('OrderSubmitted')[0]?.order.contractId).toBe(bench.contract());
    // The legs travel with the entry: one command.
    expect(placed(bench)).toEqual(['MNQ-O1']);
  });

  it('that is denied sends nothing; the journal has its numbers, the log says so under the strategy’s name', () => {
    const bench = new CoreDesk({ risk: { accountCapMicros: 2 } });
    const { published } = bench.step({ MNQ: 100_000 }, [], {
      MNQ: [entryIntent({ qty: 3, direction: 'short', targets: [] })],
    });
    expect(bench.of('OrderDenied')).toMatchObject([
      { book: 'MNQ', root: 'MNQ', side: 'sell', qty: 3, reason: 'account_cap', contractId: bench.contract() },
    ]);
    expect(bench.sent).toEqual([]);
    expect(bench.of('OrderSubmitted')).toEqual([]);
    expect(published?.logs).toMatchObject([{ book: 'MNQ', type: 'warning', message: /^Denied, no order was sent: / }]);
  });

  it('tells of its legs where they are expected, counted from the price at which it should fill', () => {
    const planned = (intent: Intent) => {
      const bench = new CoreDesk();
      bench.step({ MNQ: 100_000 }, [], { MNQ: [intent] });
      return bench.of('OrderSubmitted').map(({ order }) => [order.role, order.plannedTicks]);
    };
    const askTicks = 100_001;
    expect(planned(ENTER)).toEqual([
      ['entry', undefined],
      ['stop', askTicks - 20],
      ['target', askTicks + 40],
    ]);
    expect(planned(WAIT)).toEqual([
      ['entry', undefined],
      ['stop', 99_880],
      ['target', 99_940],
    ]);
  });

  it.each([
    ['a limit with an offset', WAIT, { orderType: 'limit', limitTicks: 99_900, stopTicks: 99_880 }],
    ['a price of its own', entryIntent({ stop: { priceTicks: 99_950 } }), { orderType: 'market', stopTicks: 99_950 }],
    [
      'no price at all',
      entryIntent({ order: { type: 'limit', limitTicks: Number.NaN, validBars: 1 } }),
      { orderType: 'limit' },
    ],
  ])('that is denied is journaled as it was asked for: %s', (_what, intent, asked) => {
    const bench = new CoreDesk({ risk: { accountCapMicros: 0 } });
    bench.step({ MNQ: 100_000 }, [], { MNQ: [intent] });
    const [denied] = bench.of('OrderDenied');
    expect([denied?.orderType, denied?.limitTicks, denied?.stopTicks]).toEqual([
      asked.orderType,
      'limitTicks' in asked ? asked.limitTicks : undefined,
      'stopTicks' in asked ? asked.stopTicks : undefined,
    ]);
  });

  it.each([
    ['its own state', scopeOfBook('MNQ')],
    ['the account’s', ACCOUNT],
  ])('is denied while %s is EXITS_ONLY', (_whose, scope) => {
    const bench = new CoreDesk();
    bench.step();
    bench.desk.act(PERSON, true).changeState(scope, 'EXITS_ONLY', 'by_person');
    bench.step({ MNQ: 100_000 }, [], { MNQ: [ENTER] });
    expect(denials(bench)).toEqual(['not_running']);
  });

  it('is denied by a block of its book or of the account, and not by another book’s', () => {
    const bench = new CoreDesk({ ids: ['MNQ', 'MES'] });
    const quotes = { MNQ: 100_000, MES: 27_000 };
    bench.step(quotes);
    const block = { code: 'doubt', subject: 'MNQ-O9', detail: 'no answer' } as const;
    bench.desk.act(PERSON, false).raise({ ...block, scope: scopeOfBook('MNQ') });
    bench.step(quotes, [], { MNQ: [ENTER], MES: [ENTER] });
    expect(bench.of('OrderDenied')).toMatchObject([{ book: 'MNQ', reason: 'blocked', detail: /no answer/ }]);
    expect(placed(bench)).toEqual(['MES-O1']);
    bench.desk.act(PERSON, false).lift({ ...block, scope: scopeOfBook('MNQ') });
    bench.desk.act(PERSON, false).raise({ ...block, scope: ACCOUNT });
    bench.step(quotes, [], { MNQ: [ENTER] });
    expect(denials(bench)).toEqual(['blocked', 'blocked']);
  });

  it('fits beside what waits, up to the cap; protective orders take no room', () => {
    const bench = new CoreDesk({ ids: ['MNQ', 'MES'], risk: { accountCapMicros: 2 } });
    bench.step({ MNQ: 100_000, MES: 27_000 }, [], { MNQ: [WAIT], MES: [ENTER] });
    expect(placed(bench)).toEqual(['MNQ-O1', 'MES-O1']);
  });

  it('counts what was decided before it in the same step', () => {
    const bench = new CoreDesk({ ids: ['MNQ', 'MES'], risk: { accountCapMicros: 1 } });
    const quotes = { MNQ: 100_000, MES: 27_000 };
    bench.step(quotes, [], { MNQ: [ENTER, ENTER], MES: [ENTER] });
    expect(placed(bench)).toEqual(['MNQ-O1']);
    expect(bench.of('OrderDenied')).toMatchObject([
      { book: 'MNQ', reason: 'position_open' },
      { book: 'MES', reason: 'account_cap' },
    ]);
  });

  it.each([
    ['held', (bench: CoreDesk) => bench.enter('MGC', ENTER)],
    [
      'waiting',
      (bench: CoreDesk) =>
        bench.step({ MGC: 40_000 }, [], { MGC: [{ ...WAIT, order: { ...WAIT.order, limitTicks: 39_900 } } as Intent] }),
    ],
  ])('against what another book has %s on the same contract is denied, with it is not', (_how, before) => {
    const first = new CoreDesk({ ids: ['MGC', 'MGC-PO3'] });
    first.step({ MGC: 40_000 });
    before(first);
    first.step({ MGC: 40_000 }, [], { 'MGC-PO3': [entryIntent({ direction: 'short' })] });
    expect(denials(first)).toEqual(['opposing_book']);
    first.step({ MGC: 40_000 }, [], { 'MGC-PO3': [ENTER] });
    expect(placed(first)).toEqual(['MGC-PO3-O1']);
  });

  it('may oppose another book where that is allowed', () => {
    const bench = new CoreDesk({ ids: ['MGC', 'MGC-PO3'], risk: { allowOpposingBooks: true } });
    bench.step({ MGC: 40_000 });
    bench.enter('MGC', ENTER);
    bench.step({ MGC: 40_000 }, [], { 'MGC-PO3': [entryIntent({ direction: 'short' })] });
    expect(denials(bench)).toEqual([]);
  });

  it('is taken until 15:00 Chicago, and until 15 minutes before a roll', () => {
    const bench = new CoreDesk({ calendar: CME });
    const endMs = Date.UTC(2026, 10, 17, 21, 0);
    stepAt(bench, endMs - 250, { MNQ: [WAIT] });
    expect(denials(bench)).toEqual([]);
    bench.step({ MNQ: 100_000 }, [], { MNQ: [{ kind: 'cancel-entry', why: 'done' }] });
    bench.step({ MNQ: 100_000 }, bench.obeys(bench.sent), { MNQ: [WAIT] });
    expect(denials(bench)).toEqual(['outside_entry_window']);

    const always = new CoreDesk();
    const rollMs = frontMonthAt(CME, 'MNQ', T0).untilMs;
    stepAt(always, rollMs - 15 * MINUTE - 250, { MNQ: [entryIntent({ qty: 99, targets: [] })] });
    stepAt(always, rollMs - 15 * MINUTE, { MNQ: [ENTER] });
    expect(denials(always)).toEqual(['account_cap', 'outside_entry_window']);
  });
});

describe('a cancel of the entry', () => {
  it('reaches the entry alone, and asks once', () => {
    const bench = new CoreDesk();
    bench.step({ MNQ: 100_000 }, [], { MNQ: [WAIT] });
    bench.step({ MNQ: 100_000 }, [{ kind: 'accepted', orderId: 'MNQ-O1', status: 'working' }], {
      MNQ: [{ kind: 'cancel-entry', why: 'the setup is over' }],
    });
    expect(bench.sent).toMatchObject([{ kind: 'cancel', orderId: 'MNQ-O1', reason: 'by_strategy' }]);
    bench.step({ MNQ: 100_000 }, [], { MNQ: [{ kind: 'cancel-entry', why: 'the setup is over' }] });
    expect(bench.of('CancelSubmitted')).toHaveLength(1);
  });

  it('leaves a position and its protection alone', () => {
    const bench = new CoreDesk();
    bench.enter();
    bench.step({ MNQ: 100_000 }, [], { MNQ: [{ kind: 'cancel-entry', why: 'too late' }] });
    expect(bench.of('CancelSubmitted')).toEqual([]);
    expect([bench.net(), bench.openOf('stop')]).toEqual([1, ['MNQ-O2']]);
  });
});

describe('an exit', () => {
  it('begins the flatten of its book with its reason, once', () => {
    const bench = new CoreDesk();
    bench.enter();
    bench.step({ MNQ: 100_000 }, [], { MNQ: [EXIT, EXIT] });
    bench.step({ MNQ: 100_000 }, [], { MNQ: [EXIT] });
    expect(bench.of('FlattenStarted')).toMatchObject([
      { scope: { book: 'MNQ' }, reason: 'time_limit', origin: { by: 'strategy', book: 'MNQ', cause: EXIT.why } },
    ]);
  });

  it('is nothing while the whole account is flattened', () => {
    const bench = new CoreDesk();
    bench.enter();
    bench.desk.act(PERSON, true).startFlatten(ACCOUNT, 'manual');
    bench.step({ MNQ: 100_000 }, [], { MNQ: [EXIT] });
    expect(bench.of('FlattenStarted')).toMatchObject([{ scope: ACCOUNT, reason: 'manual' }]);
  });

  it('of a book that holds nothing and waits for nothing is nothing; of one that waits it takes the entry back', () => {
    const bench = new CoreDesk();
    bench.step({ MNQ: 100_000 }, [], { MNQ: [EXIT] });
    expect(bench.of('FlattenStarted')).toEqual([]);
    bench.step({ MNQ: 100_000 }, [], { MNQ: [WAIT] });
    bench.step({ MNQ: 100_000 }, [{ kind: 'accepted', orderId: 'MNQ-O1', status: 'working' }], { MNQ: [EXIT] });
    expect(bench.sent).toContainEqual(expect.objectContaining({ kind: 'cancel', orderId: 'MNQ-O1' }));
  });

  it('is nothing while the market is closed: the strategy asks again', () => {
    const bench = new CoreDesk({ calendar: CME });
    bench.enter();
    stepAt(bench, Date.UTC(2026, 10, 17, 22, 30), { MNQ: [EXIT] });
    expect(bench.of('FlattenStarted')).toEqual([]);
    expect(bench.net()).toBe(1);
  });
});
