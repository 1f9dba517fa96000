import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDataFolder } from '../../../../engine/host/data-folder.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pwt-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('is made with all its parents, for its owner alone', () => {
  const path = join(folder, 'a', 'b');
  openDataFolder(path);
  expect(statSync(path).mode & 0o777).toBe(0o700);
  openDataFolder(path);
});

test.skipIf(process.platform !== 'linux')('where the system makes no folders: a message, and no endless try', () => {
  expect(() => openDataFolder('/proc/pitwall/data')).toThrow(/the system lets nobody make it there/);
});

test('below a file, or a file itself: a clear message', () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  expect(() => openDataFolder(join(file, 'x'))).toThrow(/a part of the path is a file; choose another with --data-dir/);
  expect(() => openDataFolder(file)).toThrow(/it is a file/);
  expect(existsSync(join(file, 'x'))).toBe(false);
});
