import { describe, expect, it } from 'vitest';
import { cancelEntries, exitsOnly, start } from '../../../../../engine/desk/core/person-acts.ts';
import { ACCOUNT, scopeName, scopeOfBook } from '../../../../../engine/domain/scope.ts';
import { CoreDesk, PERSON } from '../../../../support/core-desk.ts';
import { entryIntent } from '../../../../support/rows.ts';

const MNQ = scopeOfBook('MNQ');

function acting(): { bench: CoreDesk; act: ReturnType<CoreDesk['desk']['act']> } {
  const bench = new CoreDesk({ ids: ['MNQ', 'MES'] });
  bench.step({ MNQ: 100_000, MES: 27_000 });
  return { bench, act: bench.desk.act(PERSON, true) };
}

const states = ({ desk: { ledger } }: CoreDesk): readonly string[] => [
  ledger.account.state,
  ledger.book('MNQ').trading.state,
  ledger.book('MES').trading.state,
];

describe('start', () => {
  it('of what runs is no news', () => {
    const { bench, act } = acting();
    expect(start(act, bench.desk.ledger, ACCOUNT)).toBeUndefined();
    bench.desk.commitAct();
    expect(bench.of('StateChanged')).toEqual([]);
  });

  it('of one book after a stop of all lets that one run, and the others stay stopped', () => {
    const { bench, act } = acting();
    exitsOnly(act, bench.desk.ledger, ACCOUNT, 'by_person');
    expect(states(bench)).toEqual(['EXITS_ONLY', 'EXITS_ONLY', 'EXITS_ONLY']);
    start(act, bench.desk.ledger, MNQ);
    expect(states(bench)).toEqual(['RUN', 'RUN', 'EXITS_ONLY']);
    start(act, bench.desk.ledger, ACCOUNT);
    expect(states(bench)).toEqual(['RUN', 'RUN', 'RUN']);
  });

  it('changes nothing at all where one of the books is halted, and says until when', () => {
    const { bench, act } = acting();
    exitsOnly(act, bench.desk.ledger, ACCOUNT, 'by_person');
    act.changeState(MNQ, 'HALTED', 'daily_loss', Date.UTC(2026, 10, 17, 23));
    expect(start(act, bench.desk.ledger, ACCOUNT)).toEqual({
      code: 'halted',
      message: 'halted: daily loss limit reached, until 2026-11-17T23:00:00.000Z',
      untilMs: Date.UTC(2026, 10, 17, 23),
    });
    expect(states(bench)).toEqual(['EXITS_ONLY', 'HALTED', 'EXITS_ONLY']);
    expect(start(act, bench.desk.ledger, scopeOfBook('MES'))).toBeUndefined();
  });
});

describe('exits only', () => {
  it('never softens a halt, and is said once', () => {
    const { bench, act } = acting();
    act.changeState(MNQ, 'HALTED', 'daily_loss', 5);
    exitsOnly(act, bench.desk.ledger, ACCOUNT, 'flattened');
    exitsOnly(act, bench.desk.ledger, ACCOUNT, 'flattened');
    expect(states(bench)).toEqual(['EXITS_ONLY', 'HALTED', 'EXITS_ONLY']);
    bench.desk.commitAct();
    const stopped = bench
      .of('StateChanged')
      .flatMap(({ to, scope }) => (to === 'EXITS_ONLY' ? [scopeName(scope)] : []));
    expect(new Set(stopped).size).toBe(stopped.length);
  });
});

describe('the cancel of entries', () => {
  it('takes back what waits, of these books alone, and asks for each once', () => {
    const { bench, act } = acting();
    const wait = (limitTicks: number) => entryIntent({ order: { type: 'limit', limitTicks, validBars: 9 } });
    bench.step({ MNQ: 100_000, MES: 27_000 }, [], { MNQ: [wait(99_900)], MES: [wait(26_900)] });
    cancelEntries(act, bench.desk.ledger, ['MNQ']);
    cancelEntries(act, bench.desk.ledger, ['MNQ']);
    expect(act.commands).toMatchObject([{ kind: 'cancel', orderId: 'MNQ-O1' }]);
  });

  it('leaves alone what protects, and a market order that fills already', () => {
    const { bench, act } = acting();
    bench.enter('MES', entryIntent({ stop: { offsetTicks: 40 }, targets: [{ price: { offsetTicks: 80 }, qty: 1 }] }));
    bench.step({ MNQ: 100_000, MES: 27_000 }, [], { MNQ: [entryIntent({ qty: 2, targets: [] })] });
    bench.step({ MNQ: 100_000, MES: 27_000 }, [
      { kind: 'accepted', orderId: 'MNQ-O1', status: 'working' },
      { kind: 'accepted', orderId: 'MNQ-O2', status: 'suspended' },
      bench.filled('MNQ-O1', 1, 100_001, 1),
    ]);
    cancelEntries(act, bench.desk.ledger, ['MNQ', 'MES']);
    expect(act.commands).toEqual([]);
  });
});
