import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { mergeLog } from '../../../../engine/store/merge-log.ts';
import { openHandle } from '../../../../engine/store/schema/handle.ts';
import { StoreFolder } from '../../../support/store/store-folder.ts';

let folder: StoreFolder;
beforeEach(() => {
  folder = new StoreFolder();
});
afterEach(() => folder.dispose());

test('what a reader left in the log goes into the file', () => {
  const path = join(folder.path, 'pitwall.db');
  const writer = openHandle(path, { busyMs: 0 });
  writer.pragma('journal_mode = WAL');
  writer.exec('CREATE TABLE t (a); INSERT INTO t VALUES (1)');
  const reader = openHandle(path, { readOnly: true, busyMs: 0 });
  reader.prepare('SELECT a FROM t').get();
  writer.close();
  reader.close();
  expect(existsSync(`${path}-wal`)).toBe(true);
  mergeLog(folder.path);
  expect(existsSync(`${path}-wal`)).toBe(false);
  const after = openHandle(path, { readOnly: true, busyMs: 0 });
  expect(after.prepare('SELECT a FROM t').pluck().get()).toBe(1);
  after.close();
});

test('no file, or none that is ours to open, is no fault', () => {
  expect(() => mergeLog(join(folder.path, 'nowhere'))).not.toThrow();
});
