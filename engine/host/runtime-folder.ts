import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, realpathSync, statSync } from 'node:fs';
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

/** Where runtime folders lie: the system's place for them, else the temporary folder, else the short one of every Unix. */
function base(env: NodeJS.ProcessEnv, temporary: string): string {
  const fits = (folder: string | undefined): folder is string =>
    folder !== undefined && folder !== '' && Buffer.byteLength(folder) + 12 <= LONGEST_BYTES && usable(folder);
  const places = [env['XDG_RUNTIME_DIR'], temporary, '/tmp'];
  const found = places.find(fits);
  if (found !== undefined) return found;
  throw new HostFault(
    `no folder for sockets: expected ${places.filter(Boolean).join(' or ')}, with a path of at most ${LONGEST_BYTES} bytes`,
  );
}

/** Path of the runtime folder of a data folder: the same one for every start on it. */
export function runtimePath(
  dataDir: string,
  env: NodeJS.ProcessEnv = process.env,
  temporary: string = tmpdir(),
): string {
  const hash = createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 8);
  return join(base(env, temporary), `pw-${hash}`);
}

/** Makes the runtime folder, or takes the one that an earlier start left, when it is this user's own. */
export function openRuntimeFolder(dataDir: string, env: NodeJS.ProcessEnv = process.env): string {
  const folder = runtimePath(dataDir, env);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const there = lstatSync(folder);
  const owner = process.getuid?.();
  if (!there.isDirectory() || (owner !== undefined && there.uid !== owner)) {
    throw new HostFault(`the runtime folder ${folder} is not a folder of this user; remove it, or set XDG_RUNTIME_DIR`);
  }
  chmodSync(folder, 0o700);
  return folder;
}
