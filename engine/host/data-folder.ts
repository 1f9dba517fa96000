import { accessSync, chmodSync, constants, existsSync, lstatSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { HostFault } from './host-fault.ts';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'it lies on a read-only disk',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'it is a file',
  ENOSPC: 'the disk is full',
  ENOENT: 'the system lets nobody make it there',
};

/** Each missing folder in turn: Node's own recursive way never ends where the system denies a folder's existence (/proc). */
function makeFolders(path: string): void {
  if (existsSync(path)) return;
  makeFolders(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Somebody else may have made it at this moment. Node's file calls throw nothing but its own errors.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Files that hold the account, and the folder of the log. */
const PRIVATE = /^(?:.+\.db(?:-wal|-shm|-journal)?|journal\.(?:spill|ballast)|epoch|logs)$/;
const OTHERS = 0o077;
const OTHERS_WRITE = 0o022;

/**
 * Why a folder is no place for secrets: who owns it, or may write to it, decides what lies in it. Undefined: it is one.
 * Windows has no such rights; there the folders of a user's profile are the user's own.
 */
function rightsFault(dataDir: string, user: number | undefined): string | undefined {
  if (user === undefined) return undefined;
  const { uid, mode } = statSync(dataDir);
  if (uid !== user) return `it belongs to another user (number ${uid})`;
  return (mode & OTHERS_WRITE) === 0 ? undefined : `others may write to it (take that away: chmod go-w "${dataDir}")`;
}

/** Files of an earlier version, or of a copy, may be readable by others. */
function makePrivate(dataDir: string, user: number | undefined): void {
  for (const name of readdirSync(dataDir).filter((each) => PRIVATE.test(each))) {
    const file = join(dataDir, name);
    const { uid, mode } = lstatSync(file);
    if (uid === user && (mode & OTHERS) !== 0) chmodSync(file, mode & 0o700);
  }
}

/**
 * Makes the data folder, for its owner alone, and checks that it can be written, and by nobody else. HostFault says in
 * words what is wrong with it.
 */
export function openDataFolder(dataDir: string, user: number | undefined = process.getuid?.()): void {
  try {
    makeFolders(dataDir);
    if (!statSync(dataDir).isDirectory()) throw Object.assign(new Error(), { code: 'EEXIST' });
    accessSync(dataDir, constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new HostFault(
      `the data folder ${dataDir} cannot be used: ${REASONS[code ?? ''] ?? message}; choose another with --data-dir`,
    );
  }
  const fault = rightsFault(dataDir, user);
  if (fault !== undefined) {
    throw new HostFault(`the data folder ${dataDir} cannot be used: ${fault}; choose another with --data-dir`);
  }
  makePrivate(dataDir, user);
}
