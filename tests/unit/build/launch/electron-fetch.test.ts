import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fetchElectron, hasFailedBefore } from '../../../../build/launch/electron-fetch.mjs';

let root: string;
let folder: string;

function release(version: string, installer: string): void {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ version }));
  writeFileSync(join(folder, 'install.js'), installer);
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'pitwall-fetch-'));
  folder = join(root, 'node_modules/electron');
  mkdirSync(folder, { recursive: true });
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

test('a failure is remembered for this version alone, with its reason', async () => {
  release('1.0.0', `console.error('TypeError: fetch failed'); process.exit(1);`);
  expect(hasFailedBefore(root)).toBe(false);
  expect(await fetchElectron(process.execPath, root)).toEqual({ failure: 'TypeError: fetch failed' });
  expect(hasFailedBefore(root)).toBe(true);
  release('1.0.1', '');
  expect(hasFailedBefore(root)).toBe(false);
});

test('a network that swallows everything ends at the time limit', async () => {
  release('1.0.0', 'setInterval(() => {}, 1000);');
  expect(await fetchElectron(process.execPath, root, 300)).toMatchObject({
    failure: expect.stringMatching(/not done/) as string,
  });
});

test('a success forgets the failure', async () => {
  release('1.0.0', 'process.exit(1);');
  await fetchElectron(process.execPath, root);
  release(
    '1.0.0',
    `const fs = require('fs'); fs.mkdirSync(__dirname + '/dist'); fs.writeFileSync(__dirname + '/dist/version', '1.0.0');
     fs.writeFileSync(__dirname + '/dist/app', ''); fs.writeFileSync(__dirname + '/path.txt', 'app');`,
  );
  expect(await fetchElectron(process.execPath, root)).toEqual({ executable: join(folder, 'dist/app') });
  expect(hasFailedBefore(root)).toBe(false);
});
