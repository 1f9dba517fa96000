import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { installStamp, isInstalled, npmCommand, packagesFor, sameVersions } from '../../../../build/launch/install.mjs';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'pitwall-install-'));
  mkdirSync(join(root, 'node_modules'));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function writeJson(path: string, value: unknown): void {
  writeFileSync(join(root, path), JSON.stringify(value));
}

const LOCK = { packages: { '': {}, 'node_modules/a': { version: '1.0.0' } } };

test('a stamp of this lock file means installed, of another one stale', () => {
  writeJson('package-lock.json', LOCK);
  expect(isInstalled(root)).toBe(false);
  writeFileSync(join(root, 'node_modules/.pitwall-installed'), installStamp(root));
  expect(isInstalled(root)).toBe(true);
  writeJson('package-lock.json', { packages: { '': {}, 'node_modules/a': { version: '2.0.0' } } });
  expect(isInstalled(root)).toBe(false);
});

test('what npm installed by hand counts if it is exactly the lock file', () => {
  writeJson('package-lock.json', LOCK);
  writeJson('node_modules/.package-lock.json', { packages: { 'node_modules/a': { version: '0.9.0' } } });
  expect(isInstalled(root)).toBe(false);
  writeJson('node_modules/.package-lock.json', { packages: { 'node_modules/a': { version: '1.0.0' } } });
  expect(isInstalled(root)).toBe(true);
});

test('another machine makes another stamp', () => {
  writeJson('package-lock.json', LOCK);
  expect(installStamp(root, 'linux', 'x64')).not.toBe(installStamp(root, 'linux', 'arm64'));
});

test('packages of other systems do not belong here, whether listed as text or as a list', () => {
  const packages = {
    a: { os: ['darwin'] },
    b: { os: 'linux', cpu: 'x64' },
    c: { os: ['!win32'] },
    d: { cpu: ['arm64'] },
    e: {},
  };
  expect(packagesFor(packages, 'linux', 'x64')).toEqual(['b', 'c', 'e']);
});

test('only optional packages may be missing, and only those npm may leave out', () => {
  const here = { os: [process.platform], optional: true };
  expect(sameVersions({ a: { ...here, libc: ['musl'] } }, {})).toBe(true);
  expect(sameVersions({ a: here }, {})).toBe(false);
  expect(sameVersions({ a: { version: '1' } }, {})).toBe(false);
});

test('npm is the one that started us, else the one on the path', () => {
  writeFileSync(join(root, 'npm-cli.js'), '');
  const started = { npm_execpath: join(root, 'npm-cli.js'), npm_node_execpath: process.execPath };
  expect(npmCommand(started, root)).toEqual({
    command: process.execPath,
    args: [join(root, 'npm-cli.js')],
    shell: false,
  });
  expect(npmCommand({}, root).args).toEqual([]);
});
