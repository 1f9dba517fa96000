import { afterAll, describe, expect, test } from 'vitest';
import type { LogLine } from '../../../../../engine/domain/run.ts';
import { readLog } from '../../../../../engine/store/queries/log-tail.ts';
import { StoreReader } from '../../../../../engine/store/queries/store-reader.ts';
import { emptyCommit } from '../../../../support/journal-script.ts';
import { StoreFolder } from '../../../../support/store-folder.ts';

const folder = new StoreFolder();
const { journal } = folder.open();
const lines = Array.from({ length: 30 }, (_, n): LogLine => {
  return { timeMs: 1_000 * n, book: [null, 'MNQ', 'MES'][n % 3] ?? null, type: 'info', message: `line ${n}` };
});
journal.commit(emptyCommit(1, { logs: lines }));
const reader = new StoreReader(folder.path);
afterAll(() => {
  reader.close();
  folder.dispose();
});

describe('readLog', () => {
  test('the newest lines, oldest first; of one book', () => {
    expect(readLog(reader, { limit: 4 })).toEqual(lines.slice(-4));
    expect(readLog(reader, { limit: 3, book: 'MNQ' })).toEqual(lines.filter((l) => l.book === 'MNQ').slice(-3));
    expect(readLog(reader, { limit: 100 })).toEqual(lines);
    expect(readLog(reader, { limit: 5, run: 2 })).toEqual([]);
  });
});
