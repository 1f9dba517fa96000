import { describe, expect, test } from 'vitest';
import { readHubRow, readHubRows } from '../../../../../engine/store/queries/hub-rows.ts';
import { StoreReader } from '../../../../../engine/store/queries/store-reader.ts';
import { StoreFolder } from '../../../../support/store/store-folder.ts';

describe('hub rows', () => {
  test('written, replaced, deleted; each table for itself', () => {
    const folder = new StoreFolder();
    const { journal } = folder.open({ wallNow: () => 5_000 });
    const reader = new StoreReader(folder.path);
    journal.writeHubRows([
      { op: 'upsert', table: 'users', key: 'b', json: '{"n":1}' },
      { op: 'upsert', table: 'users', key: 'a', json: '{}' },
      { op: 'upsert', table: 'devices', key: 'a', json: '[]' },
    ]);
    journal.writeHubRows([
      { op: 'upsert', table: 'users', key: 'b', json: '{"n":2}' },
      { op: 'delete', table: 'devices', key: 'a' },
      { op: 'delete', table: 'devices', key: 'none' },
    ]);
    expect(readHubRows(reader, 'users')).toEqual([
      { key: 'a', json: '{}', updatedWallMs: 5_000 },
      { key: 'b', json: '{"n":2}', updatedWallMs: 5_000 },
    ]);
    expect(readHubRow(reader, 'users', 'b')?.json).toBe('{"n":2}');
    expect(readHubRows(reader, 'devices')).toEqual([]);
    reader.close();
    folder.dispose();
  });
});
