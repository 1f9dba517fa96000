import type { JournalFault } from '../../domain/journal-health.ts';

/**
 * What can be wrong with a data folder or its file before a desk may use it. Each is an expected failure with a message
 * for a person; nothing was overwritten.
 *
 * - unwritable: the folder cannot be made or written, or the file is read-only.
 * - locked: another desk, or another program, holds the file.
 * - lease_held: another instance of Pitwall runs on this folder.
 * - newer: written by a newer version.
 * - foreign: a file of that name that is not ours.
 * - damaged: it failed the integrity check and was set aside, or its journal's hash chain is broken.
 * - missing: there is no file to read.
 */
export type StoreProblemCode = 'unwritable' | 'locked' | 'lease_held' | 'newer' | 'foreign' | 'damaged' | 'missing';

export class StoreProblem extends Error {
  override readonly name = 'StoreProblem';
  readonly code: StoreProblemCode;

  constructor(code: StoreProblemCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

/** SQLite's extended result code of an error ("SQLITE_BUSY_SNAPSHOT"), or undefined when it is not SQLite's. */
export function sqliteCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  return error.code.startsWith('SQLITE_') ? error.code : undefined;
}

const TRANSIENT = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|PROTOCOL|NOMEM)(_|$)/;

/** True when the file could not be written now but may be later: locked, full, read-only, an error of the disk. */
export function isTransient(error: unknown): boolean {
  return TRANSIENT.test(sqliteCode(error) ?? '');
}

/** True when SQLite says that the file's content is not what it should be. */
export function isDamage(error: unknown): boolean {
  return /^SQLITE_(CORRUPT|NOTADB)(_|$)/.test(sqliteCode(error) ?? '');
}

export function isBusy(error: unknown): boolean {
  return /^SQLITE_(BUSY|LOCKED)(_|$)/.test(sqliteCode(error) ?? '');
}

/** True when there was no space on the disk, in SQLite's words or the system's, also as the cause of a problem. */
export function isFull(error: unknown): boolean {
  if (error instanceof StoreProblem) return isFull(error.cause);
  // SHMSIZE: the log's index could not grow.
  if (/^SQLITE_(FULL|IOERR_SHMSIZE)$/.test(sqliteCode(error) ?? '')) return true;
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}

/** Why a file could not be written. */
export function faultOf(error: unknown): JournalFault {
  return isBusy(error) ? 'locked' : isFull(error) ? 'full' : 'failed';
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
