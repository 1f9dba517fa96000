import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

test('something else in its place is refused', () => {
  const env = { XDG_RUNTIME_DIR: folder };
  writeFileSync(runtimePath(folder, env), '');
  expect(() => openRuntimeFolder(folder, env)).toThrow();
});
