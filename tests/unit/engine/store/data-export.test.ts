import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exportData } from '../../../../engine/store/data-export.ts';
import { JournalUnavailable } from '../../../../engine/ports/journal.ts';
import { importData } from '../../../../engine/store/data-import.ts';
import { exportFault, readManifest } from '../../../../engine/store/data-manifest.ts';
import { emptyCommit, someRow } from '../../../support/store/journal-script.ts';
import { StoreFolder, lockFile } from '../../../support/store/store-folder.ts';

const FACTS = { version: '0.1.0', time: '2026-11-20T12:00:00.000Z', withSecrets: true };
let folder: StoreFolder;
let target: string;

beforeEach(() => {
  folder = new StoreFolder();
  target = join(folder.path, '..', `${folder.path.split(/[\\/]/).at(-1)}-export`);
});
afterEach(() => {
  folder.dispose();
  for (const path of [target, `${target}.part`]) rmSync(path, { recursive: true, force: true });
});

function put(...names: string[]): void {
  for (const name of names) writeFileSync(join(folder.path, name), name);
}

test('a folder in use goes out whole, for its owner alone; what belongs to this machine or this run stays', async () => {
  folder.open({ ballastBytes: 8_192 });
  put('owner.token', 'hub.secrets', 'shell.json', 'instance.json', 'import-pending.json', 'epoch', 'x.1.tmp');
  expect(readdirSync(folder.path)).toEqual(expect.arrayContaining(['journal.spill', 'journal.ballast']));
  for (const name of ['logs', 'electron']) mkdirSync(join(folder.path, name));
  writeFileSync(join(folder.path, 'logs/combined.log'), '{}');
  writeFileSync(join(folder.path, 'electron/cache'), 'x');
  symlinkSync(join(folder.path, 'shell.json'), join(folder.path, 'link.json'));
  const list = await exportData(folder.path, target, FACTS);
  expect(Object.keys(list.files)).toEqual([
    'hub.secrets',
    'logs/combined.log',
    'owner.token',
    'pitwall.db',
    'shell.json',
  ]);
  expect(list.hasSecrets).toBe(true);
  expect(readManifest(target)).toEqual(list);
  expect(await exportFault(target, list)).toBeUndefined();
  expect(statSync(target).mode & 0o777).toBe(0o700);
  expect(statSync(join(target, 'pitwall.db')).mode & 0o777).toBe(0o600);
});

test('an export without secrets has what is listed as public and nothing else', async () => {
  const { journal } = folder.open();
  const rows = ['users', 'devices', 'sessions', 'settings', 'audit', 'strange', 'notifications'];
  journal.writeHubRows(rows.map((table) => ({ op: 'upsert', table, key: 'k', json: `"hash of ${table}"` })));
  // Removed before: its page is free, and still full of it.
  journal.writeHubRows([{ op: 'upsert', table: 'users', key: 'gone', json: `"hash of gone ${'x'.repeat(20_000)}"` }]);
  journal.writeHubRows([{ op: 'delete', table: 'users', key: 'gone' }]);
  for (const name of ['logs', 'tls', 'crash-reports', 'own things']) mkdirSync(join(folder.path, name));
  put('owner.token', 'hub.secrets', 'secrets.json', 'shell.json', 'windows.json', 'notes.txt', 'tls/made.key.pem');
  put('tls/made.crt.pem', 'owner.token.77.tmp', 'shell.json.damaged', 'pitwall.db.v1.20261120T113009123Z.backup');
  put('logs/combined.log', 'logs/error.2026-11-20T130509123Z.log', 'logs/other.txt', 'own things/a');
  put('crash-reports/2026-11-20T13-05-09-123Z-001-hub.json');
  const list = await exportData(folder.path, target, { ...FACTS, withSecrets: false });
  expect(list.hasSecrets).toBe(false);
  expect(Object.keys(list.files)).toEqual([
    'crash-reports/2026-11-20T13-05-09-123Z-001-hub.json',
    'logs/combined.log',
    'logs/error.2026-11-20T130509123Z.log',
    'pitwall.db',
  ]);
  const bytes = readFileSync(join(target, 'pitwall.db'));
  for (const table of [...rows, 'gone']) {
    expect([table, bytes.includes(`hash of ${table}`)]).toEqual([table, table === 'notifications']);
  }
});

