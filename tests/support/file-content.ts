import Database from 'better-sqlite3';
import { dbPath } from '../../engine/store/schema/files.ts';

/** Of a start, not of what happened in the run. */
const LEFT_OUT: readonly string[] = ['meta', 'runs'];

/** Every row of every table that commits write, in the order of its key. */
export function fileContent(dataDir: string): Readonly<Record<string, readonly unknown[]>> {
  const db = new Database(dbPath(dataDir), { readonly: true });
  try {
    const tables = db.prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table'`).pluck().all();
    const rows = (table: string) => db.prepare(`SELECT * FROM "${table}" ORDER BY 1, 2`).all();
    return Object.fromEntries(tables.filter((name) => !LEFT_OUT.includes(name)).map((name) => [name, rows(name)]));
  } finally {
    db.close();
  }
}
