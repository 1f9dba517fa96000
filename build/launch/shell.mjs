// @ts-check
/** In what the cockpit opens: Electron's window, the default browser, or an address on the terminal. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { electronExecutable } from './electron-probe.mjs';

/**
 * @typedef {'electron' | 'browser' | 'headless'} Shell
 * @typedef {object} Facts
 * @property {boolean} display is there a screen to draw on
 * @property {boolean} root
 * @property {boolean} container
 * @property {string | undefined} executable Electron's, if it is there
 * @property {readonly string[]} missingLibraries of Electron's executable
 * @property {boolean} sandboxForbidden does the system keep an unprivileged program from building its sandbox
 * @typedef {object} Decision
 * @property {Shell} shell
 * @property {string} reason in a few words, for the person at the terminal
 * @property {boolean} fetchElectron would Electron be taken if only its executable were there
 */

/**
 * @param {Facts} facts
 * @param {Shell | undefined} wanted given by `--shell`
 * @returns {Decision}
 */
export function decideShell(facts, wanted) {
  if (wanted === 'headless') return { shell: 'headless', reason: 'as asked', fetchElectron: false };
  if (wanted === 'browser') return { shell: 'browser', reason: 'as asked', fetchElectron: false };
  if (!facts.display) return { shell: 'headless', reason: 'there is no display', fetchElectron: false };
  const browser = (/** @type {string} */ reason, fetchElectron = false) =>
    /** @type {Decision} */ ({ shell: 'browser', reason, fetchElectron });
  if (facts.root) return browser('Electron does not run as root');
  if (facts.container && wanted !== 'electron') return browser('this is a container');
  if (facts.executable === undefined) return browser("Electron's executable is not there yet", true);
  if (facts.missingLibraries.length > 0) {
    return browser(`libraries that Electron needs are missing: ${facts.missingLibraries.join(', ')}`);
  }
  if (facts.sandboxForbidden)
    return browser('the system forbids the sandbox of an Electron that was not installed by root');
  return { shell: 'electron', reason: wanted === 'electron' ? 'as asked' : 'a display is there', fetchElectron: false };
}

/** @param {string} file */
function textOf(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // not this system, or not readable: no hint from it
  }
}

/** @param {Record<string, string | undefined>} env */
export function isContainer(env = process.env) {
  if (process.platform !== 'linux') return false;
  if (existsSync('/.dockerenv') || existsSync('/run/.containerenv') || env['container']) return true;
  return /docker|kubepods|containerd|lxc|podman/.test(textOf('/proc/1/cgroup'));
}

/** @param {Record<string, string | undefined>} env */
export function hasDisplay(env = process.env, platform = process.platform) {
  if (platform === 'win32' || platform === 'darwin') return true;
  return Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
}

/**
 * Shared libraries that a Linux executable asks for and the system lacks.
 * @param {string} executable
 * @returns {string[]}
 */
export function missingLibraries(executable) {
  if (process.platform !== 'linux') return [];
  try {
    return missingInLdd(execFileSync('ldd', [executable], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  } catch {
    return []; // no ldd here (musl, minimal systems): Electron itself will say what it lacks
  }
}

/** @param {string} output of ldd */
export function missingInLdd(output) {
  return [...output.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1] ?? '');
}

/**
 * Electron draws pages in a sandbox made of user namespaces, or by its helper program where root owns that (setuid).
 * @param {string} executable
 */
export function isSandboxForbidden(executable) {
  if (process.platform !== 'linux') return false;
  const restricted = textOf('/proc/sys/kernel/apparmor_restrict_unprivileged_userns').trim() === '1';
  const switchedOff = textOf('/proc/sys/kernel/unprivileged_userns_clone').trim() === '0';
  if (!restricted && !switchedOff) return false;
  const helper = statSync(join(dirname(executable), 'chrome-sandbox'), { throwIfNoEntry: false });
  return helper === undefined || helper.uid !== 0 || (helper.mode & 0o4000) === 0;
}

/** @returns {Facts} */
export function gatherFacts() {
  const executable = electronExecutable();
  return {
    display: hasDisplay(),
    root: process.platform !== 'win32' && process.getuid?.() === 0,
    container: isContainer(),
    executable,
    missingLibraries: executable === undefined ? [] : missingLibraries(executable),
    sandboxForbidden: executable !== undefined && isSandboxForbidden(executable),
  };
}
