// @ts-check
/** Shows the cockpit: a page in the default browser, or an address in a box on the terminal. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { collect } from './child.mjs';

const SNAPS = '/var/lib/snapd/desktop/applications';
const ASK_LIMIT_MS = 2000;

/**
 * The command that opens an address in the default browser.
 * @param {string} url
 */
export function openCommand(url, platform = process.platform) {
  if (platform === 'darwin') return { command: 'open', args: [url] };
  // Not `cmd /c start`: it would take the & of a query for a command separator.
  if (platform === 'win32') return { command: 'rundll32', args: ['url.dll,FileProtocolHandler', url] };
  return { command: 'xdg-open', args: [url] };
}

/**
 * The snap that a desktop file belongs to: "firefox_firefox.desktop" is Firefox's.
 * @param {string} desktopFile
 * @param {(path: string) => boolean} isThere
 * @returns {string | undefined}
 */
export function snapOf(desktopFile, isThere = existsSync) {
  const [, snap] = /^([a-z0-9-]{1,40})_[\w-]+\.desktop$/.exec(desktopFile) ?? [];
  return snap !== undefined && isThere(join(SNAPS, desktopFile)) ? snap : undefined;
}

/** The default browser, where it is a snap: those can not read every file of their user. */
export async function browserSnap(platform = process.platform) {
  if (platform !== 'linux') return undefined;
  const asked = collect('xdg-settings', ['get', 'default-web-browser'], { timeoutMs: ASK_LIMIT_MS });
  const { output } = await asked.catch(() => ({ output: '' })); // no such program: no desktop that could tell
  return snapOf(output.trim());
}

/**
 * Opens a page of this machine in the default browser. Everybody can read a command line: it holds the page's path, and
 * never an address with a secret.
 * @param {string} page file
 * @returns {Promise<boolean>} false where no browser could be started
 */
export function openBrowser(page) {
  const { command, args } = openCommand(pathToFileURL(page).href);
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'ignore', detached: true, windowsHide: true });
    const settle = (/** @type {boolean} */ opened) => {
      clearTimeout(timer);
      resolve(opened);
    };
    // xdg-open may stay as long as the browser it started; an early end with an error means there is none.
    const timer = setTimeout(settle, 3000, true);
    child.on('error', () => settle(false));
    child.on('exit', (code) => settle(code === 0));
    child.unref();
  });
}

/**
 * @param {readonly string[]} lines
 * @returns {string}
 */
export function boxed(lines) {
  const width = Math.max(...lines.map((line) => line.length));
  const edge = '─'.repeat(width + 4);
  return [`┌${edge}┐`, ...lines.map((line) => `│  ${line.padEnd(width)}  │`), `└${edge}┘`].join('\n');
}
