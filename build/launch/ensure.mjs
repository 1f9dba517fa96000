// @ts-check
/** The set-up in front of every command: packages as locked, and what is stale built. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { collect, forwardSignals } from './child.mjs';
import { install, isInstalled } from './install.mjs';
import { withSetupLock } from './lock.mjs';
import { ROOT } from './paths.mjs';
import { Progress, SetupError } from './progress.mjs';
import { isInsideNodeModules, pickNode, startingNode } from './runtime.mjs';
import { isStale, markBuilt, PARTS, sourceHash } from './sources.mjs';

/** @typedef {import('./sources.mjs').Part} Part */

/** @type {Readonly<Record<Part, { title: string, there: string, args: readonly string[] }>>} */
const BUILDS = {
  engine: { title: 'Building the engine', there: 'engine', args: ['build/bundle.ts', 'engine'] },
  electron: { title: 'Building the desktop shell', there: 'electron/main.ts', args: ['build/bundle.ts', 'electron'] },
  renderer: {
    title: 'Building the cockpit',
    there: 'renderer/index.html',
    args: ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'],
  },
};

/**
 * `npm ci` deletes the Node it would run on, so a set-up that has to install starts again on the Node that started npm.
 * @returns {Promise<number | undefined>} the status of the second start, or undefined where none was needed
 */
async function restartOnOwnNode() {
  if (!isInsideNodeModules(process.execPath)) return undefined;
  const node = startingNode();
  if (isInsideNodeModules(node)) return undefined;
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit', windowsHide: true });
  return forwardSignals(child);
}

/**
 * @param {Part} part
 * @param {string} node
 * @param {Progress} progress
 */
async function build(part, node, progress) {
  const { title, args } = BUILDS[part];
  const hash = sourceHash(part);
  await progress.step(title, async () => {
    const { status, output } = await collect(node, args, { cwd: ROOT });
    if (status !== 0) throw new SetupError(`${title} failed:\n${output.trim()}`);
  });
  markBuilt(part, hash);
}

/**
 * @param {Progress} progress
 * @param {readonly Part[]} parts
 * @returns {Promise<{ node: string } | { restarted: number }>} the Node to run the project with, or the status of
 *   a second start that has done everything
 */
export async function ensureSetup(progress = new Progress(), parts = PARTS) {
  if (!isInstalled()) {
    const restarted = await restartOnOwnNode();
    if (restarted !== undefined) return { restarted };
  }
  const waiting = (/** @type {number} */ pid) => {
    progress.say(`Waiting for another set-up in this folder (process ${pid}) …`);
  };
  return withSetupLock(async () => {
    if (!isInstalled()) await progress.step('Installing the locked packages', (describe) => install(describe));
    const node = pickNode();
    for (const part of parts) {
      if (existsSync(join(ROOT, BUILDS[part].there)) && isStale(part)) await build(part, node, progress);
    }
    return { node };
  }, waiting);
}
