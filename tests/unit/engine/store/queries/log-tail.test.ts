import Database from 'better-sqlite3';
import { afterAll, describe, expect, test } from 'vitest';
import type { LogLine } from '../../../../../engine/domain/run.ts';
import { readLog } from '../../../../../engine/store/queries/log-tail.ts';
import { dbPath } from '../../../../../engine/store/schema/files.ts';
import { StoreReader } from '../../../../../engine/store/queries/store-reader.ts';
import { emptyCommit } from '../../../../support/store/journal-script.ts';
import { StoreFolder } from '../../../../support/store/store-folder.ts';

const folder = new StoreFolder();
const { journal } = folder.open();
const lines = Array.from({ length: 30 }, (_, n): LogLine => {
  return {
    seq: n + 1,
    timeMs: 1_000 * n,
    book: [null, 'MNQ', 'MES'][n % 3] ?? null,
    type: 'info',
    message: `line ${n}`,
  };
});
journal.commit(emptyCommit(1, { logs: lines }));
const reader = new StoreReader(folder.path);
afterAll(() => {
  reader.close();
  folder.dispose();
});

describe('readLog', () => {
  test('the newest lines, oldest first; of one book with the account`s', () => {
    expect(readLog(reader, { limit: 4 })).toEqual(lines.slice(-4));
    expect(readLog(reader, { limit: 3, book: 'MNQ' })).toEqual(
      lines.filter((l) => l.book === 'MNQ' || l.book === null).slice(-3),
    );
    expect(readLog(reader, { limit: 100 })).toEqual(lines);
    expect(readLog(reader, { limit: 5, run: 2 })).toEqual([]);
  });

  test('goes on counting where it ended, also after lines of a file that did not number them', () => {
    expect(journal.recover().lastLogSeq).toBe(30);
    const old = new StoreFolder();
    const opened = old.open();
    const db = new Database(dbPath(old.path));
    const insert = db.prepare("INSERT INTO log_lines (run, time_ms, type, message) VALUES (1, ?, 'info', ?)");
    for (const n of [1, 2, 3]) insert.run(n, `old ${n}`);
    db.close();
    const { lastLogSeq } = opened.journal.recover();
    expect(lastLogSeq).toBe(3);
    const next: LogLine = { seq: lastLogSeq + 1, timeMs: 2, book: null, type: 'info', message: 'new' };
    opened.journal.commit(emptyCommit(1, { logs: [next] }));
    const reading = new StoreReader(old.path);
    const told = readLog(reading, { limit: 10 });
    expect(told.map(({ seq, message }) => [seq, message])).toEqual([
      [1, 'old 1'],
      [2, 'old 2'],
      [3, 'old 3'],
      [4, 'new'],
    ]);
    reading.close();
    old.dispose();
  });
});
