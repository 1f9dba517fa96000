import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exportData } from '../../../../engine/store/data-export.ts';
import { checkExport, importData } from '../../../../engine/store/data-import.ts';
import { MANIFEST_FILE, sha256 } from '../../../../engine/store/data-manifest.ts';
import { takeLease } from '../../../../engine/store/lease.ts';
import { openJournal } from '../../../../engine/store/journal/open-journal.ts';
import { takeFileLock } from '../../../../engine/store/schema/file-lock.ts';
import { StoreProblem } from '../../../../engine/store/schema/problem.ts';
import { SCRIPT_REQUEST, SMALL_RESERVE } from '../../../support/store/store-folder.ts';

const FACTS = { version: '0.1.0', time: '2026-11-20T12:00:00.000Z', withSecrets: true };
let scratch: string;
let dataDir: string;
let source: string;

function makeData(folder: string, mark: string): void {
  mkdirSync(join(folder, 'electron'), { recursive: true });
  openJournal({
    dataDir: folder,
    request: SCRIPT_REQUEST,
    epoch: 1,
    lockWaitMs: 0,
    checkpoints: false,
    ...SMALL_RESERVE,
  }).journal.close();
  for (const name of ['shell.json', 'owner.token', 'electron/cache']) writeFileSync(join(folder, name), mark);
}

beforeEach(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'pitwall-transfer-'));
  dataDir = join(scratch, 'data');
  source = join(scratch, 'export');
  makeData(join(scratch, 'other'), 'theirs');
  await exportData(join(scratch, 'other'), source, FACTS);
  makeData(dataDir, 'ours');
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

const text = (...path: string[]): string => readFileSync(join(scratch, ...path), 'utf8');

/** As if the export had been made so: the list fits. */
async function relist(change: (list: Record<string, unknown>) => unknown = () => undefined): Promise<void> {
  const list = JSON.parse(text('export', MANIFEST_FILE)) as { files: Record<string, string> };
  for (const file of Object.keys(list.files)) list.files[file] = await sha256(join(source, file));
  change(list);
  writeFileSync(join(source, MANIFEST_FILE), JSON.stringify(list));
}

async function refusedWith(words: string): Promise<void> {
  await expect(importData(dataDir, source, 'now')).rejects.toThrow(words);
  expect(text('data', 'shell.json')).toBe('ours');
  expect(readdirSync(scratch).toSorted()).toEqual(['data', 'export', 'other']);
}

test('everything is replaced, the former data are set aside, what belongs to this machine stays', async () => {
  const { aside } = await importData(dataDir, source, 'now');
  expect(aside).toBe(`${dataDir}.before-import-now`);
  expect(text('data', 'shell.json')).toBe('theirs');
  expect(text('data', 'owner.token')).toBe('theirs');
  expect(text('data', 'electron/cache')).toBe('ours');
  expect(text('data.before-import-now', 'shell.json')).toBe('ours');
  expect(existsSync(join(aside ?? '', 'pitwall.db'))).toBe(true);
  openJournal({
    dataDir,
    request: SCRIPT_REQUEST,
    epoch: 2,
    lockWaitMs: 0,
    checkpoints: false,
    ...SMALL_RESERVE,
  }).journal.close();
  expect(text('export', 'shell.json')).toBe('theirs');
});

test('the former spill is set aside with its file, the room for a full disk stays', async () => {
  writeFileSync(join(dataDir, 'journal.spill'), 'ours');
  writeFileSync(join(dataDir, 'journal.ballast'), 'room');
  await importData(dataDir, source, 'now');
  expect(text('data.before-import-now', 'journal.spill')).toBe('ours');
  expect(text('data', 'journal.ballast')).toBe('room');
  expect(readdirSync(dataDir)).not.toContain('journal.spill');
});

test('on a machine without data it just comes in', async () => {
  const { aside } = await importData(join(scratch, 'fresh'), source, 'now');
  expect(aside).toBeUndefined();
  expect(text('fresh', 'shell.json')).toBe('theirs');
});

test('an export without secrets leaves this installation its own', async () => {
  rmSync(source, { recursive: true });
  await exportData(join(scratch, 'other'), source, { ...FACTS, withSecrets: false });
  await importData(dataDir, source, 'now');
  expect([text('data', 'shell.json'), text('data', 'owner.token')]).toEqual(['theirs', 'ours']);
});

test('a changed, missing or strange file, a link and a folder that is no export are refused', async () => {
  writeFileSync(join(source, 'more'), '');
  await refusedWith('not in the export');
  rmSync(join(source, 'more'));
  writeFileSync(join(source, 'shell.json'), '{}');
  await refusedWith('damaged');
  rmSync(join(source, 'shell.json'));
  await refusedWith('missing');
  symlinkSync(join(scratch, 'other/shell.json'), join(source, 'shell.json'));
  await refusedWith('missing');
  await expect(checkExport(scratch)).rejects.toThrow('expected the list');
  writeFileSync(join(source, MANIFEST_FILE), '{}');
  await refusedWith('is not the list of an export');
});

test('data of a newer version are refused, in the list and in the file', async () => {
  await relist((list) => (list['format'] = 2));
  await refusedWith('newer version');
  await relist((list) => (list['format'] = 1));
  const db = new Database(join(source, 'pitwall.db'));
  db.pragma('journal_mode = DELETE');
  db.pragma('user_version = 900');
  db.close();
  await relist();
  await refusedWith('newer version of Pitwall (schema 900');
});

test('a database that is damaged within, or is not ours, is refused although its checksum fits', async () => {
  const bytes = readFileSync(join(source, 'pitwall.db'));
  bytes.fill(0x55, 4096, 12_288);
  writeFileSync(join(source, 'pitwall.db'), bytes);
  await relist();
  await refusedWith('pitwall.db of the export');
  rmSync(join(source, 'pitwall.db'));
  new Database(join(source, 'pitwall.db')).exec('CREATE TABLE a (b)').close();
  await relist();
  await refusedWith("is not Pitwall's");
});

test('while Pitwall runs, or a process of it is just ending, nothing is touched', async () => {
  const lease = takeLease(dataDir);
  await refusedWith('already runs');
  lease.release();
  const release = takeFileLock(join(dataDir, 'venue.lock.db'), 0, () => new StoreProblem('locked', ''));
  await refusedWith('just ending');
  release();
  await importData(dataDir, source, 'now');
});

test('where a move fails everything goes back', async () => {
  mkdirSync(`${dataDir}.before-import-now`);
  await expect(importData(dataDir, source, 'now')).rejects.toThrow();
  expect(text('data', 'shell.json')).toBe('ours');
  expect(readdirSync(scratch).some((name) => name.includes('importing'))).toBe(false);
});
