import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** Recorded market data outside the repository; what needs it is skipped by name where it is missing. */
const FOLDER = resolve(import.meta.dirname, '../../../shared/data');

export function hasRecorded(path: string): boolean {
  return existsSync(resolve(FOLDER, path));
}

export function recorded(path: string): string {
  return readFileSync(resolve(FOLDER, path), 'utf8');
}
