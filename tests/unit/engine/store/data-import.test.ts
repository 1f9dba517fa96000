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
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exportData } from '../../../../engine/store/data-export.ts';
import type { AskedPart } from '../../../../engine/store/data-files.ts';
import { checkExport, importData } from '../../../../engine/store/data-import.ts';
import { MANIFEST_FILE, sha256 } from '../../../../engine/store/data-manifest.ts';
import { VENUE_APPLICATION_ID, VENUE_SCHEMA } from '../../../../engine/adapters/venue-file/schema.ts';
import { takeLease } from '../../../../engine/store/lease.ts';
import { openJournal } from '../../../../engine/store/journal/open-journal.ts';
import { takeFileLock } from '../../../../engine/store/schema/file-lock.ts';
import { StoreProblem } from '../../../../engine/store/schema/problem.ts';
import { SCRIPT_REQUEST, SMALL_RESERVE } from '../../../support/store/store-folder.ts';

const FACTS = { version: '0.1.0', time: '2026-11-20T12:00:00.000Z', withSecrets: true };
const LOCKS = ['desk.lock.db', 'venue.lock.db'];
let scratch: string;
let dataDir: string;
let source: string;
/** What the import is asked for. */
let parts: readonly AskedPart[];

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
  writeFileSync(join(folder, 'hub.secrets'), JSON.stringify({ totp: { [mark]: `seed of ${mark}` }, rest: mark }));
  for (const table of ['users', 'passkeys', 'devices', 'sessions', 'settings', 'audit', 'notifications'])
    put(folder, table, mark);
}

/** A row of the hub's own. */
function put(folder: string, table: string, key: string): void {
  inFile(folder, `INSERT INTO hub_rows VALUES ('${table}', '${key}', 1, '{}', 0)`);
}

function inFile(folder: string, sql: string): void {
  const db = new Database(join(folder, 'pitwall.db'));
  db.exec(sql);
  db.pragma('journal_mode = DELETE');
  db.close();
}

/** Whose rows of the hub stand in the data folder, by table. */
function hubRows(folder = dataDir): Record<string, string> {
  const db = new Database(join(folder, 'pitwall.db'));
  const rows = db.prepare<[], string[]>('SELECT "table", key FROM hub_rows ORDER BY 1').raw().all();
  db.close();
  return Object.fromEntries(rows);
}

beforeEach(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'pitwall-transfer-'));
  dataDir = join(scratch, 'data');
  source = join(scratch, 'export');
  parts = [];
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
  await expect(importData(dataDir, source, { stamp: 'now', parts })).rejects.toThrow(words);
  expect(text('data', 'shell.json')).toBe('ours');
  expect(readdirSync(scratch).toSorted()).toEqual(['data', 'export', 'other']);
}

const OURS = { users: 'ours', passkeys: 'ours', devices: 'ours', sessions: 'ours', settings: 'ours', audit: 'ours' };
const secretsOf = (folder = 'data'): unknown => JSON.parse(text(folder, 'hub.secrets'));

