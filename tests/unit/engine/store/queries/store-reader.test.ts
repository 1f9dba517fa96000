import { writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { StoreReader } from '../../../../../engine/store/queries/store-reader.ts';
import { dbPath } from '../../../../../engine/store/schema/files.ts';
import { StoreFolder, SCRIPT_REQUEST } from '../../../../support/store/store-folder.ts';

describe('StoreReader', () => {
  test('there is no file, or it is another program`s', () => {
    const folder = new StoreFolder();
    expect(() => new StoreReader(folder.path)).toThrow(/There is no .*pitwall\.db yet/);
    const other = new Database(dbPath(folder.path));
    other.exec('CREATE TABLE notes (text)');
    other.close();
    expect(() => new StoreReader(folder.path)).toThrow(/not a Pitwall file/);
    writeFileSync(dbPath(folder.path), 'a letter to my aunt, long enough to be a file of its own, and no database');
    expect(() => new StoreReader(folder.path)).toThrow(/not a Pitwall file/);
    folder.dispose();
  });

  test('lists the runs and knows the present one; reads beside an open journal, cannot write', () => {
    const folder = new StoreFolder();
    folder.open();
    folder.closeAll();
    folder.open({ request: { ...SCRIPT_REQUEST, mode: 'REPLAY', configHash: 'r' } });
    const reader = new StoreReader(folder.path);
    expect(reader.runs().map(({ name, account, present }) => [name, account, present])).toEqual([
      ['run-1', 'SIM-1', false],
      ['run-2', 'REPLAY-1', true],
    ]);
    expect(reader.presentRun()).toBe(2);
    expect(() => reader.sql('DELETE FROM runs').run()).toThrow(/readonly/);
    reader.close();
    folder.dispose();
  });
});
