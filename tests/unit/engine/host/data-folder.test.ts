import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
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

const ROOT_OR_NOT = process.getuid?.() ?? 0;

test("somebody else's folder, or one that others may write to, is refused in words", () => {
  expect(() => openDataFolder(folder, ROOT_OR_NOT + 1)).toThrow(
    /belongs to another user \(number \d+\); choose another/,
  );
  chmodSync(folder, 0o777);
  expect(() => openDataFolder(folder)).toThrow(/others may write to it \(take that away: chmod go-w/);
  chmodSync(folder, 0o755);
  openDataFolder(folder);
});

test('what an earlier version left readable by others is made private; what is not of Pitwall is left alone', () => {
  const files = ['pitwall.db', 'venue.db-wal', 'journal.spill', 'epoch', 'notes.txt'];
  for (const name of files) writeFileSync(join(folder, name), '', { mode: 0o644 });
  mkdirSync(join(folder, 'logs'), { mode: 0o755 });
  openDataFolder(folder);
  const modes = [...files, 'logs'].map((name) => (statSync(join(folder, name)).mode & 0o777).toString(8));
  expect(modes).toEqual(['600', '600', '600', '600', '644', '700']);
});
