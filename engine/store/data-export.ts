import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import Database from 'better-sqlite3';
import { isExported, isPublic } from './data-files.ts';
import { EXPORT_FORMAT, filesBelow, MANIFEST_FILE, sha256, TransferProblem, type Manifest } from './data-manifest.ts';
import { strip } from './imported-database.ts';
import { readSpill } from './journal/spill-file.ts';
import { usedBytes } from './journal/spill-format.ts';
import { DB_FILE, SPILL_FILE } from './schema/files.ts';
import { isBusy } from './schema/problem.ts';

/** Copied as databases; of a folder of somebody's own within, as files. */
const DATABASE = /^[^/]+\.db$/;

const MOST_TRIES = 500;
const BUSY_MS = 5_000;

export interface ExportFacts {
  /** Of the program. */
  readonly version: string;
  /** ISO, wall time. */
  readonly time: string;
  /** False: only what is public goes out (`isPublic`), and the account's file without users, devices and settings. */
  readonly withSecrets: boolean;
}

/**
 * Copies a whole data folder to a new folder with a list of checksums, also while Pitwall runs on it. The folder is for
 * its owner's eyes alone; it appears when it is complete.
 * @throws TransferProblem where there is nothing to export, or the target is taken
 */
export async function exportData(dataDir: string, target: string, facts: ExportFacts): Promise<Manifest> {
  if (!existsSync(join(dataDir, DB_FILE))) throw new TransferProblem(`there are no data of Pitwall in ${dataDir}`);
  if (existsSync(target)) throw new TransferProblem(`${target} is there already; nothing is overwritten`);
  if (isBelow(target, dataDir)) throw new TransferProblem(`${target} lies within the data folder`);
  const part = `${target}.part`;
  if (existsSync(part)) throw new TransferProblem(`${part} is there already; nothing is overwritten`);
  mkdirSync(part, { mode: 0o700 });
  try {
    const list = await fill(dataDir, part, facts);
    renameSync(part, target);
    return list;
  } catch (fault) {
    rmSync(part, { recursive: true, force: true });
    throw fault;
  }
}

async function fill(dataDir: string, part: string, { version, time, withSecrets }: ExportFacts): Promise<Manifest> {
  const found = readdirSync(dataDir, { withFileTypes: true })
    .filter((entry) => isExported(entry.name))
    .flatMap((entry) => {
      if (entry.isDirectory()) return filesBelow(join(dataDir, entry.name)).map((file) => `${entry.name}/${file}`);
      return entry.isFile() ? [entry.name] : [];
    })
    .filter((file) => file !== SPILL_FILE && !file.endsWith('.tmp') && (withSecrets || isPublic(file)));
  const databases = found.filter((file) => DATABASE.test(file));
  const spilled = await copyDatabases(dataDir, databases, part);
  if (spilled.length > 0) writeFileSync(join(part, SPILL_FILE), spilled);
  if (!withSecrets) strip(join(part, DB_FILE));
  for (const file of found.filter((one) => !DATABASE.test(one))) {
    mkdirSync(dirname(join(part, file)), { recursive: true, mode: 0o700 });
    copyFileSync(join(dataDir, file), join(part, file));
  }
  const files: Record<string, string> = {};
  for (const file of filesBelow(part).toSorted()) {
    chmodSync(join(part, file), 0o600);
    files[file] = await sha256(join(part, file));
  }
  const list: Manifest = { format: EXPORT_FORMAT, pitwall: version, time, hasSecrets: withSecrets, files };
  writeFileSync(join(part, MANIFEST_FILE), `${JSON.stringify(list, null, 2)}\n`, { mode: 0o600 });
  return list;
}

/**
 * Copies databases that may be in use, all as of one instant: between the first and the last snapshot neither the journal nor
 * its spill did change. So the venue's books are at most one step ahead of the desk's, as after any sudden end.
 * @returns what stood in the spill at that instant
 */
async function copyDatabases(dataDir: string, names: readonly string[], target: string): Promise<Buffer> {
  const open = (name: string): Database.Database =>
    new Database(join(dataDir, name), { readonly: true, fileMustExist: true, timeout: BUSY_MS });
  const observer = open(DB_FILE);
  const databases = [DB_FILE, ...names.filter((name) => name !== DB_FILE)].map((name) => ({ name, db: open(name) }));
  const version = (): unknown => observer.pragma('data_version', { simple: true });
  let spilled: Buffer;
  try {
    for (let tries = 1; ; tries += 1) {
      const before = version();
      spilled = spilledCommits(dataDir);
      for (const { db } of databases) hold(db);
      if (version() === before && spilledCommits(dataDir).equals(spilled)) break;
      for (const { db } of databases) db.exec('ROLLBACK');
      if (tries === MOST_TRIES) throw new TransferProblem('the journal does not stand still; slow the market down');
    }
    for (const { name, db } of databases) await db.backup(join(target, name));
    return spilled;
  } catch (fault) {
    if (isBusy(fault)) throw new TransferProblem(`a file in ${dataDir} is locked by another program`);
    throw fault;
  } finally {
    for (const { db } of databases) db.close();
    observer.close();
  }
}

/** What stands in the spill, without its empty space; a start deals with an append that was just under way. */
function spilledCommits(dataDir: string): Buffer {
  const bytes = readSpill(dataDir);
  return bytes.subarray(0, usedBytes(bytes));
}

/** A snapshot begins with the first read. */
function hold(db: Database.Database): void {
  db.exec('BEGIN');
  db.prepare('SELECT count(*) FROM sqlite_schema').get();
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(resolve(folder), resolve(path));
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || /^[A-Za-z]:/.test(way));
}
