import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { DB_FILE, dbPath } from '../schema/files.ts';
import { StoreProblem, messageOf } from '../schema/problem.ts';

/** Makes the data folder when it is missing and proves that it can be written. */
export function ensureWritableFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const probe = join(dataDir, `.probe-${process.pid}`);
    const file = openSync(probe, 'w');
    try {
      writeSync(file, 'x');
    } finally {
      closeSync(file);
      rmSync(probe, { force: true });
    }
    const path = dbPath(dataDir);
    if (existsSync(path)) accessSync(path, constants.R_OK | constants.W_OK);
    // Made here, for its owner alone; SQLite gives the log beside it the same rights.
    else closeSync(openSync(path, 'a', 0o600));
  } catch (error) {
    throw new StoreProblem(
      'unwritable',
      `The data folder ${dataDir} cannot be written: ${messageOf(error)}. Make it writable, or choose another with --data-dir.`,
      error,
    );
  }
}

/**
 * What lies under the file's name, without opening it: closing a file would drop the locks that this process's own
 * SQLite connections hold on it. What is in a file, SQLite says when it reads it.
 */
export function kindOfFile(dataDir: string): 'missing' | 'empty' | 'file' | 'other' {
  const stat = statSync(dbPath(dataDir), { throwIfNoEntry: false });
  if (stat === undefined) return 'missing';
  if (!stat.isFile()) return 'other';
  return stat.size === 0 ? 'empty' : 'file';
}

export function notADatabase(dataDir: string): StoreProblem {
  return foreignFile(dataDir, 'not a SQLite database, or its head is destroyed');
}

export function foreignFile(dataDir: string, what: string): StoreProblem {
  return new StoreProblem(
    'foreign',
    `${dbPath(dataDir)} is not a Pitwall file (${what}). It was left as it is. Move it away, or choose another folder with --data-dir; the name ${DB_FILE} is Pitwall's.`,
  );
}
