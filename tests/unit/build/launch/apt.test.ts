import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { APT_LIMITS, aptInstall, aptReason } from '../../../../build/launch/apt.mjs';

const LIMITS = { ...APT_LIMITS, callMs: 20_000, lockMs: 20_000, retryMs: 10 };
const HELD = 'E: Could not get lock /var/lib/apt/lists/lock. It is held by process 4711 (unattended-upgr)';

let folder: string;
let said: string[];

/** A program in apt-get's place. `$1 $2 $3` are `-o`, its value and the verb; it notes what it is asked for. */
function apt(script: string): string {
  const path = join(folder, 'apt-get');
  writeFileSync(path, `#!/bin/sh\ncd '${folder}'\necho "$*" >> calls\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

const install = (script: string, limits = LIMITS) =>
  aptInstall(apt(script), 'chromium', (text) => said.push(text), limits);
const calls = () => readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pitwall-apt-'));
  said = [];
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('aptInstall', () => {
  test('updates the lists and installs, waiting for the lock of the package system', async () => {
    expect(await install('exit 0')).toBeUndefined();
    expect(calls()).toEqual([
      '-o DPkg::Lock::Timeout=20 update -q',
      '-o DPkg::Lock::Timeout=20 install -y -q --no-install-recommends chromium',
    ]);
  });

  test('lists that cannot be had are no failure where the installation is none', async () => {
    expect(await install('[ "$3" = install ]')).toBeUndefined();
  });

  test("the reasons are apt-get's own", async () => {
    const script = `
if [ "$3" = update ]; then echo "Hit:1 http://deb.example"; echo "E: The repository is not signed." >&2; exit 100; fi
echo "Reading package lists..."; echo "E: Unable to locate package chromium" >&2; exit 100`;
    expect(await install(script)).toBe(
      'apt-get update: E: The repository is not signed.\napt-get install chromium: E: Unable to locate package chromium',
    );
  });

  test('a held lock is waited for, and that is said once', async () => {
    const script = `
if [ "$3" = update ]; then
  if [ "$(wc -l < calls)" -lt 4 ]; then echo "${HELD}" >&2; exit 100; fi
fi
exit 0`;
    expect(await install(script)).toBeUndefined();
    expect(calls().filter((call) => call.includes('update'))).toHaveLength(4);
    expect(said).toEqual(['Another program holds the lock of the package system; waiting for it …']);
  });

  test('a lock that stays held is the reason in the end', async () => {
    const reason = await install(`echo "${HELD}" >&2; exit 100`, { ...LIMITS, lockMs: 30 });
    expect(reason).toContain(`apt-get install chromium: ${HELD}`);
  });

  test('one that does not end is ended', async () => {
    const reason = await install('[ "$3" = update ] || { echo "Get:1 chromium"; exec sleep 60; }', {
      ...LIMITS,
      callMs: 1_000,
    });
    expect(reason).toBe('apt-get install chromium: not done after 1 s; Get:1 chromium');
  });
});

test('aptReason takes the errors, else the last line', () => {
  expect(aptReason('Get:1 x\nE: one\nW: other\nE: two\nE: three\nE: four\n')).toBe('E: one; E: two; E: three');
  expect(aptReason('Get:1 x\n\ndpkg was interrupted\n')).toBe('dpkg was interrupted');
  expect(aptReason('')).toBe('it said nothing');
});
