import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { INSTANCE_FILE } from './files.ts';

/** Who runs on a data folder, in words, from the note that its host leaves; "" when there is no readable note. */
export function describeInstance(dataDir: string): string {
  let note: unknown;
  try {
    note = JSON.parse(readFileSync(join(dataDir, INSTANCE_FILE), 'utf8'));
  } catch {
    return ''; // no note, or half a note: the message is complete without it
  }
  if (typeof note !== 'object' || note === null) return '';
  const parts: string[] = [];
  if ('pid' in note && typeof note.pid === 'number') parts.push(`pid ${note.pid}`);
  if ('hub' in note && typeof note.hub === 'string') parts.push(note.hub);
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}
