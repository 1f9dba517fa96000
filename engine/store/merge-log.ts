import { existsSync } from 'node:fs';
import { dbPath } from './schema/files.ts';
import { openHandle } from './schema/handle.ts';

const BUSY_MS = 500;

/**
 * After an ordered end: what still stands in the write-ahead log goes into the file, so that `pitwall.db` alone is whole.
 * The last to close was a reader, which cannot do it. A file that somebody else holds open is left as it is; nothing is
 * lost by that.
 */
export function mergeLog(dataDir: string): void {
  const path = dbPath(dataDir);
  if (!existsSync(path)) return;
  try {
    const db = openHandle(path, { busyMs: BUSY_MS });
    try {
      db.pragma('wal_checkpoint(TRUNCATE)');
    } finally {
      db.close();
    }
  } catch {
    // The log stays beside the file and is read with it.
  }
}
