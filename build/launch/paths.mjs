// @ts-check
import { homedir } from 'node:os';
import { dirname, join, posix, win32 } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root folder. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/**
 * The platform's folder for this user's data, where `--data-dir` says nothing else.
 * @param {NodeJS.Platform} platform
 * @param {Record<string, string | undefined>} env
 * @param {string} home
 */
export function defaultDataDir(platform = process.platform, env = process.env, home = homedir()) {
  if (platform === 'win32') return win32.join(env['APPDATA'] || win32.join(home, 'AppData', 'Roaming'), 'Pitwall');
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', 'Pitwall');
  return posix.join(env['XDG_DATA_HOME'] || posix.join(home, '.local', 'share'), 'pitwall');
}

/**
 * The value of a flag given as `--name value` or `--name=value`; the last one counts.
 * @param {readonly string[]} args
 * @param {string} name
 * @returns {string | undefined}
 */
export function flagValue(args, name) {
  /** @type {string | undefined} */
  let found;
  args.forEach((arg, index) => {
    if (arg === name) found = args[index + 1];
    else if (arg.startsWith(`${name}=`)) found = arg.slice(name.length + 1);
  });
  return found;
}

/**
 * The arguments without a flag and its value.
 * @param {readonly string[]} args
 * @param {string} name
 * @returns {string[]}
 */
export function withoutFlag(args, name) {
  return args.filter((arg, index) => arg !== name && args[index - 1] !== name && !arg.startsWith(`${name}=`));
}
