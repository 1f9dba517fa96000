import { afterEach, beforeEach, expect, test } from 'vitest';
import { ImportWriter } from '../../../../../engine/store/journal/import-writer.ts';
import { hashOfImport } from '../../../../../engine/store/schema/import-hash.ts';
import { importedBars } from '../../../../../engine/store/queries/imports.ts';
import { MIGRATIONS } from '../../../../../engine/store/migrations/migrations.ts';
import { migrate } from '../../../../../engine/store/migrations/migrate.ts';
import { openHandle, type Handle } from '../../../../../engine/store/schema/handle.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const START = Date.parse('2024-01-08T15:00:00Z');
const BARS = Array.from({ length: 10 }, (_, i) => ({
  timeMs: START + i * 60_000,
  open: 400 + i,
  high: 410 + i,
  low: 390,
  close: 401,
  volume: i,
}));
const HEAD = {
  root: 'MNQ',
  name: 'x.csv',
  intervalMs: 60_000,
  bars: 10,
  sha256: hashOfImport(BARS),
  verdictJson: '{}',
};

let folder = '';
let db: Handle;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pitwall-import-'));
  db = openHandle(join(folder, 'x.db'), { busyMs: 100 });
  migrate(db, { migrations: MIGRATIONS, wallMs: 1 });
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true });
});

const writer = (head = HEAD): ImportWriter =>
  new ImportWriter(db, head, (write) => {
    db.exec('BEGIN');
    write();
    db.exec('COMMIT');
  });

test('an import comes in pieces and exists when its end is written', () => {
  const one = writer();
  expect(one.begin()).toBeUndefined();
  one.add(BARS.slice(0, 4));
  one.add(BARS.slice(4));
  expect(db.prepare('SELECT count(*) FROM imports').pluck().get()).toBe(0);
  expect(one.end(77)).toEqual({ number: 1, fresh: true });
  expect(importedBars(db, 1)).toEqual(BARS);
  expect(db.prepare('SELECT from_ms, to_ms, bars, created_wall_ms FROM imports').raw().get()).toEqual([
    START,
    START + 9 * 60_000,
    10,
    77,
  ]);
  expect(writer().begin()).toEqual({ number: 1, fresh: false });
});

test('what a broken-off import left is gone with the next', () => {
  const broken = writer();
  broken.begin();
  broken.add(BARS.slice(0, 7));
  const next = writer({ ...HEAD, bars: 2, sha256: hashOfImport(BARS.slice(8)) });
  next.begin();
  next.add(BARS.slice(8));
  expect(next.end(1)).toEqual({ number: 1, fresh: true });
  expect(importedBars(db, 1)).toEqual(BARS.slice(8));
});

test('bars that are not those announced make no import', () => {
  const short = writer();
  short.begin();
  short.add(BARS.slice(1));
  expect(() => short.end(1)).toThrow(/expected 10 bars and 0 prints of x.csv .*, found 9 and 0/);
  expect(db.prepare('SELECT count(*) FROM imports').pluck().get()).toBe(0);
});
