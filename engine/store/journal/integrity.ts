import { existsSync, readFileSync, renameSync, statSync } from 'node:fs';
import type { Handle } from '../schema/handle.ts';
import { dbPath, stamp } from '../schema/files.ts';
import { openHandle } from '../schema/handle.ts';
import { StoreProblem, isBusy, isDamage, messageOf, sqliteCode } from '../schema/problem.ts';
import { notADatabase } from './folder.ts';

/** Below this size the whole file is checked after every unclean stop; it takes well under a second. */
const SMALL_BYTES = 256 * 1024 * 1024;

/** What a desk cannot start without; checked after any unclean stop, however big the file is. */
const VITAL_TABLES = [
  'meta',
  'runs',
  'heads',
  'desk_state',
  'journal',
  'contracts',
  'snapshots',
  'pnl_days',
  'trade_rows',
];

/**
 * Which boot of the machine this is, or undefined where that cannot be told. A killed process cannot tear the file (the
 * operating system has its writes), a power cut can: that is when a big file is read through as a whole.
 */
export function bootId(): string | undefined {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return undefined;
  }
}

/** What the last desk left in the file: undefined after a clean stop. */
export interface OpenMarker {
  readonly pid: number;
  readonly boot: string | null;
  readonly wallMs: number;
}

export function readMarker(db: Handle): OpenMarker | undefined {
  const text = db.prepare(`SELECT value FROM meta WHERE key = 'open'`).pluck().get();
  return typeof text === 'string' ? (JSON.parse(text) as OpenMarker) : undefined;
}

export function setMarker(db: Handle, marker: OpenMarker): void {
  db.prepare(`INSERT INTO meta (key, value) VALUES ('open', ?) ON CONFLICT DO UPDATE SET value = excluded.value`).run(
    JSON.stringify(marker),
  );
}

export function clearMarker(db: Handle): void {
  db.prepare(`DELETE FROM meta WHERE key = 'open'`).run();
}

/** Faults that the integrity check finds; empty when the file is sound. */
export function integrityFaults(db: Handle, tables: readonly string[] | 'all'): readonly string[] {
  const answers =
    tables === 'all'
      ? db.prepare('PRAGMA quick_check(5)').pluck().all()
      : tables.flatMap((table) => db.prepare(`PRAGMA quick_check('${table}')`).pluck().all());
  return answers.map(String).filter((answer) => answer !== 'ok');
}

/** What to check after an unclean stop: everything in a small file or after a new boot, else the vital tables. */
export function scopeOfCheck(marker: OpenMarker, boot: string | undefined, bytes: number): readonly string[] | 'all' {
  const sameBoot = boot !== undefined && marker.boot === boot;
  return bytes <= SMALL_BYTES || !sameBoot ? 'all' : VITAL_TABLES;
}

/** Runs `look` on a read-only handle (closing it writes nothing). A file found damaged is set aside, and that is thrown. */
export function inspect<T>(dataDir: string, wallMs: number, look: (db: Handle) => T): T {
  const path = dbPath(dataDir);
  let faults: readonly string[];
  let db: Handle | undefined;
  try {
    db = openHandle(path, { readOnly: true, busyMs: 2_000 });
    return look(db);
  } catch (error) {
    if (error instanceof DamageFound) faults = error.faults;
    else if (sqliteCode(error) === 'SQLITE_NOTADB') throw notADatabase(dataDir);
    else if (isDamage(error)) faults = [messageOf(error)];
    else if (isBusy(error)) {
      throw new StoreProblem(
        'locked',
        `${path} is locked by another program. Nothing was changed. Close the program that holds it and start again.`,
        error,
      );
    } else throw error;
  } finally {
    db?.close();
  }
  throw setAside(dataDir, wallMs, faults);
}

/** Thrown inside `inspect` by the check itself. */
export class DamageFound extends Error {
  override readonly name = 'DamageFound';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join('; '));
    this.faults = faults;
  }
}

/** Renames the file and its companions; nothing is deleted or written over. Returns the problem to throw. */
export function setAside(dataDir: string, wallMs: number, faults: readonly string[]): StoreProblem {
  const path = dbPath(dataDir);
  const away = `${path}.damaged-${stamp(wallMs)}`;
  for (const ending of ['', '-wal', '-shm']) {
    if (existsSync(path + ending)) renameSync(path + ending, away + ending);
  }
  return new StoreProblem(
    'damaged',
    `${path} is damaged (${faults.slice(0, 3).join('; ')}). It was set aside whole as ${away}. ` +
      `To go on from a copy, put a file ${path}.v*.backup back under the name ${path}; to begin anew, simply start again. ` +
      `What can still be read: sqlite3 "${away}" .recover`,
  );
}

export function fileBytes(dataDir: string): number {
  return statSync(dbPath(dataDir)).size;
}
