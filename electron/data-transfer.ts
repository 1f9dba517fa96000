import { createHash } from 'node:crypto';
import {
  cpSync,
  createReadStream,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, relative, sep } from 'node:path';
import { z } from 'zod';

/**
 * The whole data folder out and in. Out: while Pitwall runs, the database by its own online backup, everything else as
 * it is. In: at the next start, before anything opens a file; what was there is set aside, never overwritten.
 */

const MANIFEST = 'pitwall-export.json';
const PENDING = 'import-pending.json';

/** What belongs to this machine or this run alone. */
const LEFT_OUT =
  /^(?:electron|exports|instance\.json|import-pending\.json|.*\.tmp|.*-wal|.*-shm|.*\.lock(?:\.db)?|lease.*)$/;
const DATABASE = /\.db$/;

const manifest = z.strictObject({
  pitwall: z.string(),
  time: z.string(),
  /** SHA-256 by path, with forward slashes. */
  files: z.record(z.string(), z.string()),
});

/** Copies a database that is in use, to a file. */
export type BackupDatabase = (from: string, to: string) => Promise<void>;

export async function backupDatabase(from: string, to: string): Promise<void> {
  const { default: Database } = await import('better-sqlite3');
  const database = new Database(from, { readonly: true, fileMustExist: true });
  try {
    await database.backup(to);
  } finally {
    database.close();
  }
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file)) hash.update(piece as Buffer);
  return hash.digest('hex');
}

function filesBelow(folder: string, base = folder): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path, base);
    return entry.isFile() ? [relative(base, path).split(sep).join('/')] : [];
  });
}

/**
 * Copies everything of a data folder to a new folder with a list of checksums. Secrets are in it: it is readable by its
 * owner alone.
 */
export async function exportData(
  dataDir: string,
  target: string,
  facts: { readonly version: string; readonly time: string },
  backup: BackupDatabase = backupDatabase,
): Promise<void> {
  mkdirSync(target, { recursive: false, mode: 0o700 });
  for (const name of readdirSync(dataDir)) {
    const from = join(dataDir, name);
    if (LEFT_OUT.test(name) || from === target || lstatSync(from).isSymbolicLink()) continue;
    if (DATABASE.test(name)) await backup(from, join(target, name));
    else cpSync(from, join(target, name), { recursive: true });
  }
  const files: Record<string, string> = {};
  for (const file of filesBelow(target)) files[file] = await sha256(join(target, file));
  const list = { pitwall: facts.version, time: facts.time, files };
  writeFileSync(join(target, MANIFEST), `${JSON.stringify(list, null, 2)}\n`, { mode: 0o600 });
}

/**
 * Is this a whole export?
 * @returns what is wrong, for a person; undefined: nothing
 */
export async function exportFault(source: string): Promise<string | undefined> {
  let list: z.output<typeof manifest>;
  try {
    list = manifest.parse(JSON.parse(readFileSync(join(source, MANIFEST), 'utf8')));
  } catch {
    return `expected the list ${MANIFEST} of an export in ${source}`;
  }
  const present = filesBelow(source).filter((file) => file !== MANIFEST);
  const extra = present.find((file) => list.files[file] === undefined);
  if (extra !== undefined) return `the file ${extra} is not in the export's list`;
  for (const [file, sum] of Object.entries(list.files)) {
    if (!present.includes(file)) return `the file ${file} of the export is missing`;
    if ((await sha256(join(source, file))) !== sum) return `the file ${file} of the export is damaged`;
  }
  return undefined;
}

/** Notes an export to be taken in at the next start. */
export function planImport(dataDir: string, source: string): void {
  writeFileSync(join(dataDir, PENDING), JSON.stringify({ source }), { mode: 0o600 });
}

/**
 * Takes in what was planned. Called at the start, before anything else opens the data folder, with no other instance.
 * @returns where the former data lie now; undefined: nothing was planned
 * @throws Error if the export cannot be used (any more); the data folder is then as it was
 */
export async function finishImport(dataDir: string, stamp: string): Promise<string | undefined> {
  const note = join(dataDir, PENDING);
  if (!existsSync(note)) return undefined;
  const { source } = z.object({ source: z.string() }).parse(JSON.parse(readFileSync(note, 'utf8')));
  rmSync(note);
  const fault = await exportFault(source);
  if (fault !== undefined) throw new Error(`The data were not imported: ${fault}.`);
  const aside = `${dataDir}.before-import-${stamp}`;
  mkdirSync(aside, { mode: 0o700 });
  for (const name of readdirSync(dataDir)) {
    if (name !== 'electron') renameSync(join(dataDir, name), join(aside, name));
  }
  for (const name of readdirSync(source)) {
    if (name !== MANIFEST) cpSync(join(source, name), join(dataDir, name), { recursive: true });
  }
  return aside;
}
