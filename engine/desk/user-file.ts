import { migrate } from '../store/migrations/migrate.ts';
import { MIGRATIONS } from '../store/migrations/migrations.ts';
import { takeDeskLock } from '../store/journal/desk-lock.ts';
import { HubWriter, type HubWrite } from '../store/journal/hub-writer.ts';
import { readHubRows } from '../store/queries/hub-rows.ts';
import { StoreReader } from '../store/queries/store-reader.ts';
import { dbPath } from '../store/schema/files.ts';
import { openHandle } from '../store/schema/handle.ts';
import { existsSync } from 'node:fs';
import { USERS_TABLE, userRow, type UserRow } from '../adapters/web/user-row.ts';

const BUSY_MS = 2_000;

/** The users that the file holds. */
export function readUsers(dataDir: string): UserRow[] {
  if (!existsSync(dbPath(dataDir))) return [];
  const reader = new StoreReader(dataDir);
  try {
    return readHubRows(reader, USERS_TABLE).flatMap(({ json }) => {
      const checked = userRow.safeParse(JSON.parse(json));
      return checked.success ? [checked.data] : [];
    });
  } finally {
    reader.close();
  }
}

/** Keys of a table's rows that carry a user's id: log-ins, passkeys. */
export function keysOf(dataDir: string, table: string, userId: string): string[] {
  const reader = new StoreReader(dataDir);
  try {
    return readHubRows(reader, table).flatMap(({ key, json }) =>
      (JSON.parse(json) as { userId?: unknown }).userId === userId ? [key] : [],
    );
  } finally {
    reader.close();
  }
}

/** Writes rows of the hub's own. The caller holds the folder's lease: no desk is running. */
export function writeUserRows(dataDir: string, writes: readonly HubWrite[], wallMs: number): void {
  const unlock = takeDeskLock(dataDir, 0);
  try {
    const db = openHandle(dbPath(dataDir), { busyMs: BUSY_MS });
    try {
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = FULL');
      migrate(db, { migrations: MIGRATIONS, wallMs });
      const present = db.prepare('SELECT number FROM present_run').pluck().get();
      new HubWriter(db, typeof present === 'number' ? present : 0).write(writes, wallMs);
    } finally {
      db.close();
    }
  } finally {
    unlock();
  }
}
