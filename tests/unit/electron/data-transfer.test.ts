import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exportData, exportFault, finishImport, planImport } from '../../../electron/data-transfer.ts';

const FACTS = { version: '0.1.0', time: '2026-11-20T12-00-00' };
let scratch: string;
let dataDir: string;
let target: string;

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'pitwall-transfer-'));
  dataDir = join(scratch, 'data');
  target = join(scratch, 'export');
  mkdirSync(join(dataDir, 'electron'), { recursive: true });
  writeFileSync(join(dataDir, 'electron/cache'), 'x');
  writeFileSync(join(dataDir, 'instance.json'), '{}');
  writeFileSync(join(dataDir, 'shell.json'), '{"version":1}');
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

function openJournal(rows: number): Database.Database {
  const database = new Database(join(dataDir, 'pitwall.db'));
  database.pragma('journal_mode = WAL');
  database.exec('CREATE TABLE IF NOT EXISTS row (n INTEGER)');
  for (let n = 0; n < rows; n += 1) database.prepare('INSERT INTO row VALUES (?)').run(n);
  return database;
}

function countIn(file: string): unknown {
  const database = new Database(file, { readonly: true });
  try {
    return database.prepare('SELECT count(*) FROM row').pluck().get();
  } finally {
    database.close();
  }
}

test('a database in use goes out whole, what belongs to this run stays', async () => {
  const journal = openJournal(7);
  await exportData(dataDir, target, FACTS);
  journal.close();
  expect(readdirSync(target).sort()).toEqual(['pitwall-export.json', 'pitwall.db', 'shell.json']);
  expect(await exportFault(target)).toBeUndefined();
  expect(countIn(join(target, 'pitwall.db'))).toBe(7);
});

test('a changed, missing or foreign file is told', async () => {
  openJournal(1).close();
  await exportData(dataDir, target, FACTS);
  writeFileSync(join(target, 'more'), '');
  expect(await exportFault(target)).toContain('not in the export');
  rmSync(join(target, 'more'));
  writeFileSync(join(target, 'shell.json'), '{}');
  expect(await exportFault(target)).toContain('damaged');
  rmSync(join(target, 'shell.json'));
  expect(await exportFault(target)).toContain('missing');
  expect(await exportFault(scratch)).toContain('expected the list');
});

test('an import replaces everything at the next start and sets the former data aside', async () => {
  openJournal(3).close();
  await exportData(dataDir, target, FACTS);
  openJournal(5).close();
  expect(await finishImport(dataDir, 'now')).toBeUndefined();
  planImport(dataDir, target);
  const aside = await finishImport(dataDir, 'now');
  expect(countIn(join(dataDir, 'pitwall.db'))).toBe(3);
  expect(countIn(join(aside ?? '', 'pitwall.db'))).toBe(8);
  expect(existsSync(join(dataDir, 'electron/cache'))).toBe(true);
  expect(await finishImport(dataDir, 'again')).toBeUndefined();
});

test('an export that was damaged meanwhile changes nothing', async () => {
  openJournal(3).close();
  await exportData(dataDir, target, FACTS);
  planImport(dataDir, target);
  writeFileSync(join(target, 'shell.json'), '{}');
  await expect(finishImport(dataDir, 'now')).rejects.toThrow('were not imported');
  expect(countIn(join(dataDir, 'pitwall.db'))).toBe(3);
  expect(readFileSync(join(dataDir, 'shell.json'), 'utf8')).toBe('{"version":1}');
});
