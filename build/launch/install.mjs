// @ts-check
/** Exactly the packages of the lock file, in node_modules. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { collect } from './child.mjs';
import { ROOT } from './paths.mjs';
import { SetupError } from './progress.mjs';
import { isInsideNodeModules, pathWithoutProject, startingNode } from './runtime.mjs';

const STAMP = 'node_modules/.pitwall-installed';

/**
 * @typedef {{ version?: string, os?: string | string[], cpu?: string | string[], libc?: string | string[], optional?: boolean }} LockEntry
 * @typedef {Record<string, LockEntry>} LockPackages
 */

/** What decides whether node_modules is still right: the lock file and the machine. */
export function installStamp(root = ROOT, platform = process.platform, arch = process.arch) {
  const lock = readFileSync(join(root, 'package-lock.json'));
  return createHash('sha256').update(lock).update(`${platform}-${arch}`).digest('hex');
}

/**
 * The packages a lock file's text names, by path.
 * @param {string} file
 * @returns {LockPackages}
 */
function lockPackages(file) {
  const { '': _project, ...packages } = /** @type {{ packages: LockPackages }} */ (
    JSON.parse(readFileSync(file, 'utf8'))
  ).packages;
  return packages;
}

/**
 * @param {string | string[] | undefined} listed as in a package's `os` and `cpu`
 * @param {string} value
 */
function fits(listed, value) {
  if (listed === undefined) return true;
  const list = [listed].flat();
  if (list.includes(`!${value}`)) return false;
  return list.every((item) => item.startsWith('!')) || list.includes(value);
}

/**
 * The packages of the lock file that belong on this machine.
 * @param {LockPackages} packages
 */
export function packagesFor(packages, platform = process.platform, arch = process.arch) {
  return Object.keys(packages).filter((path) => {
    const entry = packages[path];
    return entry !== undefined && fits(entry.os, platform) && fits(entry.cpu, arch);
  });
}

/**
 * Did npm itself, started by hand, put exactly the lock file's packages there? Its own record of what it installed says.
 * @param {LockPackages} wanted
 * @param {LockPackages} there
 */
export function sameVersions(wanted, there) {
  return (
    Object.entries(there).every(([path, entry]) => wanted[path]?.version === entry.version) &&
    packagesFor(wanted).every((path) => there[path] !== undefined || mayBeLeftOut(wanted[path] ?? {}))
  );
}

/**
 * npm leaves out what is for another C library, and what only such a package needs.
 * @param {LockEntry} entry
 */
function mayBeLeftOut({ optional, os, libc }) {
  return optional === true && (libc !== undefined || os === undefined);
}

export function isInstalled(root = ROOT) {
  const stamp = join(root, STAMP);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8').trim() === installStamp(root)) return true;
  const record = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(record)) return false;
  if (!sameVersions(lockPackages(join(root, 'package-lock.json')), lockPackages(record))) return false;
  writeFileSync(stamp, installStamp(root) + '\n');
  return true;
}

/** How to call npm: the one that started us, else the one on the path. */
export function npmCommand(env = process.env, root = ROOT) {
  const node = startingNode(env);
  const cli = env['npm_execpath'];
  if (cli !== undefined && /\.c?js$/.test(cli) && existsSync(cli) && !isInsideNodeModules(node, root)) {
    return { command: node, args: [cli], shell: false };
  }
  return { command: process.platform === 'win32' ? 'npm.cmd' : 'npm', args: [], shell: process.platform === 'win32' };
}

/** @param {(detail: string) => void} describe */
export async function install(describe, root = ROOT) {
  const wanted = packagesFor(lockPackages(join(root, 'package-lock.json')));
  const count = () => wanted.filter((path) => existsSync(join(root, path, 'package.json'))).length;
  const timer = setInterval(() => {
    describe(`${count()} of ${wanted.length} packages`);
  }, 500);
  try {
    const npm = npmCommand(process.env, root);
    const { status, output } = await collect(npm.command, [...npm.args, 'ci', '--no-audit', '--no-fund'], {
      cwd: root,
      shell: npm.shell,
      env: { ...process.env, PATH: pathWithoutProject() },
    }).catch((/** @type {Error} */ error) => {
      throw new SetupError(`npm could not be started (${error.message}). Please start with: npm start`);
    });
    if (status !== 0) {
      const said = output.split('\n').filter((line) => !/EBADENGINE|npm warn/.test(line));
      throw new SetupError(`npm ci ended with status ${status}:\n${said.slice(-25).join('\n')}`);
    }
    writeFileSync(join(root, STAMP), installStamp(root) + '\n');
  } finally {
    clearInterval(timer);
  }
}
