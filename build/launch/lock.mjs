// @ts-check
/** One set-up at a time in a checkout: two `npm start` at once must not install or build over each other. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ROOT } from './paths.mjs';

/** @param {number} pid */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/** @param {string} file */
function holderOf(file) {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return 0; // gone meanwhile, or not written yet
  }
}

/**
 * @template T
 * @param {() => Promise<T>} work
 * @param {(pid: number) => void} onWait called once if another process holds it
 * @returns {Promise<T>}
 */
export async function withSetupLock(work, onWait, root = ROOT) {
  const folder = join(root, '.cache');
  const file = join(folder, 'setup.lock');
  mkdirSync(folder, { recursive: true });
  let told = false;
  let unnamedSince = 0;
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    }
    const pid = holderOf(file);
    // A lock without a number is being written, unless its writer died in that very moment.
    if (pid === 0 && unnamedSince === 0) unnamedSince = Date.now();
    if (pid > 0) unnamedSince = 0;
    if ((pid > 0 && !isAlive(pid)) || (pid === 0 && Date.now() - unnamedSince > 2000)) {
      rmSync(file, { force: true });
      continue;
    }
    if (!told && pid > 0) {
      told = true;
      onWait(pid);
    }
    await delay(200);
  }
  const release = () => rmSync(file, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}
