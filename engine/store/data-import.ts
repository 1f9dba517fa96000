import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { STAYS } from './data-export.ts';
import { exportFault, readManifest, SECRET_FILES, TransferProblem, type Manifest } from './data-manifest.ts';
import { takeLease } from './lease.ts';
import { newestVersion, schemaVersion } from './migrations/migrate.ts';
import { MIGRATIONS } from './migrations/migrations.ts';
import { takeFileLock } from './schema/file-lock.ts';
import { APPLICATION_ID, DB_FILE, DESK_LOCK_FILE } from './schema/files.ts';
import { messageOf, StoreProblem } from './schema/problem.ts';

export interface Imported {
  readonly list: Manifest;
  /** Where the former data lie now; undefined: there were none. */
  readonly aside: string | undefined;
}

/**
 * Is this a whole export that this version can use? Looks, changes nothing.
 * @throws TransferProblem saying what is wrong
 */
export async function checkExport(source: string): Promise<Manifest> {
  const list = readManifest(source);
  if (!Object.hasOwn(list.files, DB_FILE)) throw new TransferProblem(`there is no ${DB_FILE} in ${source}`);
  const fault = await exportFault(source, list);
  if (fault !== undefined) throw new TransferProblem(fault);
  return list;
}

/**
 * Takes an export in. The former data are set aside beside the folder, never overwritten; an export that cannot be used
 * changes nothing. It holds the folder's lease meanwhile.
 * @param stamp part of the names of folders; free of signs that a file's name cannot have
 * @throws TransferProblem for an export that cannot be used, StoreProblem `lease_held` while Pitwall runs on the folder
 */
export async function importData(dataDir: string, source: string, stamp: string): Promise<Imported> {
  const staged = `${dataDir}.importing-${stamp}`;
  const list = await checkExport(source);
  const release = takeFolder(dataDir);
  try {
    mkdirSync(staged, { mode: 0o700 });
    await stage(source, staged, list);
    const aside = swap(dataDir, staged, `${dataDir}.before-import-${stamp}`, list);
    return { list, aside };
  } finally {
    rmSync(staged, { recursive: true, force: true });
    release();
  }
}

/** Locks of processes that may outlive their host for a moment. */
const PROCESS_LOCKS = [DESK_LOCK_FILE, 'venue.lock.db'];

/** The lease, and the certainty that no process of an earlier start still works on a file. */
export function takeFolder(dataDir: string): () => void {
  const lease = takeLease(dataDir);
  const releases = [() => lease.release()];
  const release = (): void => releases.toReversed().forEach((one) => one());
  try {
    for (const name of PROCESS_LOCKS) {
      releases.push(
        takeFileLock(join(dataDir, name), 0, () => {
          return new StoreProblem(
            'lease_held',
            `A process of Pitwall on ${dataDir} is just ending; try again in a minute.`,
          );
        }),
      );
    }
  } catch (fault) {
    release();
    throw fault;
  }
  return release;
}

/** Copies what is listed, and judges the copy: nothing can change it any more. */
async function stage(source: string, staged: string, list: Manifest): Promise<void> {
  for (const file of Object.keys(list.files)) {
    const to = join(staged, file);
    mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
    copyFileSync(join(source, file), to);
    chmodSync(to, 0o600);
  }
  const fault = await exportFault(staged, list);
  if (fault !== undefined) throw new TransferProblem(fault);
  for (const file of Object.keys(list.files).filter((name) => /^[^/]+\.db$/.test(name))) {
    checkDatabase(join(staged, file), file);
  }
}

function checkDatabase(path: string, name: string): void {
  let db: Database.Database | undefined;
  try {
    db = new Database(path, { fileMustExist: true });
    const sound = db.pragma('quick_check(1)', { simple: true });
    if (sound !== 'ok') throw new TransferProblem(`${name} of the export is damaged: ${String(sound)}`);
    if (name === DB_FILE) checkVersion(db);
  } catch (fault) {
    if (fault instanceof TransferProblem) throw fault;
    throw new TransferProblem(`${name} of the export cannot be read: ${messageOf(fault)}`);
  } finally {
    db?.close();
  }
}

function checkVersion(db: Database.Database): void {
  if (Number(db.pragma('application_id', { simple: true })) !== APPLICATION_ID) {
    throw new TransferProblem(`${DB_FILE} of the export is not Pitwall's`);
  }
  const found = schemaVersion(db);
  const newest = newestVersion(MIGRATIONS);
  if (found > newest) {
    throw new TransferProblem(
      `the data were written by a newer version of Pitwall (schema ${found}; this one knows ${newest})`,
    );
  }
}

/** The former data out, the new ones in; where a move fails, everything goes back. */
function swap(dataDir: string, staged: string, aside: string, list: Manifest): string | undefined {
  // An export without secrets leaves this installation its own.
  const keeps = (name: string): boolean => STAYS.test(name) || (!list.hasSecrets && SECRET_FILES.includes(name));
  const former = readdirSync(dataDir).filter((name) => !keeps(name));
  const moves = [
    ...former.map((name) => [join(dataDir, name), join(aside, name)] as const),
    ...readdirSync(staged)
      .filter((name) => !STAYS.test(name))
      .map((name) => [join(staged, name), join(dataDir, name)] as const),
  ];
  if (former.length > 0) mkdirSync(aside, { mode: 0o700 });
  const done: (readonly [string, string])[] = [];
  try {
    for (const [from, to] of moves) {
      if (existsSync(to)) throw new TransferProblem(`${to} is there already; nothing is overwritten`);
      renameSync(from, to);
      done.push([from, to]);
    }
  } catch (fault) {
    for (const [from, to] of done.toReversed()) renameSync(to, from);
    if (former.length > 0) rmSync(aside, { recursive: true, force: true });
    throw fault;
  }
  return former.length > 0 ? aside : undefined;
}
