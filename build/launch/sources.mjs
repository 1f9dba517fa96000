// @ts-check
/** Which parts of dist/ are older than their sources: told by content, not by date. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from './paths.mjs';

/** @typedef {'engine' | 'electron' | 'renderer'} Part */

/** @type {Readonly<Record<Part, readonly string[]>>} */
const SOURCES = {
  engine: ['engine', 'build/bundle.ts', 'build/entries.ts', 'package-lock.json'],
  electron: ['electron', 'engine', 'build/bundle.ts', 'build/entries.ts', 'package-lock.json'],
  renderer: ['renderer', 'engine/wire', 'engine/domain', 'vite.config.ts', 'package-lock.json'],
};

export const PARTS = /** @type {readonly Part[]} */ (Object.keys(SOURCES));

/**
 * Every file below the paths, sorted, relative to the root.
 * @param {string} root
 * @param {readonly string[]} paths
 * @returns {string[]}
 */
function filesBelow(root, paths) {
  return paths.flatMap((path) => {
    const full = join(root, path);
    if (!existsSync(full)) return [];
    if (!statSync(full).isDirectory()) return [path];
    const inside = readdirSync(full)
      .sort()
      .map((name) => `${path}/${name}`);
    return filesBelow(root, inside);
  });
}

/** @param {Part} part */
export function sourceHash(part, root = ROOT) {
  const hash = createHash('sha256');
  for (const file of filesBelow(root, SOURCES[part])) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

/** @param {Part} part */
function stampFile(part, root = ROOT) {
  return join(root, 'dist', `.${part}-built`);
}

/** @param {Part} part */
export function isStale(part, root = ROOT) {
  const stamp = stampFile(part, root);
  return !existsSync(stamp) || readFileSync(stamp, 'utf8') !== sourceHash(part, root);
}

/**
 * @param {Part} part
 * @param {string} hash of the sources before the build began
 */
export function markBuilt(part, hash, root = ROOT) {
  const stamp = stampFile(part, root);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
}
