// @ts-check
/** Installs a package with apt-get, waits for others that hold its locks, and tells its reason where it fails. */
import { setTimeout as pause } from 'node:timers/promises';
import { collect } from './child.mjs';

export const APT_LIMITS = {
  /** One call of apt-get. */
  callMs: 5 * 60_000,
  /** While another program holds a lock of the package system. */
  lockMs: 3 * 60_000,
  /** Between two tries; of the list's lock apt-get does not wait by itself. */
  retryMs: 2_000,
};

const LOCKED = /could not get lock|unable to (?:lock|acquire)|is held by process/i;
const REASON_LINES = 3;

/**
 * apt-get's own words for a failure: its errors ("E: ..."), else the last line that it said.
 * @param {string} output
 */
export function aptReason(output) {
  const lines = output.split(/[\r\n]+/).flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
  const errors = lines.filter((line) => /^(E|Err(:\d+)?):? /.test(line));
  const told = errors.length > 0 ? errors.slice(0, REASON_LINES) : lines.slice(-1);
  return told.length === 0 ? 'it said nothing' : told.join('; ');
}

/**
 * @param {string} apt the program apt-get
 * @param {string} name of the package
 * @param {(text: string) => void} say
 * @returns {Promise<string | undefined>} why it failed, each call with its reason; undefined: it is installed
 */
export async function aptInstall(apt, name, say, limits = APT_LIMITS) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };
  const wait = ['-o', `DPkg::Lock::Timeout=${Math.ceil(limits.lockMs / 1_000)}`];

  /** @param {readonly string[]} words */
  const call = async (words) => {
    const untilMs = performance.now() + limits.lockMs;
    for (let told = false; ; told = true) {
      const { status, output, timedOut } = await collect(apt, [...wait, ...words], { env, timeoutMs: limits.callMs });
      if (status === 0) return undefined;
      if (timedOut) return `not done after ${limits.callMs / 1_000} s; ${aptReason(output)}`;
      if (!LOCKED.test(output) || performance.now() >= untilMs) return aptReason(output);
      if (!told) say('Another program holds the lock of the package system; waiting for it …');
      await pause(limits.retryMs);
    }
  };

  // Old lists may do: only the installation decides.
  const update = await call(['update', '-q']);
  const install = await call(['install', '-y', '-q', '--no-install-recommends', name]);
  if (install === undefined) return undefined;
  const before = update === undefined ? '' : `apt-get update: ${update}\n`;
  return `${before}apt-get install ${name}: ${install}`;
}
