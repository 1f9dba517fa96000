// @ts-check
/** A real Chromium for the end-to-end tests: the machine's own, else Playwright's, else fetched. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { APT_LIMITS, aptInstall } from './apt.mjs';
import { collect } from './child.mjs';
import { ROOT } from './paths.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const FIXED = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];
const DOWNLOAD_LIMIT_MS = 3 * 60_000;
const APT = '/usr/bin/apt-get';

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
 * Where a Chromium can be had from: replaced by tests.
 * @typedef {object} Sources
 * @property {() => string | undefined} installed
 * @property {string | undefined} named what PITWALL_CHROMIUM says: then nothing is fetched
 * @property {readonly string[]} playwright arguments of Node that fetch Playwright's own
 * @property {string | undefined} apt the program apt-get, where this user may install
 * @property {typeof APT_LIMITS} limits
 */

/** @returns {Sources} */
function sourcesHere() {
  const mayInstall = process.platform === 'linux' && process.getuid?.() === 0 && existsSync(APT);
  return {
    installed: () => installedChromium(),
    named: process.env['PITWALL_CHROMIUM'],
    playwright: [join(ROOT, 'node_modules/@playwright/test/cli.js'), 'install', 'chromium'],
    apt: mayInstall ? APT : undefined,
    limits: APT_LIMITS,
  };
}

/**
 * @param {string} node
 * @param {(text: string) => void} say
 * @returns {Promise<{ executable: string } | { failure: string }>} the failure says what was tried, why it failed, and
 *   what to type
 */
export async function findChromium(node, say, sources = sourcesHere()) {
  const { installed, named, playwright, apt, limits } = sources;
  const there = installed();
  if (there !== undefined) return { executable: there };
  if (named) return { failure: `PITWALL_CHROMIUM names ${named}, and there is no such file.` };
  say('No Chromium here; asking Playwright to download its own …');
  const download = await collect(node, playwright, { cwd: ROOT, timeoutMs: DOWNLOAD_LIMIT_MS });
  const downloaded = installed();
  if (downloaded !== undefined) return { executable: downloaded };
  const tried = [`Playwright's download: ${download.timedOut ? 'not done in time' : downloadReason(download.output)}`];
  if (apt !== undefined) {
    say("That failed; installing the system's Chromium with apt-get …");
    const fault = await aptInstall(apt, 'chromium', say, limits);
    const fromApt = installed();
    if (fromApt !== undefined) return { executable: fromApt };
    tried.push(fault ?? 'apt-get install chromium: done, but no Chromium is where it should be');
  }
  return {
    failure: [NO_CHROMIUM, ...tried.map((reason) => `  ${reason.replaceAll('\n', '\n  ')}`), ADVICE].join('\n'),
  };
}

/** @param {string} output */
function downloadReason(output) {
  const lines = output.split(/[\r\n]+/).flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
  return lines.find((line) => /error/i.test(line)) ?? lines.at(-1) ?? 'it said nothing';
}

const NO_CHROMIUM = 'No Chromium for the tests that need a browser.';
const ADVICE = `Type one of
  npx playwright install --with-deps chromium
  sudo apt-get install chromium
  PITWALL_CHROMIUM=/path/to/chrome npm test -- integration e2e`;

export const CHROMIUM_ADVICE = `${NO_CHROMIUM}\n${ADVICE}`;
