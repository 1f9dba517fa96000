import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Migration } from '../../../../../engine/store/migrations/migrations.ts';
import { InvariantError } from '../../../../../engine/domain/assert.ts';
import { migrate, newestVersion, schemaVersion } from '../../../../../engine/store/migrations/migrate.ts';
import { MIGRATIONS } from '../../../../../engine/store/migrations/migrations.ts';
import { journalScript } from '../../../../support/store/journal-script.ts';
import { StoreFolder } from '../../../../support/store/store-folder.ts';

const ADD: Migration = {
  version: MIGRATIONS.length + 1,
  sql: 'CREATE TABLE extra (x); INSERT INTO extra SELECT count(*) FROM journal;',
};
const WALL = Date.parse('2026-11-20T11:30:09.123Z');
const NEXT = [...MIGRATIONS, ADD];

let folder: StoreFolder;
beforeEach(() => {
  folder = new StoreFolder();
});
afterEach(() => folder.dispose());

describe('migrate', () => {
  test('an empty file comes to the newest version, without a backup', () => {
    const db = new Database(join(folder.path, 'x.db'));
    expect(schemaVersion(db)).toBe(0);
    expect(migrate(db, { migrations: MIGRATIONS, wallMs: WALL })).toEqual([]);
    expect(schemaVersion(db)).toBe(newestVersion(MIGRATIONS));
    expect(migrate(db, { migrations: MIGRATIONS, wallMs: WALL })).toEqual([]);
    db.close();
  });

  test('an older file is copied, brought up, and keeps what it held', () => {
    const commits = journalScript({ seed: 1, steps: 60 });
    const { journal } = folder.open({ migrations: MIGRATIONS });
    for (const commit of commits) journal.commit(commit);
    folder.closeAll();
    writeFileSync(
      join(folder.path, `pitwall.db.v${MIGRATIONS.length}.half.backup.part`),
      'left by a start that was killed',
    );
    const { journal: newer } = folder.open({ migrations: NEXT, wallNow: () => WALL });
    const rows = commits.flatMap((commit) => commit.rows);
    expect([...newer.rows()]).toEqual(rows);
    folder.closeAll();
    expect(readdirSync(folder.path).filter((name) => name.endsWith('.part'))).toEqual([]);
    const copy = join(folder.path, `pitwall.db.v${MIGRATIONS.length}.20261120T113009123Z.backup`);
    const old = new Database(copy, { readonly: true });
    expect(schemaVersion(old)).toBe(MIGRATIONS.length);
    expect(old.prepare('SELECT count(*) FROM journal').pluck().get()).toBe(rows.length);
    old.close();
    const db = new Database(join(folder.path, 'pitwall.db'), { readonly: true });
    expect([schemaVersion(db), db.prepare('SELECT x FROM extra').pluck().get()]).toEqual([NEXT.length, rows.length]);
    db.close();
    expect(() => folder.open({ migrations: MIGRATIONS })).toThrow(/newer version/);
  });

  test('a migration that fails leaves the file as it was, with the copy beside it', () => {
    folder.open({ migrations: MIGRATIONS });
    folder.closeAll();
    const bad: Migration = { ...ADD, sql: 'CREATE TABLE extra (x); INSERT INTO nowhere VALUES (1);' };
    expect(() => folder.open({ migrations: [...MIGRATIONS, bad] })).toThrow(/migration \d+ .* the file is as it was/);
    const db = new Database(join(folder.path, 'pitwall.db'), { readonly: true });
    expect(schemaVersion(db)).toBe(MIGRATIONS.length);
    expect(db.prepare(`SELECT count(*) FROM sqlite_schema WHERE name = 'extra'`).pluck().get()).toBe(0);
    db.close();
    expect(readdirSync(folder.path).filter((name) => name.endsWith('.backup'))).toHaveLength(1);
    expect(existsSync(join(folder.path, 'pitwall.db'))).toBe(true);
    folder.open({ migrations: MIGRATIONS });
  });

  test('numbers go from 1 without a gap', () => {
    expect(newestVersion(MIGRATIONS)).toBe(MIGRATIONS.length);
    expect(() => newestVersion([...MIGRATIONS, { version: MIGRATIONS.length + 2, sql: '' }])).toThrow(InvariantError);
  });
});
