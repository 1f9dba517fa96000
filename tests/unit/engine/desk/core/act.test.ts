import { describe, expect, it } from 'vitest';
import { ofDuty } from '../../../../../engine/domain/origin.ts';
import { ACCOUNT, scopeOfBook } from '../../../../../engine/domain/scope.ts';
import { CoreDesk, PERSON } from '../../../../support/core-desk.ts';
import { entryIntent } from '../../../../support/rows.ts';

const WAIT = entryIntent({ order: { type: 'limit', limitTicks: 99_900, validBars: 500 } });
const MNQ = scopeOfBook('MNQ');
const DOUBT = { scope: MNQ, code: 'doubt', subject: 'MNQ-O1', detail: 'no answer' } as const;

/** A desk on which an act of a person is under way, and how many rows there were before. */
function acting(): { bench: CoreDesk; act: ReturnType<CoreDesk['desk']['act']> } {
  const bench = new CoreDesk({ ids: ['MNQ', 'MES'] });
  bench.step({ MNQ: 100_000, MES: 27_000 });
  return { bench, act: bench.desk.act(PERSON, true) };
}

describe('an act', () => {
  it('collects commands for the venue and sends nothing by itself; its facts are written by the next commit', () => {
    const { bench, act } = acting();
    bench.enter();
    act.cancel('MNQ-O3', 'by_flatten');
    expect(act.commands).toMatchObject([{ kind: 'cancel', orderId: 'MNQ-O3', reason: 'by_flatten', epoch: 1 }]);
    expect(bench.of('CancelSubmitted')).toEqual([]);
    bench.desk.commitAct();
    expect(bench.of('CancelSubmitted')).toMatchObject([{ orderId: 'MNQ-O3', origin: PERSON }]);
  });

  it('on behalf of another is the same act: its time, its commands, another origin', () => {
    const { bench, act } = acting();
    bench.enter();
    const risk = ofDuty('risk', 'daily loss');
    act.for(risk).cancel('MNQ-O3', 'by_flatten');
    act.cancel('MNQ-O2', 'by_flatten');
    expect(act.commands.map((command) => command.kind === 'cancel' && command.orderId)).toEqual(['MNQ-O3', 'MNQ-O2']);
    bench.desk.commitAct();
    expect(bench.of('CancelSubmitted').map(({ origin }) => origin)).toEqual([risk, PERSON]);
  });

  it('gives each command of a book an id of its own, also over a restart', () => {
    const { bench } = acting();
    bench.enter();
    const ids: string[] = [];
    const ask = (stopTicks: number): void => {
      const act = bench.desk.act(PERSON, true);
      act.moveStop('MNQ-O2', stopTicks);
      ids.push(...act.commands.map(({ commandId }) => commandId));
      bench.desk.commitAct();
    };
    ask(99_970);
    ask(99_971);
    bench.restart();
    ask(99_972);
    expect(new Set(ids).size).toBe(3);
  });

  it('tells from which state: the account’s own, a book’s own', () => {
    const { bench, act } = acting();
    act.changeState(MNQ, 'EXITS_ONLY', 'by_person');
    act.changeState(ACCOUNT, 'HALTED', 'daily_loss', 5);
    act.changeState(MNQ, 'RUN', 'by_person');
    bench.desk.commitAct();
    expect(bench.of('StateChanged').map(({ scope, from, to, untilMs }) => [scope, from, to, untilMs])).toEqual([
      [MNQ, 'RUN', 'EXITS_ONLY', undefined],
      [ACCOUNT, 'RUN', 'HALTED', 5],
      [MNQ, 'EXITS_ONLY', 'RUN', undefined],
    ]);
  });
});

describe('a block', () => {
  it('is raised once and lifted once; each subject has its own', () => {
    const { bench, act } = acting();
    act.raise(DOUBT);
    act.raise({ ...DOUBT, detail: 'still none' });
    act.raise({ ...DOUBT, subject: 'MNQ-O2' });
    expect(bench.desk.ledger.blocksOf('MNQ').map(({ detail }) => detail)).toEqual(['no answer', 'no answer']);
    expect(bench.desk.ledger.blocksOf('MES')).toEqual([]);
    act.lift(DOUBT);
    act.lift(DOUBT);
    expect(bench.desk.ledger.blocksOf('MNQ').map(({ subject }) => subject)).toEqual(['MNQ-O2']);
    bench.desk.commitAct();
    expect([bench.of('BlockRaised').length, bench.of('BlockLifted').length]).toEqual([2, 1]);
  });
});

describe('a flatten', () => {
  it('of a scope begins once while it is under way; of other scopes too, each with its id', () => {
    const { bench, act } = acting();
    const ids = [ACCOUNT, MNQ, scopeOfBook('MES')].map((scope) => act.startFlatten(scope, 'manual'));
    expect(act.startFlatten(MNQ, 'risk_limit')).toBeUndefined();
    expect(new Set(ids).size).toBe(3);
    expect(ids).not.toContain(undefined);
    bench.desk.commitAct();
    expect(bench.of('FlattenStarted').map(({ flattenId }) => flattenId)).toEqual(ids);
  });
});

describe('an entry that has not gone out', () => {
  it('is over here and now with its legs, and the venue never hears of it', () => {
    const { bench } = acting();
    bench.journal.failCommits(1);
    bench.step({ MNQ: 100_000, MES: 27_000 }, [], { MNQ: [WAIT] });
    const act = bench.desk.act(PERSON, true);
    act.cancel('MNQ-O1', 'by_stop');
    expect(act.commands).toEqual([]);
    expect(bench.desk.ledger.openOrders('MNQ')).toEqual([]);
    expect(bench.desk.retryCommit().commands).toEqual([]);
    expect(bench.of('OrderCanceled')).toMatchObject([
      { orderId: 'MNQ-O1', reason: 'by_stop' },
      { orderId: 'MNQ-O2', reason: 'parent_closed' },
      { orderId: 'MNQ-O3', reason: 'parent_closed' },
    ]);
  });
});
