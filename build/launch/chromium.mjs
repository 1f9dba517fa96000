// @ts-check
/** A real Chromium for the end-to-end tests: the machine's own, else Playwright's, else fetched. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { collect } from './child.mjs';
import { ROOT } from './paths.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const FIXED = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];
const DOWNLOAD_LIMIT_MS = 3 * 60_000;
const APT_LIMIT_MS = 5 * 60_000;

/** @param {Record<string, string | undefined>} env */
export function installedChromium(env = process.env) {
  const named = env['PITWALL_CHROMIUM'];
  if (named) return existsSync(named) ? named : undefined;
  const folders = ['/usr/bin', ...(env['PATH'] ?? '').split(delimiter)];
  const candidates = [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...FIXED];
  return candidates.find((candidate) => existsSync(candidate)) ?? playwrightsOwn();
}

function playwrightsOwn() {
  const require = createRequire(join(ROOT, 'package.json'));
  const { chromium } = /** @type {typeof import('@playwright/test')} */ (require('@playwright/test'));
  const path = chromium.executablePath();
  return path !== '' && existsSync(path) ? path : undefined;
}

/**
 * @param {string} node
 * @param {(text: string) => void} say
 * @returns {Promise<string | undefined>} undefined if none is there and none could be had
 */
export async function findChromium(node, say) {
  const there = installedChromium();
  if (there !== undefined || process.env['PITWALL_CHROMIUM']) return there;
  say('No Chromium here; asking Playwright to download its own …');
  const cli = join(ROOT, 'node_modules/@playwright/test/cli.js');
  await collect(node, [cli, 'install', 'chromium'], { cwd: ROOT, timeoutMs: DOWNLOAD_LIMIT_MS });
  const downloaded = installedChromium();
  if (downloaded !== undefined) return downloaded;
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  say("That failed; installing the system's Chromium with apt-get …");
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (/** @type {string[]} */ ...args) => collect('apt-get', args, { env, timeoutMs: APT_LIMIT_MS });
  await apt('update', '-q');
  await apt('install', '-y', '-q', '--no-install-recommends', 'chromium');
  return installedChromium();
}

export const CHROMIUM_ADVICE =
  'No Chromium for the tests that need a browser. Install one, for example:\n' +
  '  npx playwright install --with-deps chromium\n' +
  'or name one: PITWALL_CHROMIUM=/path/to/chrome npm test';
