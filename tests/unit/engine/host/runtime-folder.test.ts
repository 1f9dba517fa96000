import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openRuntimeFolder, runtimePath } from '../../../../engine/host/runtime-folder.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pwt-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('lies in XDG_RUNTIME_DIR, for its owner alone, and is the same for the same data folder', () => {
  const data = join(folder, 'data');
  mkdirSync(data);
  symlinkSync(data, join(folder, 'link'));
  const env = { XDG_RUNTIME_DIR: folder };
  const runtime = openRuntimeFolder(data, env);
  expect(runtime).toMatch(/\/pw-[0-9a-f]{8}$/);
  expect(statSync(runtime).mode & 0o777).toBe(0o700);
  expect(openRuntimeFolder(join(folder, 'link'), env)).toBe(runtime);
  expect(runtimePath(folder, env)).not.toBe(runtime);
});

test('a place that is not there, or too deep for a socket, is passed over', () => {
  const deep = join(folder, 'd'.repeat(90));
  mkdirSync(deep);
  expect(runtimePath(folder, { XDG_RUNTIME_DIR: join(folder, 'none') }, folder)).toMatch(folder);
  expect(runtimePath(folder, { XDG_RUNTIME_DIR: deep }, deep)).toMatch(/^\/tmp\/pw-/);
});

test('a place that somebody else took is passed over; the data folder is the last one', () => {
  const data = join(folder, 'data');
  const temporary = join(folder, 'tmp');
  for (const each of [data, temporary]) mkdirSync(each);
  const user = process.getuid?.() ?? 0;
  const env = { XDG_RUNTIME_DIR: join(folder, 'none') };
  const path = (): string => runtimePath(data, env, temporary, user);
  const first = path();
  expect(dirname(first)).toBe(temporary);
  writeFileSync(first, ''); // no folder
  expect(dirname(path())).toBe('/tmp');
  // Every folder belongs to somebody else: only one that is not there yet can be ours.
  const ours = join(data, basename(first));
  rmSync(first);
  mkdirSync(first);
  mkdirSync(join('/tmp', basename(first)));
  try {
    expect(runtimePath(data, env, temporary, user + 1)).toBe(ours);
    // One that an earlier start left there is taken again.
    mkdirSync(ours);
    expect(path()).toBe(ours);
    expect(() => runtimePath(data, env, temporary, user + 1)).toThrow(/no folder for sockets: expected one of/);
  } finally {
    rmSync(join('/tmp', basename(first)), { recursive: true });
  }
});
