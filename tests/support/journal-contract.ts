import { expect, test } from 'vitest';
import type { RunIdentity } from '../../engine/domain/run.ts';
import type { Journal } from '../../engine/ports/journal.ts';
import { InvariantError } from '../../engine/domain/assert.ts';
import { JournalUnavailable } from '../../engine/ports/journal.ts';
import { emptyCommit, journalScript, someRow } from './journal-script.ts';

export const CONTRACT_IDENTITY: RunIdentity = {
  account: 'SIM-1',
  run: 'run-1',
  runNumber: 1,
  mode: 'SIM',
  startBalanceCents: 5_000_000,
  configHash: 'script',
};

/** A journal under test: what a desk finds when it starts on it again, and a way to make the next commit fail. */
export interface JournalBench {
  readonly journal: Journal;
  /** A new desk's view of the same run. */
  reopen(): Journal;
  failNextCommit(): void;
  dispose(): void;
}

/** What every journal does, in memory or in a file. */
export function journalContract(bench: () => JournalBench): void {
  test('a new run begins at step 0 with nothing', () => {
    const { journal, dispose } = bench();
    expect(journal.identity).toEqual(CONTRACT_IDENTITY);
    expect(journal.recover()).toEqual({ step: 0, stepEndMs: 0, deskState: undefined, lastSeq: 0, snapshots: [] });
    expect([...journal.rows()]).toEqual([]);
    dispose();
  });

  test('what was committed is found again, in order and equal', () => {
    const { journal, reopen, dispose } = bench();
    const commits = journalScript({ seed: 7, steps: 400 });
    for (const commit of commits) journal.commit(commit);
    const rows = commits.flatMap((commit) => commit.rows);
    expect(rows.length).toBeGreaterThan(300);
    const before = journal.recover();
    const again = reopen();
    expect(again.recover()).toEqual(before);
    expect(before.step).toBe(400);
    expect(before.lastSeq).toBe(rows.length);
    expect(before.deskState).toBe(commits.at(-1)?.deskState);
    expect([...again.rows()]).toEqual(rows);
    dispose();
  });

  test('the latest snapshot of each strategy, and only that', () => {
    const { journal, reopen, dispose } = bench();
    journal.commit(emptyCommit(1, { snapshots: [{ strategy: 5, step: 1, json: '{"a":1}' }] }));
    journal.commit(emptyCommit(2, { snapshots: [{ strategy: 1, step: 2, json: '{"b":1}' }] }));
    journal.commit(emptyCommit(3, { snapshots: [{ strategy: 5, step: 3, json: '{"a":2}' }] }));
    expect(reopen().recover().snapshots).toEqual([
      { strategy: 1, step: 2, json: '{"b":1}' },
      { strategy: 5, step: 3, json: '{"a":2}' },
    ]);
    dispose();
  });

  test('the desk state stays until another one is given', () => {
    const { journal, reopen, dispose } = bench();
    journal.commit(emptyCommit(1, { deskState: '{"x":1}' }));
    journal.commit(emptyCommit(2));
    const found = reopen().recover();
    expect(found.step).toBe(2);
    expect(found.deskState).toBe('{"x":1}');
    dispose();
  });

  test('rows of steps: after the first, up to and with the second', () => {
    const { journal, dispose } = bench();
    const rows = [someRow(1, 1), someRow(2, 1), someRow(3, 2), someRow(4, 4)];
    journal.commit(emptyCommit(3, { rows }));
    expect(journal.rowsOfSteps(1, 4).map((row) => row.seq)).toEqual([3, 4]);
    expect(journal.rowsOfSteps(0, 1)).toEqual(rows.slice(0, 2));
    expect(journal.rowsOfSteps(4, 9)).toEqual([]);
    dispose();
  });

  test('rows after a number: the newest of them, in order', () => {
    const { journal, dispose } = bench();
    journal.commit(emptyCommit(1, { rows: [1, 2, 3, 4, 5].map((seq) => someRow(seq, 1)) }));
    const seqs = (seq: number, limit: number) => journal.rowsAfter(seq, limit).map((row) => row.seq);
    expect(seqs(2, 10)).toEqual([3, 4, 5]);
    expect(seqs(0, 2)).toEqual([4, 5]);
    expect(seqs(5, 10)).toEqual([]);
    dispose();
  });

  test('a commit that fails changes nothing and can be tried again', () => {
    const { journal, reopen, failNextCommit, dispose } = bench();
    journal.commit(emptyCommit(1, { rows: [someRow(1, 1)], deskState: '{"n":1}' }));
    const before = journal.recover();
    const bar = { timeMs: 1_700_000_040_000, open: 4, high: 6, low: 3, close: 5, volume: 9 };
    const next = emptyCommit(2, {
      rows: [someRow(2, 2), someRow(3, 2)],
      bars: [{ contractId: 'MNQZ6', root: 'MNQ', bar }],
      snapshots: [{ strategy: 1, step: 2, json: '{}' }],
      deskState: '{"n":2}',
      durable: true,
    });
    failNextCommit();
    expect(() => journal.commit(next)).toThrow(JournalUnavailable);
    expect(journal.recover()).toEqual(before);
    expect([...journal.rows()].length).toBe(1);
    journal.commit(next);
    journal.commit(emptyCommit(3, { rows: [someRow(4, 3)] }));
    const again = reopen();
    expect([...again.rows()].map((row) => row.seq)).toEqual([1, 2, 3, 4]);
    expect(again.recover().deskState).toBe('{"n":2}');
    dispose();
  });

  test('a gap or a repeat in the sequence is refused, and a step that goes back', () => {
    const { journal, dispose } = bench();
    journal.commit(emptyCommit(5, { rows: [someRow(1, 1)] }));
    expect(() => journal.commit(emptyCommit(6, { rows: [someRow(3, 6)] }))).toThrow(InvariantError);
    expect(() => journal.commit(emptyCommit(6, { rows: [someRow(1, 6)] }))).toThrow(InvariantError);
    expect(() => journal.commit(emptyCommit(6, { rows: [someRow(2, 6), someRow(4, 6)] }))).toThrow(InvariantError);
    expect(() => journal.commit(emptyCommit(4))).toThrow(InvariantError);
    expect(journal.recover().step).toBe(5);
    journal.commit(emptyCommit(5, { rows: [someRow(2, 6)] }));
    expect(journal.recover().lastSeq).toBe(2);
    dispose();
  });

  test('the same bar again is nothing, another one in its place is a broken invariant', () => {
    const { journal, dispose } = bench();
    const bar = { timeMs: 1_700_000_040_000, open: 4, high: 6, low: 3, close: 5, volume: 9 };
    const at = (changed: object) => [{ contractId: 'MNQZ6', root: 'MNQ', bar: { ...bar, ...changed } }];
    journal.commit(emptyCommit(1, { bars: at({}) }));
    journal.commit(emptyCommit(2, { bars: at({}) }));
    expect(() => journal.commit(emptyCommit(3, { bars: at({ close: 6 }) }))).toThrow(InvariantError);
    expect(journal.recover().step).toBe(2);
    dispose();
  });

  test('rows can be read while commits go on', () => {
    const { journal, dispose } = bench();
    for (let n = 1; n <= 2_500; n += 1) journal.commit(emptyCommit(n, { rows: [someRow(n, n)] }));
    let count = 0;
    for (const row of journal.rows()) {
      count += 1;
      if (row.seq === 10) journal.commit(emptyCommit(2_501, { rows: [someRow(2_501, 2_501)] }));
    }
    expect(count).toBe(2_500);
    dispose();
  });
}
