import { describe, expect, it } from 'vitest';
import { EXTERNAL, MANUAL } from '../../../../../engine/domain/book.ts';
import { CoreDesk } from '../../../../support/core-desk.ts';
import { entryIntent } from '../../../../support/rows.ts';

const WAIT = entryIntent({ order: { type: 'limit', limitTicks: 99_900, validBars: 500 } });
const opened = (bench: CoreDesk): string[] => bench.of('BookOpened').map(({ identity }) => identity.id);
const joined = (bench: CoreDesk): string[] => bench.of('StrategyJoined').map(({ book }) => book);
const dropped = (bench: CoreDesk): string[] => bench.of('StrategyDropped').map(({ book }) => book);

describe('a start', () => {
  it('opens the books of its strategies, MANUAL and EXTERNAL, and lets its strategies join', () => {
    const bench = new CoreDesk({ ids: ['MNQ', 'MGC-PO3'] });
    expect(opened(bench)).toEqual(['MNQ', 'MGC-PO3', MANUAL.id, EXTERNAL.id]);
    expect(bench.of('StrategyJoined')).toEqual([
      { type: 'StrategyJoined', book: 'MNQ', contractId: bench.contract('MNQ') },
      { type: 'StrategyJoined', book: 'MGC-PO3', contractId: bench.contract('MGC') },
    ]);
    const numbers = bench.of('BookOpened').map(({ identity }) => identity.number);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('with the same strategies again is no news', () => {
    const bench = new CoreDesk({ ids: ['MNQ', 'MES'] });
    bench.step({ MNQ: 100_000, MES: 27_000 });
    const before = bench.events().length;
    bench.restart();
    expect(bench.events()).toHaveLength(before);
  });

  it('with others: who is gone leaves, who is new joins, books stay', () => {
    const bench = new CoreDesk({ ids: ['MNQ', 'MES'] });
    bench.step({ MNQ: 100_000, MES: 27_000 });
    bench.restart({ ids: ['MES', 'M6E'] });
    expect(dropped(bench)).toEqual(['MNQ']);
    expect(joined(bench)).toEqual(['MNQ', 'MES', 'M6E']);
    expect(opened(bench)).toEqual(['MNQ', 'MES', MANUAL.id, EXTERNAL.id, 'M6E']);
    bench.restart({ ids: ['MNQ', 'MES'] });
    expect([dropped(bench), joined(bench)]).toEqual([
      ['MNQ', 'M6E'],
      ['MNQ', 'MES', 'M6E', 'MNQ'],
    ]);
    expect(opened(bench)).toHaveLength(5);
  });
});

describe('a strategy whose engine is given up', () => {
  it('takes no entries, what waits is taken back, and its protection stays', () => {
    const bench = new CoreDesk({ ids: ['MNQ', 'MES'] });
    const quotes = { MNQ: 100_000, MES: 27_000 };
    bench.step(quotes);
    bench.enter('MNQ');
    bench.step(quotes, [], {
      MES: [entryIntent({ ...WAIT, order: { type: 'limit', limitTicks: 26_900, validBars: 9 } })],
    });
    for (const book of ['MNQ', 'MES']) {
      bench.desk.members.drop(bench.desk.act({ by: 'desk', duty: 'host', cause: 'crashes' }, true), book, 'it crashed');
    }
    bench.desk.commitAct();
    expect(bench.of('CancelSubmitted')).toMatchObject([{ orderId: 'MES-O1', reason: 'by_stop' }]);
    expect([bench.net('MNQ'), bench.openOf('stop', 'MNQ'), bench.openOf('target', 'MNQ')]).toEqual([
      1,
      ['MNQ-O2'],
      ['MNQ-O3'],
    ]);
    expect(bench.desk.ledger.book('MNQ').trading).toMatchObject({ state: 'EXITS_ONLY', reason: 'engine_dropped' });
    expect(bench.desk.ledger.account.state).toBe('RUN');
    expect(bench.desk.members.engines.get('MNQ')).toBe('dropped');
    expect(bench.alarms('engine_crash_loop')).toEqual([
      expect.stringMatching(/^MNQ: it crashed; its stop rests/),
      expect.stringMatching(/^MES: it crashed; its stop rests/),
    ]);
    expect([...bench.desk.ledger.joined]).toEqual([]);
  });

  it('joins on the contract of the day', () => {
    const bench = new CoreDesk();
    const act = () => bench.desk.act({ by: 'desk', duty: 'host', cause: 'back' }, true);
    bench.desk.members.drop(act(), 'MNQ', 'it crashed');
    bench.desk.members.join(act(), 'MNQ');
    bench.desk.members.join(act(), 'M6E');
    bench.desk.commitAct();
    expect(joined(bench)).toEqual(['MNQ', 'MNQ']);
    expect([...bench.desk.ledger.joined]).toEqual(['MNQ']);
  });
});

describe('books that nobody keeps', () => {
  it('are told where they hold or wait for something', () => {
    const bench = new CoreDesk({ ids: ['MNQ', 'MES', 'M6E'] });
    const quotes = { MNQ: 100_000, MES: 27_000, M6E: 23_000 };
    bench.step(quotes);
    bench.enter('MNQ');
    bench.step(quotes, [], {
      MES: [entryIntent({ ...WAIT, order: { type: 'limit', limitTicks: 26_900, validBars: 9 } })],
    });
    expect(bench.desk.members.orphans()).toEqual([]);
    bench.restart({ ids: ['M6E'] });
    expect(bench.desk.members.orphans()).toEqual([
      expect.stringMatching(/^MNQ is not among .* holds 1 MNQZ6 with 2 working orders/),
      expect.stringMatching(/^MES is not among .* holds nothing with 3 working orders/),
    ]);
  });

  it('are none of MANUAL’s and EXTERNAL’s business, nor flat ones', () => {
    const bench = new CoreDesk({ ids: ['MNQ', 'MES'] });
    bench.restart({ ids: ['MES'] });
    expect(bench.desk.members.orphans()).toEqual([]);
  });
});
