import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunRequest } from '../../../../../engine/store/journal/select-run.ts';
import { emptyCommit, someRow } from '../../../../support/store/journal-script.ts';
import { StoreFolder } from '../../../../support/store/store-folder.ts';

let folder: StoreFolder;
beforeEach(() => {
  folder = new StoreFolder();
});
afterEach(() => folder.dispose());

/** Opens, perhaps ends the run, closes; tells which run it was. */
function start(request: Partial<RunRequest>, ends = false): string {
  const { journal, how } = folder.open({
    request: { mode: 'SIM', configHash: 'c', accountKey: 's', startBalanceCents: 5_000_000, ...request },
  });
  const seq = journal.recover().lastSeq + 1;
  if (ends) {
    journal.commit(emptyCommit(1, { rows: [someRow(seq, 1, { event: { type: 'RunEnded', reason: 'end_of_data' } })] }));
  }
  folder.closeAll();
  return `${journal.identity.account} ${journal.identity.run} ${how}`;
}

describe('selectRun', () => {
  test('the simulation goes on, whatever its other settings; another key is another account', () => {
    expect(start({})).toBe('SIM-1 run-1 fresh');
    expect(start({ configHash: 'faster' })).toBe('SIM-1 run-1 resumed');
    expect(start({ accountKey: 'seed 2' })).toBe('SIM-2 run-2 fresh');
    expect(start({ accountKey: 'seed 2' })).toBe('SIM-2 run-2 resumed');
    expect(start({})).toBe('SIM-1 run-1 resumed');
  });

  test('a replay goes on while it is unfinished and its configuration the same', () => {
    const replay = { mode: 'REPLAY' as const };
    expect(start({ ...replay, configHash: 'a' })).toBe('REPLAY-1 run-1 fresh');
    expect(start({ ...replay, configHash: 'b' })).toBe('REPLAY-2 run-2 fresh');
    expect(start({ ...replay, configHash: 'a' }, true)).toBe('REPLAY-1 run-1 resumed');
    expect(start({ ...replay, configHash: 'a' })).toBe('REPLAY-3 run-3 fresh');
    expect(start({ ...replay, configHash: 'b' })).toBe('REPLAY-2 run-2 resumed');
    expect(start({})).toBe('SIM-1 run-4 fresh');
  });

  test('the start balance and the configuration are those that the run began with', () => {
    start({ startBalanceCents: 100 });
    const { journal } = folder.open({
      request: { mode: 'SIM', configHash: 'other', accountKey: 's', startBalanceCents: 999 },
    });
    expect(journal.identity).toMatchObject({ startBalanceCents: 100, configHash: 'c' });
  });

  test('practice and live go on with the account of their key, and with no other’s', () => {
    expect(start({ mode: 'PRACTICE', accountKey: 'projectx:11' })).toBe('PRACTICE-1 run-1 fresh');
    expect(start({ mode: 'PRACTICE', accountKey: 'projectx:11', configHash: 'x' })).toBe('PRACTICE-1 run-1 resumed');
    expect(start({ mode: 'PRACTICE', accountKey: 'projectx:12' })).toBe('PRACTICE-2 run-2 fresh');
    expect(start({ mode: 'LIVE', accountKey: 'projectx:11' })).toBe('LIVE-1 run-3 fresh');
    expect(start({ mode: 'PRACTICE', accountKey: 'projectx:11' })).toBe('PRACTICE-1 run-1 resumed');
  });

  test('runs keep their rows apart', () => {
    folder.open().journal.commit(emptyCommit(1, { rows: [someRow(1, 1)], deskState: 'one' }));
    folder.closeAll();
    const { journal } = folder.open({
      request: { mode: 'REPLAY', configHash: 'r', accountKey: '', startBalanceCents: 1 },
    });
    expect(journal.recover()).toMatchObject({ step: 0, lastSeq: 0, deskState: undefined });
    journal.commit(emptyCommit(1, { rows: [someRow(1, 1), someRow(2, 1)] }));
    expect([...journal.rows()]).toHaveLength(2);
    folder.closeAll();
    expect([...folder.open().journal.rows()]).toHaveLength(1);
  });
});
