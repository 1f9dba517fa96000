import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { dbPath } from '../../../../../engine/store/schema/files.ts';
import { journalContract } from '../../../../support/journal-contract.ts';
import { StoreFolder } from '../../../../support/store-folder.ts';

describe('SqliteJournal', () => {
  journalContract(() => {
    const folder = new StoreFolder();
    let failing = 0;
    const open = () =>
      folder.open({
        faults: {
          beforeCommit: () => {
            if (failing === 0) return;
            failing -= 1;
            throw new Database.SqliteError('attempt to write a readonly database', 'SQLITE_READONLY');
          },
        },
      }).journal;
    return {
      journal: open(),
      reopen: () => {
        folder.closeAll();
        return open();
      },
      failNextCommit: () => {
        failing = 1;
      },
      dispose: () => folder.dispose(),
    };
  });

  test('the file holds no row of a commit that failed', () => {
    const folder = new StoreFolder();
    folder.open();
    const reader = new Database(dbPath(folder.path), { readonly: true });
    expect(reader.prepare('SELECT count(*) FROM journal').pluck().get()).toBe(0);
    reader.close();
    folder.dispose();
  });
});
