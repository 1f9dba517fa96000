// @ts-check
/** A running instance: its record in the data folder, its health, and one-time links to it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { collect } from './child.mjs';
import { isAlive } from './lock.mjs';
import { ROOT } from './paths.mjs';

const LINK_ENTRY = join(ROOT, 'dist', 'engine', 'host', 'cli-link.js');

/** @typedef {{ pid: number, hub: string, version?: string }} Instance */

/**
 * @param {unknown} value
 * @returns {value is Instance}
 */
function isInstance(value) {
  const record = /** @type {Partial<Instance> | null} */ (value);
  return (
    typeof record === 'object' && record !== null && Number.isInteger(record.pid) && typeof record.hub === 'string'
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
 * A link that opens the cockpit once, with this installation's owner logged in, and a file that leads a browser to it.
 * A program of the engines asks for it over the private socket: the launcher runs on any Node, and knows no secret.
 * @param {string} dataDir
 * @param {string} node
 * @param {string} [snap] the browser, where it is a snap
 * @returns {Promise<{ url: string, page?: string }>}
 */
export async function oneTimeLink(dataDir, node, snap) {
  const args = [LINK_ENTRY, '--data-dir', dataDir, ...(snap === undefined ? [] : ['--snap', snap])];
  const { status, output } = await collect(node, args, { timeoutMs: 15_000 });
  if (status !== 0) throw new Error(output.trim() || `status ${status}`);
  const answer = /** @type {{ url?: unknown, page?: unknown }} */ (JSON.parse(output));
  if (typeof answer.url !== 'string') throw new Error('the hub answered without a link');
  return { url: answer.url, ...(typeof answer.page === 'string' ? { page: answer.page } : {}) };
}
