import { describe, expect, it } from 'vitest';
import { CoreDesk, PERSON } from '../../../../support/core-desk.ts';
import { entryIntent } from '../../../../support/rows.ts';
import { cancelEntries } from '../../../../../engine/desk/core/person-acts.ts';

describe('a file that cannot be written', () => {
  it('everything goes into the spill, in order; what reduces goes out, entries wait for the file', () => {
    const bench = new CoreDesk({ ids: ['MNQ', 'MES'] });
    bench.enter('MES');
    bench.desk.act(PERSON, true).startFlatten({ book: 'MES' }, 'manual');
    bench.journal.failCommits(3);
    const finished = bench.step({ MNQ: 100_000 }, [], { MNQ: [entryIntent()] });
    expect(finished.inFile).toBe(false);
    expect(finished.published?.rows.map(({ event }) => event.type)).toContain('OrderSubmitted');
    expect(finished.commands).toEqual([]);
    expect(bench.of('FileLost')).toHaveLength(1);
    expect(bench.alarms('file_locked')).toHaveLength(1);
    expect(bench.desk.ledger.blocksOf('MNQ')).toMatchObject([{ code: 'file' }]);
    expect(bench.desk.retryCommit()).toMatchObject({ inFile: false, commands: [] });
    expect(bench.desk.retryCommit()).toMatchObject({ inFile: false, commands: [] });
    const back = bench.desk.retryCommit();
    expect(back).toMatchObject({ inFile: true, commands: [{ kind: 'place', order: { orderId: 'MNQ-O1' } }] });
    expect(bench.of('FileBack')).toHaveLength(1);
    expect(bench.alarms('file_back')).toHaveLength(1);
    expect(bench.desk.ledger.blocksOf('MNQ')).toEqual([]);
    // Said once, and every row once.
    expect([...bench.journal.rows()].map(({ seq }) => seq)).toEqual(
      Array.from({ length: [...bench.journal.rows()].length }, (_, index) => index + 1),
    );
  });

  it('an entry that waits for the file is withdrawn by a stop: the venue never hears of it', () => {
    const bench = new CoreDesk();
    bench.step();
    bench.journal.failCommits(1);
    bench.step({ MNQ: 100_000 }, [], { MNQ: [entryIntent()] });
    const act = bench.desk.act(PERSON, true);
    cancelEntries(act, bench.desk.ledger, ['MNQ']);
    expect(act.commands).toEqual([]);
    expect(bench.desk.ledger.openOrders('MNQ')).toEqual([]);
    expect(bench.desk.retryCommit()).toMatchObject({ inFile: true, commands: [] });
    expect(bench.desk.unanswered()).toEqual([]);
  });

  it('with no room in the spill either nothing is published, and nothing is lost', () => {
    const bench = new CoreDesk();
    bench.step();
    bench.journal.failCommits(2);
    bench.journal.failSpills(2);
    expect(bench.step({ MNQ: 100_000 }, [], { MNQ: [entryIntent()] })).toMatchObject({
      published: undefined,
      commands: [],
    });
    expect(bench.desk.isSettled).toBe(false);
    expect(bench.desk.retryCommit()).toMatchObject({ published: undefined, inFile: false });
    expect(bench.desk.retryCommit()).toMatchObject({ inFile: true, commands: [{ kind: 'place' }] });
    expect(bench.desk.isSettled).toBe(true);
    expect(bench.of('OrderSubmitted')).toHaveLength(3);
  });

  it('what is decided while it is lost is denied by the block, which is in the journal', () => {
    const bench = new CoreDesk();
    bench.step();
    bench.journal.failCommits(1);
    bench.step();
    // The desk is killed and begins anew before the file is back: the block stands, as the rows say.
    bench.restart();
    expect(bench.desk.ledger.fileLost).toBe(true);
    const finished = bench.step({ MNQ: 100_000 }, [], { MNQ: [entryIntent()] });
    expect(finished.inFile).toBe(true);
    expect(bench.of('OrderDenied')).toMatchObject([{ reason: 'blocked' }]);
    expect(bench.of('FileBack')).toHaveLength(1);
  });
});
