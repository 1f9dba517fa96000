import { closeSync, fsyncSync, openSync } from 'node:fs';

/**
 * Has everything on the disk that was written to a file, by whomever. Not for a database itself: closing it drops the locks
 * that this process's own SQLite connections hold on it.
 */
export function flushFile(path: string): void {
  flush(path, 'r+');
}

/** Makes the names in a folder last; Windows cannot open a folder, and does not need it. */
export function flushFolder(path: string): void {
  if (process.platform !== 'win32') flush(path, 'r');
}

function flush(path: string, flags: 'r' | 'r+'): void {
  const file = openSync(path, flags);
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
