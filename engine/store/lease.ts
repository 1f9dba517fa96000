import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Ballast } from './journal/ballast.ts';
import { takeFileLock } from './schema/file-lock.ts';
import { EPOCH_FILE, LEASE_FILE, dbPath } from './schema/files.ts';
import { flushFolder } from './schema/flush.ts';
import { openHandle } from './schema/handle.ts';
import { describeInstance } from './schema/instance.ts';
import { StoreProblem, messageOf } from './schema/problem.ts';

export interface Lease {
  /** Counts the leases of this folder; stamps every order, so that an old desk can never act beside a new one. */
  readonly epoch: number;
  release(): void;
}

export interface LeaseOptions {
  /** How long to wait for an instance that is just ending; default 0. */
  readonly waitMs?: number;
}

/**
 * The one right to run Pitwall on a data folder: an exclusive lock that the operating system drops when the process
 * dies, and a number that is greater each time. Throws StoreProblem `lease_held` or `unwritable`.
 */
export function takeLease(dataDir: string, options: LeaseOptions = {}): Lease {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw unwritable(dataDir, error);
  }
  const held = (): StoreProblem =>
    new StoreProblem(
      'lease_held',
      `Pitwall already runs on ${dataDir}${describeInstance(dataDir)}. Use that one, stop it, or choose another folder with --data-dir.`,
    );
  const ballast = new Ballast(dataDir);
  const release = ballast.spend(() => takeFileLock(join(dataDir, LEASE_FILE), options.waitMs ?? 0, held));
  try {
    return { epoch: ballast.spend(() => nextEpoch(dataDir)), release };
  } catch (error) {
    release();
    throw error instanceof StoreProblem ? error : unwritable(dataDir, error);
  }
}

/** Raises the counter and has it on the disk before anybody acts on it. */
function nextEpoch(dataDir: string): number {
  const epoch = lastEpoch(dataDir) + 1;
  const path = join(dataDir, EPOCH_FILE);
  const part = `${path}.part`;
  const file = openSync(part, 'w', 0o600);
  try {
    writeSync(file, `${epoch}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(part, path);
  flushFolder(dataDir);
  return epoch;
}

/** The greater of the counter's file and what the last desk wrote into `pitwall.db`: a lost file gives no epoch twice. */
function lastEpoch(dataDir: string): number {
  let counted = 0;
  try {
    counted = Number.parseInt(readFileSync(join(dataDir, EPOCH_FILE), 'utf8'), 10);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  return Math.max(Number.isSafeInteger(counted) ? counted : 0, epochInFile(dataDir));
}

function epochInFile(dataDir: string): number {
  try {
    const db = openHandle(dbPath(dataDir), { readOnly: true, busyMs: 500 });
    try {
      return Number(db.prepare(`SELECT value FROM meta WHERE key = 'epoch'`).pluck().get() ?? 0);
    } finally {
      db.close();
    }
  } catch {
    return 0; // no file, or one that the desk will refuse with its own message
  }
}

function unwritable(dataDir: string, error: unknown): StoreProblem {
  return new StoreProblem(
    'unwritable',
    `The data folder ${dataDir} cannot be written: ${messageOf(error)}. Make it writable, or choose another with --data-dir.`,
    error,
  );
}
