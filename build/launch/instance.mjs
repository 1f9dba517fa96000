// @ts-check
/** A running instance: its record in the data folder, its health, and one-time links to it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from './lock.mjs';

/** @typedef {{ pid: number, hub: string, tokenFile: string, version?: string }} Instance */

/**
 * @param {unknown} value
 * @returns {value is Instance}
 */
function isInstance(value) {
  const record = /** @type {Partial<Instance> | null} */ (value);
  return (
    typeof record === 'object' &&
    record !== null &&
    Number.isInteger(record.pid) &&
    typeof record.hub === 'string' &&
    typeof record.tokenFile === 'string'
  );
}

/**
 * @param {string} dataDir
 * @returns {Instance | undefined}
 */
export function recordedInstance(dataDir) {
  try {
    const value = /** @type {unknown} */ (JSON.parse(readFileSync(join(dataDir, 'instance.json'), 'utf8')));
    return isInstance(value) ? value : undefined;
  } catch {
    return undefined; // none, or cut short by a crash: either way nothing to open
  }
}

/** @param {string} hub */
export async function answersHealth(hub) {
  try {
    const response = await fetch(new URL('/health', hub), { signal: AbortSignal.timeout(3000) });
    await response.body?.cancel();
    return response.status < 500;
  } catch {
    return false; // refused or silent: not running
  }
}

/**
 * The instance that runs on this data folder, if its process lives and its hub answers.
 * @param {string} dataDir
 */
export async function runningInstance(dataDir) {
  const instance = recordedInstance(dataDir);
  if (instance === undefined || !isAlive(instance.pid)) return undefined;
  return (await answersHealth(instance.hub)) ? instance : undefined;
}

/**
 * A link that opens the cockpit once, with this installation's owner logged in.
 * @param {Pick<Instance, 'hub' | 'tokenFile'>} instance
 * @returns {Promise<string>}
 */
export async function oneTimeLink({ hub, tokenFile }) {
  const token = readFileSync(tokenFile, 'utf8').trim();
  const response = await fetch(new URL('/api/auth/link', hub), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`the hub refused a one-time link with status ${response.status}`);
  const answer = /** @type {{ url?: unknown }} */ (await response.json());
  if (typeof answer.url !== 'string') throw new Error('the hub answered without a link');
  return new URL(answer.url, hub).href;
}
