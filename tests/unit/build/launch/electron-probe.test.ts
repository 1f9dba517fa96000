import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { electronExecutable } from '../../../../build/launch/electron-probe.mjs';

let root: string;
let folder: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'pitwall-electron-'));
  folder = join(root, 'node_modules/electron');
  mkdirSync(join(folder, 'dist'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"version":"45.3.4"}');
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

test('all parts of an installed executable are needed, of the same version', () => {
  expect(electronExecutable(root, {}, 'linux')).toBeUndefined();
  writeFileSync(join(folder, 'path.txt'), 'electron');
  writeFileSync(join(folder, 'dist/electron'), '');
  expect(electronExecutable(root, {}, 'linux')).toBeUndefined();
  writeFileSync(join(folder, 'dist/version'), 'v45.3.3');
  expect(electronExecutable(root, {}, 'linux')).toBeUndefined();
  writeFileSync(join(folder, 'dist/version'), 'v45.3.4');
  expect(electronExecutable(root, {}, 'linux')).toBe(join(folder, 'dist/electron'));
});

test('a folder named by the environment counts only if the executable is in it', () => {
  const other = join(root, 'other');
  mkdirSync(other);
  expect(electronExecutable(root, { ELECTRON_OVERRIDE_DIST_PATH: other }, 'linux')).toBeUndefined();
  writeFileSync(join(other, 'electron'), '');
  expect(electronExecutable(root, { ELECTRON_OVERRIDE_DIST_PATH: other }, 'linux')).toBe(join(other, 'electron'));
});