test('the account is replaced and the former one set aside; who may act here and how stays as it is', async () => {
  const { aside, taken, left } = await importData(dataDir, source, { stamp: 'now', parts });
  expect(aside).toBe(`${dataDir}.before-import-now`);
  expect(existsSync(join(aside ?? '', 'pitwall.db'))).toBe(true);
  expect(['shell.json', 'owner.token', 'electron/cache'].map((name) => text('data', name))).toEqual(
    Array(3).fill('ours'),
  );
  expect(secretsOf()).toEqual({ totp: { ours: 'seed of ours' }, rest: 'ours' });
  expect(hubRows()).toEqual({ ...OURS, notifications: 'theirs' });
  expect(taken).toEqual(['pitwall.db']);
  expect(left).toEqual([
    { part: 'secrets', what: 'hub.secrets' },
    { part: 'secrets', what: 'owner.token' },
    { part: 'settings', what: 'shell.json' },
    { part: 'users', what: '1 device' },
    { part: 'users', what: '1 passkey' },
    { part: 'settings', what: '1 setting' },
    { part: 'users', what: '1 user' },
  ]);
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

test('each part comes in when it is asked for by name; log-ins and the audit never do', async () => {
  parts = ['users'];
  await importData(dataDir, source, { stamp: 'a', parts });
  expect(hubRows()).toEqual({
    users: 'theirs',
    passkeys: 'theirs',
    devices: 'theirs',
    settings: 'ours',
    audit: 'ours',
    notifications: 'theirs',
  });
  expect(secretsOf()).toEqual({ totp: { theirs: 'seed of theirs' }, rest: 'ours' });
  expect(text('data', 'owner.token')).toBe('ours');

  makeData(join(scratch, 'second'), 'ours');
  parts = ['settings'];
  await importData(join(scratch, 'second'), source, { stamp: 'b', parts });
  expect(hubRows(join(scratch, 'second'))).toEqual({ ...OURS, settings: 'theirs', notifications: 'theirs' });
  expect([text('second', 'shell.json'), text('second', 'owner.token')]).toEqual(['theirs', 'ours']);

  makeData(join(scratch, 'third'), 'ours');
  parts = ['secrets'];
  await importData(join(scratch, 'third'), source, { stamp: 'c', parts });
  expect(hubRows(join(scratch, 'third'))).toEqual({ ...OURS, notifications: 'theirs' });
  expect(secretsOf('third')).toEqual({ totp: { ours: 'seed of ours' }, rest: 'theirs' });
  expect([text('third', 'shell.json'), text('third', 'owner.token')]).toEqual(['ours', 'theirs']);
  expect(text('third.before-import-c', 'owner.token')).toBe('ours');
});

test("an export that calls its secrets none, and files that are nobody's, get nothing in by that", async () => {
  mkdirSync(join(source, 'tls'));
  for (const name of ['tls/own.key.pem', 'secrets.json', 'logs.desktop', 'pitwall.db.v1.x.backup']) {
    writeFileSync(join(source, name), 'theirs');
  }
  await relist((list) => {
    list['hasSecrets'] = false;
    for (const name of ['tls/own.key.pem', 'secrets.json', 'logs.desktop', 'pitwall.db.v1.x.backup']) {
      (list['files'] as Record<string, string>)[name] = createHash('sha256').update('theirs').digest('hex');
    }
  });
  const fresh = join(scratch, 'fresh');
  const { left } = await importData(fresh, source, { stamp: 'now', parts });
  expect(readdirSync(fresh).toSorted()).toEqual(['epoch', 'lease.db', 'pitwall.db', ...LOCKS].toSorted());
  expect(hubRows(fresh)).toEqual({ notifications: 'theirs' });
  expect(left).toEqual(
    expect.arrayContaining([
      { part: 'secrets', what: 'owner.token' },
      { part: 'secrets', what: 'tls/own.key.pem' },
      { part: undefined, what: 'logs.desktop' },
      { part: undefined, what: 'pitwall.db.v1.x.backup' },
    ]),
  );
});

test.each([
  [
    'CREATE TRIGGER evil AFTER INSERT ON hub_rows BEGIN DELETE FROM runs; END',
    'trigger evil on hub_rows that is not ours',
  ],
  ['CREATE VIEW more AS SELECT 1', 'view more that is not ours'],
  ['CREATE TABLE more (a)', 'table more that is not ours'],
  ['CREATE INDEX more ON runs (name)', 'index more on runs that is not ours'],
  ['DROP VIEW trades; CREATE VIEW trades AS SELECT * FROM all_trades', 'another view trades than ours'],
  ['DROP INDEX journal_step', 'no index journal_step on journal'],
])('a database with other definitions than ours is refused in words: %s', async (sql, words) => {
  inFile(source, sql);
  await relist();
  await refusedWith(
    `pitwall.db of the export has ${words.startsWith('no') || words.startsWith('another') ? '' : 'a '}${words}`,
  );
});

test('an epoch after which no start would be possible is refused', async () => {
  for (const epoch of ['9007199254740991', '-1', 'x']) {
    inFile(source, `UPDATE meta SET value = '${epoch}' WHERE key = 'epoch'`);
    await relist();
    await refusedWith('has an epoch that no installation comes to');
  }
});

test("the venue's file is held against its own definitions, and no other database comes in", async () => {
  const venue = new Database(join(source, 'venue.db'));
  venue.exec(VENUE_SCHEMA);
  venue.pragma(`application_id = ${VENUE_APPLICATION_ID}`);
  venue.pragma('user_version = 1');
  venue.exec('CREATE TRIGGER evil AFTER INSERT ON reports BEGIN DELETE FROM state; END');
  const listed = async (): Promise<void> => {
    const sum = await sha256(join(source, 'venue.db'));
    await relist((list) => ((list['files'] as Record<string, string>)['venue.db'] = sum));
  };
  await listed();
  await refusedWith('venue.db of the export has a trigger evil on reports that is not ours');
  venue.exec('DROP TRIGGER evil');
  venue.close();
  await listed();
  const { taken } = await importData(dataDir, source, { stamp: 'now', parts });
  expect(taken).toContain('venue.db');
});

test("a damaged file of this installation stands in no import's way, and the loss of its users is told", async () => {
  writeFileSync(join(dataDir, 'pitwall.db'), 'this is no database, and a long text beside');
  const { ownFault } = await importData(dataDir, source, { stamp: 'now', parts });
  expect(ownFault).toContain('not a database');
  expect(hubRows()).toEqual({ notifications: 'theirs' });
});

test('the former spill is set aside with its file, the room for a full disk stays', async () => {
  writeFileSync(join(dataDir, 'journal.spill'), 'ours');
  writeFileSync(join(dataDir, 'journal.ballast'), 'room');
  await importData(dataDir, source, { stamp: 'now', parts });
  expect(text('data.before-import-now', 'journal.spill')).toBe('ours');
  expect(text('data', 'journal.ballast')).toBe('room');
  expect(readdirSync(dataDir)).not.toContain('journal.spill');
});

test('on a machine without data it just comes in', async () => {
  const { aside } = await importData(join(scratch, 'fresh'), source, { stamp: 'now', parts });
  expect(aside).toBeUndefined();
  expect(hubRows(join(scratch, 'fresh'))).toEqual({ notifications: 'theirs' });
});

test('what an export has nothing of is not replaced by nothing', async () => {
  rmSync(source, { recursive: true });
  await exportData(join(scratch, 'other'), source, { ...FACTS, withSecrets: false });
  parts = ['users', 'settings', 'secrets'];
  await importData(dataDir, source, { stamp: 'now', parts });
  expect([text('data', 'shell.json'), text('data', 'owner.token')]).toEqual(['ours', 'ours']);
  expect(secretsOf()).toEqual({ totp: { ours: 'seed of ours' }, rest: 'ours' });
  expect(hubRows()).toEqual({ ...OURS, notifications: 'theirs' });
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
  await importData(dataDir, source, { stamp: 'now', parts });
});

test('where a move fails everything goes back', async () => {
  mkdirSync(`${dataDir}.before-import-now`);
  await expect(importData(dataDir, source, { stamp: 'now', parts })).rejects.toThrow();
  expect(text('data', 'shell.json')).toBe('ours');
  expect(readdirSync(scratch).some((name) => name.includes('importing'))).toBe(false);
});
