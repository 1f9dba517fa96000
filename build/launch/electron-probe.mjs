// @ts-check
/**
 * Is Electron's executable there? Asked of files alone: `require('electron')` from Node would download it, synchronously.
 * The test is the one that Electron's own install.js makes.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.mjs';

/** @type {Readonly<Partial<Record<NodeJS.Platform, string>>>} */
const EXECUTABLE = {
  win32: 'electron.exe',
  darwin: 'Electron.app/Contents/MacOS/Electron',
  linux: 'electron',
};

/** @param {string} file */
function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

/** The version that the project is locked to; undefined where Electron's package is not installed. */
export function electronVersion(root = ROOT) {
  const text = readIfThere(join(root, 'node_modules/electron/package.json'));
  return text === undefined ? undefined : /** @type {{ version: string }} */ (JSON.parse(text)).version;
}

/**
 * The path of Electron's executable, or undefined if it is not (fully) there.
 * @param {string} root
 * @param {Record<string, string | undefined>} env
 * @returns {string | undefined}
 */
export function electronExecutable(root = ROOT, env = process.env, platform = process.platform) {
  const folder = join(root, 'node_modules/electron');
  const listed = readIfThere(join(folder, 'path.txt'));
  const override = env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override) {
    const path = join(override, listed ?? EXECUTABLE[platform] ?? 'electron');
    return existsSync(path) ? path : undefined;
  }
  const version = electronVersion(root);
  if (version === undefined || listed === undefined) return undefined;
  if (readIfThere(join(folder, 'dist/version'))?.replace(/^v/, '') !== version) return undefined;
  const path = join(folder, 'dist', listed);
  return existsSync(path) ? path : undefined;
}
