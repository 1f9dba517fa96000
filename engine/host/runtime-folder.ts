import { createHash } from 'node:crypto';
import { chmodSync, existsSync, lstatSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HostFault } from './host-fault.ts';

/** Longer, and a socket inside would pass the 104 bytes that every Unix allows for its path. */
const LONGEST_BYTES = 80;

function usable(folder: string): boolean {
  try {
    return statSync(folder).isDirectory();
  } catch {
    return false;
  }
}

/** Something is there that is no folder of this user: anybody may make what he likes in a temporary folder. */
function isSomebodyElses(folder: string, user: number | undefined): boolean {
  const there = lstatSync(folder, { throwIfNoEntry: false });
  return there !== undefined && (!there.isDirectory() || (user !== undefined && there.uid !== user));
}

/**
 * Path of the runtime folder of a data folder, the same one for every start on it: in the system's place for such folders,
 * else in the temporary folder, else in the short one of every Unix, else in the data folder itself. A place that somebody
 * else took is passed over.
 */
export function runtimePath(
  dataDir: string,
  env: NodeJS.ProcessEnv = process.env,
  temporary: string = tmpdir(),
  user: number | undefined = process.getuid?.(),
): string {
  const data = realpathSync(dataDir);
  const name = `pw-${createHash('sha256').update(data).digest('hex').slice(0, 8)}`;
  const fits = (folder: string | undefined): folder is string =>
    folder !== undefined && folder !== '' && Buffer.byteLength(folder) + 12 <= LONGEST_BYTES && usable(folder);
  const places = [env['XDG_RUNTIME_DIR'], temporary, '/tmp', data];
  // One that an earlier start left there is the one, also when the other places are free again.
  const inside = join(data, name);
  const paths = places.filter(fits).map((place) => join(place, name));
  const found = [...(existsSync(inside) ? [inside] : []), ...paths].find((path) => !isSomebodyElses(path, user));
  if (found !== undefined) return found;
  throw new HostFault(
    `no folder for sockets: expected one of ${places.filter(Boolean).join(', ')}, ` +
      `with a path of at most ${LONGEST_BYTES} bytes and nobody else's ${name} in it`,
  );
}

/** Makes the runtime folder, or takes the one that an earlier start left, when it is this user's own. */
export function openRuntimeFolder(dataDir: string, env: NodeJS.ProcessEnv = process.env): string {
  const folder = runtimePath(dataDir, env);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (isSomebodyElses(folder, process.getuid?.())) {
    throw new HostFault(`the runtime folder ${folder} is not a folder of this user; remove it, or set XDG_RUNTIME_DIR`);
  }
  chmodSync(folder, 0o700);
  return folder;
}
