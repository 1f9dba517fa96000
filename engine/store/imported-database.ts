import Database from 'better-sqlite3';
import { VENUE_APPLICATION_ID, VENUE_FILE, VENUE_SCHEMA, VENUE_SCHEMA_VERSION } from '../adapters/venue-file/schema.ts';
import { ACCESS_TABLES, partOfTable, type Part } from './data-files.ts';
import { TransferProblem } from './data-manifest.ts';
import { newestVersion, schemaVersion } from './migrations/migrate.ts';
import { MIGRATIONS } from './migrations/migrations.ts';
import { APPLICATION_ID, DB_FILE } from './schema/files.ts';
import { messageOf } from './schema/problem.ts';

/** What makes a database ours. */
interface Kind {
  readonly applicationId: number;
  readonly newest: number;
  /** What leads from nothing to a version. */
  readonly sql: (version: number) => readonly string[];
  /** The highest epoch of a lease that has worked on it. */
  readonly epoch: string;
}

/** No count of leases comes so far: a higher one would leave no number for the next start. */
const MOST_LEASES = 1e12;

const KINDS: Readonly<Record<string, Kind>> = {
  [DB_FILE]: {
    applicationId: APPLICATION_ID,
    newest: newestVersion(MIGRATIONS),
    sql: (version) => MIGRATIONS.slice(0, version).map(({ sql }) => sql),
    epoch: `SELECT value FROM meta WHERE key = 'epoch'`,
  },
  [VENUE_FILE]: {
    applicationId: VENUE_APPLICATION_ID,
    newest: VENUE_SCHEMA_VERSION,
    sql: (version) => (version === 0 ? [] : [VENUE_SCHEMA]),
    epoch: 'SELECT max(epoch) FROM venue',
  },
};

/**
 * Is this a sound database of ours, with what our own versions make of it and nothing else? A trigger or a view of
 * somebody else's would be run by our own writes; nothing of it is evaluated here before the definitions are compared.
 * @throws TransferProblem saying what is wrong
 */
export function judgeDatabase(path: string, name: string): void {
  const kind = KINDS[name];
  if (kind === undefined) throw new TransferProblem(`${name} of the export is no database of Pitwall's`);
  let db: Database.Database | undefined;
  try {
    db = new Database(path, { fileMustExist: true });
    db.pragma('trusted_schema = OFF');
    db.pragma('cell_size_check = ON');
    judgeSchema(db, name, kind);
    const sound = db.pragma('quick_check(1)', { simple: true });
    if (sound !== 'ok') throw new TransferProblem(`${name} of the export is damaged: ${String(sound)}`);
    const epoch = schemaVersion(db) === 0 ? 0 : Number(db.prepare(kind.epoch).pluck().get() ?? 0);
    if (!(epoch >= 0 && epoch <= MOST_LEASES)) {
      throw new TransferProblem(`${name} of the export has an epoch that no installation comes to: ${epoch}`);
    }
  } catch (fault) {
    if (fault instanceof TransferProblem) throw fault;
    throw new TransferProblem(`${name} of the export cannot be read: ${messageOf(fault)}`);
  } finally {
    db?.close();
  }
}

interface Definition {
  readonly type: string;
  readonly name: string;
  readonly tbl_name: string;
  readonly sql: string | null;
}

function judgeSchema(db: Database.Database, name: string, { applicationId, newest, sql }: Kind): void {
  if (Number(db.pragma('application_id', { simple: true })) !== applicationId) {
    throw new TransferProblem(`${name} of the export is not Pitwall's`);
  }
  const version = schemaVersion(db);
  if (version > newest || version < 0) {
    throw new TransferProblem(
      `the data were written by a newer version of Pitwall (schema ${version}; this one knows ${newest})`,
    );
  }
  const wanted = new Map(definitionsAfter(sql(version)).map((one) => [keyOf(one), one.sql]));
  for (const found of definitionsIn(db)) {
    const key = keyOf(found);
    if (!wanted.has(key)) throw new TransferProblem(`${name} of the export has a ${wordsOf(found)} that is not ours`);
    if (wanted.get(key) !== found.sql) {
      throw new TransferProblem(`${name} of the export has another ${wordsOf(found)} than ours`);
    }
    wanted.delete(key);
  }
  const [missing] = wanted.keys();
  if (missing !== undefined) throw new TransferProblem(`${name} of the export has no ${missing}`);
}