test('the copy of two databases is of one instant while their writers go on', async () => {
  const journal = new Database(join(folder.path, 'pitwall.db'));
  const venue = new Database(join(folder.path, 'venue.db'));
  for (const db of [journal, venue]) {
    db.pragma('journal_mode = WAL');
    db.exec('CREATE TABLE step (n INTEGER)');
  }
  let n = 0;
  // As in a step: the venue first, then the journal.
  const step = (): void => {
    n += 1;
    venue.prepare('INSERT INTO step VALUES (?)').run(n);
    journal.prepare('INSERT INTO step VALUES (?)').run(n);
  };
  step();
  const timer = setInterval(step, 0);
  await exportData(folder.path, target, FACTS).finally(() => clearInterval(timer));
  journal.close();
  venue.close();
  const last = (name: string): number => {
    const db = new Database(join(target, name), { readonly: true });
    try {
      return Number(db.prepare('SELECT max(n) FROM step').pluck().get());
    } finally {
      db.close();
    }
  };
  expect(last('venue.db') - last('pitwall.db')).toBeOneOf([0, 1]);
});

test('commits that wait in the spill go out with the file that they follow', async () => {
  const { journal } = folder.open({ busyMs: 1 });
  journal.commit(emptyCommit(1, { rows: [someRow(1, 1)] }));
  const unlock = lockFile(folder.path);
  for (const seq of [2, 3]) {
    const commit = emptyCommit(seq, { rows: [someRow(seq, seq)] });
    expect(() => journal.commit(commit)).toThrow(JournalUnavailable);
    journal.spill(commit);
  }
  const list = await exportData(folder.path, target, FACTS);
  unlock();
  expect(Object.keys(list.files)).toEqual(['journal.spill', 'pitwall.db']);
  expect(statSync(join(target, 'journal.spill')).size).toBe(journal.health().spillBytes);
  await importData(join(folder.path, 'other'), target, { stamp: 'now', parts: [] });
  const { journal: imported, spillFound } = folder.open({ dataDir: join(folder.path, 'other') });
  expect(spillFound).toMatchObject({ mergedCommits: 2, setAside: undefined });
  expect([...imported.rows()]).toEqual([...journal.rows()]);
});

test('the copy is of one instant while commits are spilled and taken in', async () => {
  const { journal } = folder.open({ busyMs: 1 });
  let seq = 0;
  let unlock: (() => void) | undefined;
  const act = (): void => {
    seq += 1;
    const commit = emptyCommit(seq, { rows: [someRow(seq, seq)] });
    if (seq % 7 === 2) unlock = lockFile(folder.path);
    if (seq % 7 === 6) unlock?.();
    try {
      journal.commit(commit);
    } catch {
      journal.spill(commit);
    }
  };
  act();
  const timer = setInterval(act, 0);
  for (const n of [1, 2, 3, 4, 5]) {
    const from = seq;
    const copy = join(folder.path, '..', `${folder.path.split(/[\\/]/).at(-1)}-export-${n}`);
    await exportData(folder.path, copy, FACTS);
    const until = seq;
    const { journal: exported, spillFound } = folder.open({ dataDir: copy });
    const { lastSeq } = exported.recover();
    expect([lastSeq >= from, lastSeq <= until, spillFound.setAside]).toEqual([true, true, undefined]);
    exported.close();
    rmSync(copy, { recursive: true });
  }
  clearInterval(timer);
  unlock?.();
});

test('nothing is overwritten, nothing is exported into itself, and a failure leaves nothing behind', async () => {
  await expect(exportData(folder.path, target, FACTS)).rejects.toThrow('there are no data of Pitwall');
  folder.open();
  await expect(exportData(folder.path, join(folder.path, 'x'), FACTS)).rejects.toThrow('within the data folder');
  mkdirSync(target);
  await expect(exportData(folder.path, target, FACTS)).rejects.toThrow('there already');
  expect(readdirSync(target)).toEqual([]);
  writeFileSync(join(folder.path, 'venue.db'), 'this is no database, and a long text beside');
  const other = `${target}-2`;
  await expect(exportData(folder.path, other, FACTS)).rejects.toThrow();
  expect([existsSync(other), existsSync(`${other}.part`)]).toEqual([false, false]);
  expect(readFileSync(join(folder.path, 'venue.db'), 'utf8')).toContain('no database');
});
