import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** `venue.json` in the runtime folder: which venue lives there, so that a new host can adopt it. */
export interface VenueNote {
  readonly pid: number;
  /** Null until the first desk has said which run it is. */
  readonly run: string | null;
  readonly version: string;
}

const NOTE_FILE = 'venue.json';

export function writeVenueNote(runtimeDir: string, note: VenueNote): void {
  const path = join(runtimeDir, NOTE_FILE);
  const draft = `${path}.${note.pid}.tmp`;
  writeFileSync(draft, `${JSON.stringify(note)}\n`, { mode: 0o600 });
  renameSync(draft, path);
}

/** Takes our own note away; another venue's stays. */
export function removeVenueNote(runtimeDir: string, pid: number): void {
  const path = join(runtimeDir, NOTE_FILE);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return; // there is none
  }
  if (text.includes(`"pid":${pid},`)) rmSync(path, { force: true });
}