function definitionsAfter(sql: readonly string[]): readonly Definition[] {
  const fresh = new Database(':memory:');
  try {
    for (const one of sql) fresh.exec(one);
    return definitionsIn(fresh);
  } finally {
    fresh.close();
  }
}

function definitionsIn(db: Database.Database): readonly Definition[] {
  return db.prepare<[], Definition>('SELECT type, name, tbl_name, sql FROM sqlite_schema').all();
}

function keyOf({ type, name, tbl_name }: Definition): string {
  return `${type} ${name}${name === tbl_name ? '' : ` on ${tbl_name}`}`;
}

/** As `keyOf`, of somebody else's: a name may be anything, and comes to a terminal. */
function wordsOf(definition: Definition): string {
  return keyOf(definition)
    .replaceAll(/[^\w ."-]/g, '?')
    .slice(0, 120);
}

interface HubRow {
  readonly table: string;
  readonly key: string;
  readonly run: number;
  readonly json: string;
  readonly updatedMs: number;
}

export interface SettledRows {
  /** Rows of the export that were taken or left, by part; log-ins and the audit are of none, and never come in. */
  readonly found: readonly { readonly part: Part; readonly table: string; readonly rows: number }[];
  /** Why this installation's own rows could not be kept; undefined: they were, or there were none. */
  readonly ownFault: string | undefined;
}

/**
 * Decides whose rows of the hub stand in an imported `pitwall.db`: of the export those of the parts that were asked for,
 * of this installation all others.
 * @param path the copy that is to come in; judged before
 * @param ownPath the file that it replaces; undefined: there is none
 */
export function settleHubRows(path: string, ownPath: string | undefined, asked: ReadonlySet<Part>): SettledRows {
  const own = ownPath === undefined ? { rows: [], fault: undefined } : ownRows(ownPath);
  const db = new Database(path, { fileMustExist: true });
  try {
    const counts = db
      .prepare<[], { table: string; rows: number }>(
        'SELECT "table", count(*) AS rows FROM hub_rows GROUP BY "table" ORDER BY "table"',
      )
      .all();
    const found = counts.flatMap(({ table, rows }) => {
      const part = partOfTable(table);
      return part === undefined ? [] : [{ part, table, rows }];
    });
    // What an export has nothing of is not replaced by nothing.
    const taken = new Set(found.flatMap(({ part }) => (asked.has(part) ? [part] : [])));
    const isTaken = (table: string): boolean => {
      const part = partOfTable(table);
      return part !== undefined && taken.has(part);
    };
    const stays = (table: string): boolean =>
      !isTaken(table) && !(taken.has('users') && ACCESS_TABLES.includes(table)) && partOfTable(table) !== 'account';
    db.transaction(() => {
      const remove = db.prepare('DELETE FROM hub_rows WHERE "table" = ?');
      for (const { table } of counts) if (!isTaken(table)) remove.run(table);
      const put = db.prepare(
        'INSERT OR REPLACE INTO hub_rows ("table", key, run, json, updated_wall_ms) VALUES (?, ?, ?, ?, ?)',
      );
      for (const row of own.rows) {
        if (stays(row.table)) put.run(row.table, row.key, row.run, row.json, row.updatedMs);
      }
    })();
    return { found, ownFault: own.fault };
  } finally {
    db.close();
  }
}

/** A file that is damaged is no reason to refuse an import, which may be what mends it. */
function ownRows(path: string): { readonly rows: readonly HubRow[]; readonly fault: string | undefined } {
  let db: Database.Database | undefined;
  try {
    db = new Database(path, { readonly: true, fileMustExist: true });
    const rows = db
      .prepare<[], HubRow>('SELECT "table", key, run, json, updated_wall_ms AS updatedMs FROM hub_rows')
      .all();
    return { rows, fault: undefined };
  } catch (fault) {
    return { rows: [], fault: messageOf(fault) };
  } finally {
    db?.close();
  }
}

/** Takes from a copy of `pitwall.db` whatever an export without secrets may not have, free pages included. */
export function strip(path: string): void {
  const db = new Database(path, { fileMustExist: true });
  try {
    const tables = db.prepare<[], string>('SELECT DISTINCT "table" FROM hub_rows').pluck().all();
    const remove = db.prepare('DELETE FROM hub_rows WHERE "table" = ?');
    for (const table of tables) if (partOfTable(table) !== 'account') remove.run(table);
    db.pragma('journal_mode = DELETE');
    db.exec('VACUUM');
  } finally {
    db.close();
  }
}
