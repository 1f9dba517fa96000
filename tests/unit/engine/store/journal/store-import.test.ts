import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { removeImportPiece } from '../../../../../engine/store/journal/import-writer.ts';
import { storeImport } from '../../../../../engine/store/journal/store-import.ts';
import { importedBars } from '../../../../../engine/store/queries/imports.ts';
import { dbPath } from '../../../../../engine/store/schema/files.ts';
import { openHandle } from '../../../../../engine/store/schema/handle.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pitwall-import-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const START = Date.parse('2024-01-08T15:00:00Z');
const bars = (shift: number) =>
  [0, 1, 3].map((minute) => ({
    timeMs: START + minute * 60_000 + shift,
    open: 400,
    high: 405,
    low: -3,
    close: 402,
    volume: 7,
  }));
const file = (shift = 0) => ({
  root: 'MNQ',
  name: 'x.csv',
  intervalMs: 60_000,
  bars: bars(shift),
  verdictJson: '{"rows":3}',
});

test('stores a file once, other bars of it again, and gives the bars back', () => {
  expect(storeImport(folder, file(), 1)).toEqual({ number: 1, fresh: true });
  expect(storeImport(folder, file(), 2)).toEqual({ number: 1, fresh: false });
  expect(storeImport(folder, file(3_600_000), 3)).toEqual({ number: 2, fresh: true });
  const db = openHandle(dbPath(folder), { readOnly: true, busyMs: 100 });
  expect(importedBars(db, 1)).toEqual(bars(0));
  expect(importedBars(db, 2)).toEqual(bars(3_600_000));
  expect(db.prepare('SELECT number, name, bars, verdict FROM imports').all()).toEqual([
    { number: 1, name: 'x.csv', bars: 3, verdict: '{"rows":3}' },
    { number: 2, name: 'x.csv', bars: 3, verdict: '{"rows":3}' },
  ]);
  db.close();
});

test('an import is removed in pieces: its row first, the other one stays whole', () => {
  storeImport(folder, file(), 1);
  storeImport(folder, file(3_600_000), 2);
  const db = openHandle(dbPath(folder), { busyMs: 100 });
  expect(removeImportPiece(db, 1, 2)).toBe(true);
  expect(db.prepare('SELECT number FROM imports').pluck().all()).toEqual([2]);
  expect(importedBars(db, 1)).toHaveLength(1);
  expect(removeImportPiece(db, 1, 2)).toBe(false);
  expect(importedBars(db, 1)).toEqual([]);
  expect(importedBars(db, 2)).toEqual(bars(3_600_000));
  expect(() => removeImportPiece(db, 1, 2)).toThrow('expected an import with number 1');
  db.close();
});

test('a file that is not ours is left as it is', () => {
  writeFileSync(dbPath(folder), 'no database at all, but long enough');
  expect(() => storeImport(folder, file(), 1)).toThrow(/not a Pitwall file/);
});
