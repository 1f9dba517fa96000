import { existsSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import type { OpenOptions } from '../../../../../engine/store/journal/open-journal.ts';
import type { SqliteJournal } from '../../../../../engine/store/journal/sqlite-journal.ts';
import { dbPath } from '../../../../../engine/store/schema/files.ts';
import { emptyCommit } from '../../../../support/store/journal-script.ts';
import { StoreFolder } from '../../../../support/store/store-folder.ts';

const KB = 1_024;
const EAGER = { intervalMs: 20, passivePages: 20, restartPages: 200 };

interface Written {
  readonly journal: SqliteJournal;
  readonly commits: number;
  /** Greatest size of the log, bytes. */
  readonly greatest: number;
  /** How often the log was found smaller than before. */
  readonly shrank: number;
}

/** Writes with hardly a pause until `enough`; a commit is about two pages of the log. */
async function write(
  folder: StoreFolder,
  options: Partial<OpenOptions>,
  enough: (commits: number, shrank: number) => boolean,
): Promise<Written> {
  const { journal } = folder.open(options);
  const log = `${dbPath(folder.path)}-wal`;
  let greatest = 0;
  let last = 0;
  let shrank = 0;
  let commits = 0;
  while (!enough(commits, shrank)) {
    commits += 1;
    journal.commit(emptyCommit(commits, { deskState: JSON.stringify({ commits, fill: 'x'.repeat(3 * KB) }) }));
    if (commits % 100 !== 0) continue;
    const { size } = statSync(log);
    if (size < last) shrank += 1;
    last = size;
    greatest = Math.max(greatest, size);
    if (commits % 500 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return { journal, commits, greatest, shrank };
}

describe('the checkpoint thread', () => {
  test('keeps the log bounded under a writer that hardly pauses', async () => {
    const folder = new StoreFolder();
    const until = performance.now() + 40_000;
    const enough = (commits: number, shrank: number): boolean =>
      (commits >= 5_000 && shrank >= 3) || performance.now() > until;
    const { journal, commits, greatest, shrank } = await write(folder, { checkpoints: EAGER }, enough);
    expect(shrank).toBeGreaterThanOrEqual(3);
    expect(greatest).toBeLessThan(commits * 8 * KB);
    expect(journal.recover().step).toBe(commits);
    folder.closeAll();
    expect(existsSync(`${dbPath(folder.path)}-wal`)).toBe(false);
    expect(folder.open().journal.recover().step).toBe(commits);
    folder.dispose();
  }, 60_000);

  test('without it the log only grows', async () => {
    const folder = new StoreFolder();
    const { greatest, shrank } = await write(folder, { checkpoints: false }, (commits) => commits >= 2_000);
    expect(shrank).toBe(0);
    expect(greatest).toBeGreaterThan(2_000 * 4 * KB);
    folder.dispose();
  }, 60_000);

  test('a reader that holds an old state keeps nobody up', async () => {
    const folder = new StoreFolder();
    folder.open();
    folder.closeAll();
    const reader = new Database(dbPath(folder.path), { readonly: true });
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM heads').get();
    const { journal } = await write(folder, { checkpoints: EAGER }, (commits) => commits >= 2_000);
    expect(journal.recover().step).toBe(2_000);
    expect(reader.prepare('SELECT count(*) FROM heads').pluck().get()).toBe(0);
    reader.close();
    folder.dispose();
  }, 60_000);
});
