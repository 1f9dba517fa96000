import { join } from 'node:path';

/** Names of the store's files in a data folder. */
export const DB_FILE = 'pitwall.db';
export const DESK_LOCK_FILE = 'desk.lock.db';
/** Commits that could not be written into the file. */
export const SPILL_FILE = 'journal.spill';
/** Space that is given up when the disk is full. */
export const BALLAST_FILE = 'journal.ballast';
/** Who did what at which door; written by every process that has one. */
export const AUDIT_FILE = 'audit.db';
export const LEASE_FILE = 'lease.db';
export const EPOCH_FILE = 'epoch';
/** Written by the host beside its lease: `{pid, hub, ...}` of the running instance. */
export const INSTANCE_FILE = 'instance.json';

/** Stands in the file's header (`PRAGMA application_id`): "PitW". */
export const APPLICATION_ID = 0x50697457;

/** Of the audit log: "PitA". */
export const AUDIT_APPLICATION_ID = 0x50697441;

export function dbPath(dataDir: string): string {
  return join(dataDir, DB_FILE);
}

export function auditPath(dataDir: string): string {
  return join(dataDir, AUDIT_FILE);
}

/** "20261120T113009123Z": part of the name of a backup or of a file that was set aside. */
export function stamp(wallMs: number): string {
  return new Date(wallMs).toISOString().replaceAll(/[-:.]/g, '');
}
