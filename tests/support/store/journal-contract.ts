import { expect, test } from 'vitest';
import type { RunIdentity } from '../../../engine/domain/run.ts';
import type { Commit, Journal } from '../../../engine/ports/journal.ts';
import { InvariantError } from '../../../engine/domain/assert.ts';
import { JournalUnavailable, SpillUnavailable } from '../../../engine/ports/journal.ts';
import { emptyCommit, journalScript, someRow } from './journal-script.ts';

export const CONTRACT_IDENTITY: RunIdentity = {
  account: 'SIM-1',
  run: 'run-1',
  runNumber: 1,
  mode: 'SIM',
  startBalanceCents: 5_000_000,
  configHash: 'script',
};

/** A journal under test: what a desk finds when it starts on it again, and ways to make it fail. */
export interface JournalBench {
  readonly journal: Journal;
  /** A new desk's view of the same run. */
  reopen(): Journal;
  failNextCommit(): void;
  failNextSpill(): void;
  /** So many tries to write find the disk full. */
  fillDisk(tries: number): void;
  dispose(): void;
}

/** Room for the spill of a journal under test. */
export const CONTRACT_SPILL_BYTES = 64 * 1024;

/** What every journal does, in memory or in a file. */
export function journalContract(bench: () => JournalBench): void {
  test('a new run begins at step 0 with nothing', () => {
    const { journal, dispose } = bench();
    expect(journal.identity).toEqual(CONTRACT_IDENTITY);
    expect(journal.recover()).toEqual({
      step: 0,
      stepEndMs: 0,
      deskState: undefined,
      lastSeq: 0,
      lastLogSeq: 0,
      snapshots: [],
    });
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

  const spillOf = ({ journal, failNextCommit }: JournalBench, ...commits: readonly Commit[]): void => {
    for (const commit of commits) {
      failNextCommit();
      expect(() => journal.commit(commit)).toThrow(JournalUnavailable);
      journal.spill(commit);
    }
  };

  test('what is spilled counts as written: it is found by every question, and the sequence goes on behind it', () => {
    const one = bench();
    const { journal, dispose } = one;
    const snapshot = (strategy: number, step: number) => ({ strategy, step, json: `{"step":${step}}` });
    const line = (seq: number) => ({ seq, timeMs: 1, book: null, type: 'info', message: `line ${seq}` }) as const;
    journal.commit(
      emptyCommit(1, {
        rows: [someRow(1, 1), someRow(2, 2)],
        logs: [line(1), line(2)],
        deskState: '{"n":1}',
        snapshots: [snapshot(3, 1)],
      }),
    );
    spillOf(
      one,
      emptyCommit(2, { rows: [someRow(3, 2)], deskState: '{"n":2}', snapshots: [snapshot(1, 2), snapshot(3, 2)] }),
      emptyCommit(2, { rows: [someRow(4, 3), someRow(5, 3)], logs: [line(3), line(4)] }),
    );
    const found = {
      step: 2,
      stepEndMs: emptyCommit(2).stepEndMs,
      deskState: '{"n":2}',
      lastSeq: 5,
      lastLogSeq: 4,
      snapshots: [snapshot(1, 2), snapshot(3, 2)],
    };
    expect(journal.recover()).toEqual(found);
    expect([...journal.rows()]).toEqual([1, 2, 3, 4, 5].map((seq) => someRow(seq, [1, 2, 2, 3, 3][seq - 1]!)));
    expect(journal.rowsOfSteps(1, 2).map(({ seq }) => seq)).toEqual([2, 3]);
    const after = (seq: number, limit: number) => journal.rowsAfter(seq, limit).map((row) => row.seq);
    expect([after(0, 9), after(1, 3), after(0, 1), after(4, 9)]).toEqual([[1, 2, 3, 4, 5], [3, 4, 5], [5], [5]]);
    for (const act of [journal.commit.bind(journal), journal.spill.bind(journal)]) {
      expect(() => act(emptyCommit(2, { rows: [someRow(3, 3)] }))).toThrow(InvariantError);
      expect(() => act(emptyCommit(2, { rows: [someRow(7, 3)] }))).toThrow(InvariantError);
      expect(() => act(emptyCommit(1))).toThrow(InvariantError);
    }
    expect(journal.recover()).toEqual(found);
    dispose();
  });

  test('the next commit takes the spill along; a start does it too', () => {
    for (const by of ['commit', 'start']) {
      const one = bench();
      const commits = journalScript({ seed: 3, steps: 24, eagerness: 4 });
      const { journal, reopen, dispose } = one;
      journal.commit(commits[0]!);
      spillOf(one, ...commits.slice(1, 9));
      const spilled = journal.health();
      expect(spilled).toMatchObject({ fault: 'failed', spilledCommits: 8, spillCapacityBytes: CONTRACT_SPILL_BYTES });
      expect(spilled.spillBytes).toBeGreaterThan(1_000);
      const next = by === 'commit' ? journal : reopen();
      for (const commit of commits.slice(9)) next.commit(commit);
      expect(next.health()).toMatchObject({ fault: undefined, spilledCommits: 0, spillBytes: 0 });
      const rows = commits.flatMap((commit) => commit.rows);
      expect([...next.rows()]).toEqual(rows);
      expect(next.recover()).toMatchObject({ step: 24, lastSeq: rows.length, deskState: commits.at(-1)?.deskState });
      dispose();
    }
  });

  test('rows that are being read stay the same while the spill is taken in', () => {
    const one = bench();
    const { journal, dispose } = one;
    journal.commit(emptyCommit(1, { rows: [someRow(1, 1), someRow(2, 1)] }));
    spillOf(one, emptyCommit(2, { rows: [someRow(3, 2)] }));
    const seen: number[] = [];
    for (const row of journal.rows()) {
      seen.push(row.seq);
      if (row.seq === 1) journal.commit(emptyCommit(3, { rows: [someRow(4, 3)] }));
    }
    expect(seen).toEqual([1, 2, 3]);
    dispose();
  });

  test('a spill that fails keeps nothing and can be tried again, as can the commit', () => {
    const one = bench();
    const { journal, failNextCommit, failNextSpill, reopen, dispose } = one;
    journal.commit(emptyCommit(1, { rows: [someRow(1, 1)] }));
    const next = emptyCommit(2, { rows: [someRow(2, 2)] });
    failNextCommit();
    expect(() => journal.commit(next)).toThrow(JournalUnavailable);
    const before = [journal.recover(), journal.health()];
    failNextSpill();
    expect(() => journal.spill(next)).toThrow(SpillUnavailable);
    expect([journal.recover(), journal.health()]).toEqual(before);
    journal.spill(next);
    failNextSpill();
    const later = emptyCommit(3, { rows: [someRow(3, 3)] });
    expect(() => journal.spill(later)).toThrow(SpillUnavailable);
    journal.commit(later);
    expect([...reopen().rows()].map(({ seq }) => seq)).toEqual([1, 2, 3]);
    dispose();
  });

  test('a full spill says so and keeps what it has', () => {
    const one = bench();
    const { journal, reopen, dispose } = one;
    const commit = (step: number) => emptyCommit(step, { rows: [someRow(step, step)], deskState: 'x'.repeat(9_000) });
    let step = 1;
    expect(() => {
      for (; step < 20; step += 1) spillOf(one, commit(step));
    }).toThrow(SpillUnavailable);
    expect(step).toBeGreaterThan(4);
    expect(journal.health()).toMatchObject({ spilledCommits: step - 1 });
    expect(journal.health().spillBytes).toBeLessThanOrEqual(CONTRACT_SPILL_BYTES);
    spillOf(one, emptyCommit(step, { rows: [someRow(step, step)] }));
    expect(reopen().recover()).toMatchObject({ lastSeq: step });
    dispose();
  });

  test('on a full disk the ballast goes, and the same commit goes in', () => {
    const { journal, fillDisk, reopen, dispose } = bench();
    expect(journal.health()).toMatchObject({ fault: undefined, ballast: true });
    fillDisk(1);
    journal.commit(emptyCommit(1, { rows: [someRow(1, 1)] }));
    expect(journal.health()).toMatchObject({ fault: undefined, ballast: false });
    fillDisk(1);
    const next = emptyCommit(2, { rows: [someRow(2, 2)] });
    expect(() => journal.commit(next)).toThrow(JournalUnavailable);
    expect(journal.health()).toMatchObject({ fault: 'full', ballast: false });
    journal.commit(next);
    expect(journal.health()).toMatchObject({ fault: undefined, ballast: false });
    expect(reopen().health().ballast).toBe(true);
    dispose();
  });
}
