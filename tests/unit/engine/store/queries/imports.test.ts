import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PrintColumns } from '../../../../../engine/domain/recording/prints.ts';
import { storeImport } from '../../../../../engine/store/journal/store-import.ts';
import { listImports, readImport } from '../../../../../engine/store/queries/imports.ts';
import { dbPath } from '../../../../../engine/store/schema/files.ts';
import { openHandle } from '../../../../../engine/store/schema/handle.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pitwall-imports-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const START = Date.parse('2026-03-04T15:00:00Z');
const bars = [0, 5, 10].map((minute) => ({
  timeMs: START + minute * 60_000,
  open: 400,
  high: 405,
  low: -3,
  close: 402,
  volume: 7,
}));
const file = { root: 'MNQ', name: 'x.csv', intervalMs: 300_000, bars, verdictJson: '{"rows":3}' };

test('what was imported is listed, and read back by its number', () => {
  expect(listImports(folder)).toEqual([]);
  storeImport(folder, file, 1);
  const [entry] = listImports(folder);
  expect(entry).toEqual({
    number: 1,
    root: 'MNQ',
    name: 'x.csv',
    bars: 3,
    prints: 0,
    fromMs: START,
    toMs: START + 600_000,
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  const { root, name, intervalMs } = file;
  expect(readImport(folder, 1, entry?.sha256 ?? '')).toEqual({ root, name, intervalMs, bars, verdict: { rows: 3 } });
  expect(() => readImport(folder, 2, '')).toThrow(/has no import 2$/);
});

test('bars that are not what was stored are not played', () => {
  storeImport(folder, file, 1);
  const sha256 = listImports(folder)[0]?.sha256 ?? '';
  const db = openHandle(dbPath(folder), { busyMs: 100 });
  db.prepare('UPDATE imported_bars SET close = close + 1 WHERE id = (SELECT max(id) FROM imported_bars)').run();
  db.close();
  expect(() => readImport(folder, 1, sha256)).toThrow(
    /import 1 \(x\.csv\) in .* is not what was stored: expected hash/,
  );
});

test('prints are read back as well, and checked', () => {
  const prints = new PrintColumns();
  for (let i = 0; i < 20_000; i += 1) prints.add(START + i * 7, 400 + (i % 5), i % 3, i % 2 === 0 ? 1 : -1);
  expect(storeImport(folder, { ...file, prints }, 1)).toEqual({ number: 1, fresh: true });
  expect(storeImport(folder, { ...file, prints }, 1)).toEqual({ number: 1, fresh: false });
  // The same bars without prints are another recording.
  expect(storeImport(folder, file, 2)).toEqual({ number: 2, fresh: true });
  expect(listImports(folder).map((entry) => entry.prints)).toEqual([20_000, 0]);
  const sha256 = listImports(folder)[0]?.sha256 ?? '';
  const read = readImport(folder, 1, sha256).prints;
  expect(read?.length).toBe(20_000);
  expect([read?.timeMs[19_999], read?.priceTicks[19_999], read?.size[19_999], read?.taker[19_999]]).toEqual([
    START + 19_999 * 7,
    404,
    1,
    -1,
  ]);
  expect(readImport(folder, 2, listImports(folder)[1]?.sha256 ?? '').prints).toBeUndefined();
  const db = openHandle(dbPath(folder), { busyMs: 100 });
  db.prepare('DELETE FROM imported_prints WHERE id = (SELECT max(id) FROM imported_prints)').run();
  db.close();
  expect(() => readImport(folder, 1, sha256)).toThrow(/is not what was stored/);
});

test('a file of the time before there were prints is read', () => {
  storeImport(folder, file, 1);
  const db = openHandle(dbPath(folder), { busyMs: 100 });
  db.exec('ALTER TABLE imports DROP COLUMN prints; DROP TABLE imported_prints');
  db.close();
  const [entry] = listImports(folder);
  expect(entry).toMatchObject({ bars: 3, prints: 0 });
  expect(readImport(folder, 1, entry?.sha256 ?? '').bars).toEqual(bars);
});
