import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { removeVenueNote, writeVenueNote } from '../../../../engine/venue/venue-note.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pw-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a note is replaced as a whole, private, and taken away by its writer alone', () => {
  const path = join(folder, 'venue.json');
  writeVenueNote(folder, { pid: 12, run: null, version: '1' });
  writeVenueNote(folder, { pid: 12, run: 'run-1', version: '1' });
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ pid: 12, run: 'run-1', version: '1' });
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
  removeVenueNote(folder, 1);
  expect(existsSync(path)).toBe(true);
  removeVenueNote(folder, 12);
  removeVenueNote(folder, 12);
  expect(existsSync(path)).toBe(false);
});
