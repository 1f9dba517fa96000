import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { cleanEnvironment, mainFile, ROOT } from '../desktop/common.ts';

/** Starts of the unmodified main process, on the double of Electron, that open no window. */
const HOOK = pathToFileURL(join(ROOT, 'tests/support/electron-double/hook.mjs')).href;
const scratch = mkdtempSync(join(tmpdir(), 'pwr-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function start(...args: string[]): { readonly status: number | null; readonly out: string; readonly error: string } {
  const done = spawnSync(process.execPath, ['--import', HOOK, mainFile(), ...args], {
    encoding: 'utf8',
    cwd: scratch,
    env: cleanEnvironment(scratch),
  });
  return { status: done.status, out: done.stdout, error: done.stderr };
}

test('a flag that is not ours is refused on the terminal and in a box', () => {
  const { status, error } = start('--remote-debugging-port=9222');
  expect(status).toBe(2);
  expect(error).toContain('remote-debugging-port');
  expect(error).toContain('[dialog] Pitwall could not start');
});

test('a start without the sandbox is refused in words', () => {
  expect(start('--no-sandbox')).toMatchObject({ status: 2, error: expect.stringContaining('Install the .deb') });
});

test('help and version need no window', () => {
  expect(start('--help')).toMatchObject({ status: 0, out: expect.stringMatching(/^Usage: pitwall \[flags\]/) });
  expect(start('--version')).toMatchObject({ status: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+/) });
});

test('pitwall data is the same command as npm run data', () => {
  const dataDir = join(scratch, 'none');
  expect(start('data', 'remove', '--yes', '--data-dir', dataDir)).toMatchObject({
    status: 1,
    error: expect.stringContaining('no data of Pitwall'),
  });
  expect(start('data')).toMatchObject({ status: 2, error: expect.stringContaining('pitwall data export FOLDER') });
});
