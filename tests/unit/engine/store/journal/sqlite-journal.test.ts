import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { JournalUnavailable } from '../../../../../engine/ports/journal.ts';
import { checkFile } from '../../../../../engine/store/checker/check-file.ts';
import { readSpill } from '../../../../../engine/store/journal/spill-file.ts';
import { usedBytes } from '../../../../../engine/store/journal/spill-format.ts';
import { dbPath } from '../../../../../engine/store/schema/files.ts';
import { fileContent } from '../../../../support/file-content.ts';
import { CONTRACT_SPILL_BYTES, journalContract } from '../../../../support/store/journal-contract.ts';
import { emptyCommit, journalScript, someRow } from '../../../../support/store/journal-script.ts';
import { SpillFolder, act, spill } from '../../../../support/store/spill-folder.ts';
import { StoreFolder, lockFile } from '../../../../support/store/store-folder.ts';

describe('SqliteJournal', () => {
  journalContract(() => {
    const folder = new StoreFolder();
    let failing: Error[] = [];
    let failSpill = false;
    const open = () =>
      folder.open({
        spillBytes: CONTRACT_SPILL_BYTES,
        ballastBytes: 4_096,
        faults: {
          beforeCommit: () => {
            const error = failing.pop();
            if (error !== undefined) throw error;
          },
          beforeSpill: () => {
            if (!failSpill) return;
            failSpill = false;
            throw new Error('the disk has failed');
          },
        },
      }).journal;
    return {
      journal: open(),
      reopen: () => {
        folder.closeAll();
        return open();
      },
      failNextCommit: () => {
        failing = [new Database.SqliteError('attempt to write a readonly database', 'SQLITE_READONLY')];
      },
      failNextSpill: () => {
        failSpill = true;
      },
      fillDisk: (tries) => {
        failing = Array.from({ length: tries }, () => new Database.SqliteError('disk is full', 'SQLITE_FULL'));
      },
      dispose: () => folder.dispose(),
    };
  });

  test('the file holds no row of a commit that failed', () => {
    const folder = new StoreFolder();
    folder.open();
    const reader = new Database(dbPath(folder.path), { readonly: true });
    expect(reader.prepare('SELECT count(*) FROM journal').pluck().get()).toBe(0);
    reader.close();
    folder.dispose();
  });
});

describe('a file that cannot be written', () => {
  let folder: SpillFolder;
  beforeEach(() => {
    folder = new SpillFolder();
  });
  afterEach(() => folder.dispose());

  test('locked: everything is kept in the spill, and goes into the file in one piece when it is free', () => {
    const commits = journalScript({ seed: 2, steps: 80, eagerness: 4 });
    const { journal } = folder.open({ spillBytes: 1 << 20 });
    for (const commit of commits.slice(0, 20)) journal.commit(commit);
    const unlock = lockFile(folder.path);
    spill(journal, ...commits.slice(20, 60));
    expect(journal.health()).toMatchObject({ fault: 'locked', spilledCommits: 40 });
    const rows = (count: number) => commits.slice(0, count).flatMap((commit) => commit.rows);
    expect([...journal.rows()]).toEqual(rows(60));
    const inFile = () => (fileContent(folder.path)['journal'] ?? []).length;
    expect(inFile()).toBe(rows(20).length);
    unlock();
    journal.commit(commits[60]!);
    expect(inFile()).toBe(rows(61).length);
    expect(usedBytes(readSpill(folder.path))).toBe(0);
    for (const commit of commits.slice(61)) journal.commit(commit);
    folder.closeAll();
    expect(checkFile(folder.path).findings.all()).toEqual([]);
    const other = new SpillFolder();
    const undisturbed = other.open().journal;
    for (const commit of commits) undisturbed.commit(commit);
    expect(fileContent(folder.path)).toEqual(fileContent(other.path));
    other.dispose();
  });

  test('a commit waits for the lock once; while it is known to be there, the next ones hardly do', () => {
    const { journal } = folder.open({ busyMs: 1_000 });
    const waited = (): number => {
      const began = performance.now();
      expect(() => journal.commit(act(1))).toThrow(JournalUnavailable);
      return performance.now() - began;
    };
    const unlock = lockFile(folder.path);
    const [first, second] = [waited(), waited()];
    unlock();
    journal.writeHubRows([]);
    const unlockAgain = lockFile(folder.path);
    const third = waited();
    unlockAgain();
    expect(Math.min(first, third)).toBeGreaterThan(2 * second);
  });

  test('a start with the file still locked fails as ever, and leaves the spill as it is', () => {
    const { journal } = folder.open();
    journal.commit(act(1));
    const unlock = lockFile(folder.path);
    spill(journal, act(2), act(3));
    const dataDir = folder.copyAsKilled();
    unlock();
    const before = readSpill(dataDir);
    const unlockCopy = lockFile(dataDir);
    expect(() => folder.open({ dataDir })).toThrow(/is locked by another program/);
    unlockCopy();
    expect(readSpill(dataDir).equals(before)).toBe(true);
    expect([...folder.open({ dataDir }).journal.rows()].map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  test('full: commits are spilled, and taken in when there is room again', () => {
    const { journal } = folder.open({ faults: { maxPageCount: 60 }, ballastBytes: 8_192 });
    const many = (step: number) =>
      emptyCommit(step, { rows: Array.from({ length: 20 }, (_, n) => someRow((step - 1) * 20 + n + 1, step)) });
    let step = 0;
    expect(() => {
      for (;;) {
        journal.commit(many(step + 1));
        step += 1;
      }
    }).toThrow(JournalUnavailable);
    expect(journal.health()).toMatchObject({ fault: 'full', ballast: false });
    journal.spill(many(step + 1));
    spill(journal, many(step + 2));
    expect([...journal.rows()]).toHaveLength((step + 2) * 20);
    folder.closeAll();
    const roomy = folder.open({ ballastBytes: 8_192 });
    expect(roomy.spillFound).toMatchObject({ mergedCommits: 2, mergedRows: 40 });
    expect([...roomy.journal.rows()]).toHaveLength((step + 2) * 20);
    expect(roomy.journal.health().ballast).toBe(true);
  });
});
