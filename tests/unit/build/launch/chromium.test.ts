import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { APT_LIMITS } from '../../../../build/launch/apt.mjs';
import { findChromium, installedChromium } from '../../../../build/launch/chromium.mjs';

let folder: string;
let chromium: string;
let said: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pitwall-chromium-'));
  chromium = join(folder, 'chromium');
  said = [];
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function apt(script: string): string {
  const path = join(folder, 'apt-get');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** @param download what Playwright's installer does */
function find(download: string, program?: string, named?: string) {
  return findChromium(process.execPath, (text) => said.push(text), {
    installed: () => (existsSync(chromium) ? chromium : undefined),
    named,
    playwright: ['-e', download],
    apt: program,
    limits: { ...APT_LIMITS, lockMs: 10, retryMs: 1 },
  });
}

const FAILS = "console.error('Downloading\\nError: getaddrinfo ENOTFOUND cdn.example\\n  at x'); process.exitCode = 1";

describe('findChromium', () => {
  test('what is there is taken, and nothing fetched', async () => {
    writeFileSync(chromium, '');
    expect(await find('process.exit(1)')).toEqual({ executable: chromium });
    expect(said).toEqual([]);
  });

  test("else Playwright's own, else the system's", async () => {
    const make = `require('node:fs').writeFileSync(${JSON.stringify(chromium)}, '')`;
    expect(await find(make)).toEqual({ executable: chromium });
    rmSync(chromium);
    expect(await find(FAILS, apt(`[ "$3" = update ] || : > '${chromium}'`))).toEqual({ executable: chromium });
  });

  test('a failure says what was tried, why it failed, and what to type', async () => {
    const failed = await find(FAILS, apt('echo "E: Unable to locate package chromium" >&2; exit 100'));
    expect('failure' in failed && failed.failure.split('\n')).toEqual([
      'No Chromium for the tests that need a browser.',
      "  Playwright's download: Error: getaddrinfo ENOTFOUND cdn.example",
      '  apt-get update: E: Unable to locate package chromium',
      '  apt-get install chromium: E: Unable to locate package chromium',
      'Type one of',
      '  npx playwright install --with-deps chromium',
      '  sudo apt-get install chromium',
      '  PITWALL_CHROMIUM=/path/to/chrome npm test -- integration e2e',
    ]);
  });

  test('a name that leads nowhere is said, and nothing fetched', async () => {
    expect(await find(FAILS, undefined, '/nowhere/chrome')).toEqual({
      failure: 'PITWALL_CHROMIUM names /nowhere/chrome, and there is no such file.',
    });
    expect(said).toEqual([]);
  });
});

test('a Chromium of the path is found; one that is named counts alone', () => {
  writeFileSync(chromium, '');
  expect(installedChromium({ PITWALL_CHROMIUM: chromium, PATH: '' })).toBe(chromium);
  expect(installedChromium({ PITWALL_CHROMIUM: join(folder, 'gone'), PATH: folder })).toBeUndefined();
});
