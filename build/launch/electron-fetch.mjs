// @ts-check
/** Fetches Electron's executable with Electron's own installer, in a child with a time limit. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { collect } from './child.mjs';
import { electronExecutable, electronVersion } from './electron-probe.mjs';
import { ROOT } from './paths.mjs';

const LIMIT_MS = 10 * 60_000;

function failureFile(root = ROOT) {
  return join(root, '.cache', 'electron-fetch-failed');
}

/** Did fetching this very version fail before? Then it is not tried again unasked. */
export function hasFailedBefore(root = ROOT) {
  try {
    return readFileSync(failureFile(root), 'utf8').split('\n')[0] === electronVersion(root);
  } catch {
    return false; // no record: not tried yet
  }
}

/**
 * @param {string} node the Node that runs the installer
 * @returns {Promise<{ executable: string } | { failure: string }>}
 */
export async function fetchElectron(node, root = ROOT, limitMs = LIMIT_MS) {
  const installer = join(root, 'node_modules/electron/install.js');
  const { status, output, timedOut } = await collect(node, [installer], { cwd: root, timeoutMs: limitMs });
  const executable = electronExecutable(root);
  if (executable !== undefined) {
    rmSync(failureFile(root), { force: true });
    return { executable };
  }
  const reason = timedOut
    ? `not done after ${limitMs / 60_000} minutes`
    : (output.split('\n').find((line) => /error/i.test(line)) ?? `status ${status}`).trim();
  mkdirSync(join(root, '.cache'), { recursive: true });
  writeFileSync(failureFile(root), `${electronVersion(root)}\n${reason}\n`);
  return { failure: reason };
}
