import type { Bar } from '../../domain/bar.ts';
import type { ImportHead, PackedPrints, StoredImport } from '../../domain/imported.ts';
import type { Prints } from '../../domain/recording/prints.ts';
import { invariant } from '../../domain/assert.ts';
import { MIGRATIONS } from '../migrations/migrations.ts';
import { migrate } from '../migrations/migrate.ts';
import { APPLICATION_ID, dbPath } from '../schema/files.ts';
import type { Handle } from '../schema/handle.ts';
import { openHandle } from '../schema/handle.ts';
import { packPrints } from '../schema/print-pieces.ts';
import { hashOfImport } from '../schema/import-hash.ts';
import { StoreProblem, isBusy, messageOf, sqliteCode } from '../schema/problem.ts';
import { takeDeskLock } from './desk-lock.ts';
import { ImportWriter } from './import-writer.ts';
import { ensureWritableFolder, foreignFile, kindOfFile, notADatabase } from './folder.ts';

/** What was read of a file that was checked, ready to be stored. */
export interface ImportedFile {
  readonly root: string;
  readonly name: string;
  readonly intervalMs: number;
  /** Ascending, at least one. */
  readonly bars: readonly Bar[];
  /** Of a recording of prints, of which the bars are the minutes. */
  readonly prints?: Prints;
  /** What the check found, as JSON. */
  readonly verdictJson: string;
}

const BUSY_MS = 2_000;

/**
 * Stores a checked file in `pitwall.db`, all of it or nothing. The caller holds the folder's lease: no desk is running.
 * Throws StoreProblem with a message for a person.
 */
export function storeImport(dataDir: string, file: ImportedFile, wallMs: number): StoredImport {
  invariant(file.bars.length > 0, `expected bars to store of ${file.name}, found none`);
  ensureWritableFolder(dataDir);
  const unlock = takeDeskLock(dataDir, 0);
  try {
    if (kindOfFile(dataDir) === 'other') throw foreignFile(dataDir, 'not a file');
    const db = openHandle(dbPath(dataDir), { busyMs: BUSY_MS });
    try {
      refuseForeign(db, dataDir);
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = FULL');
      migrate(db, { migrations: MIGRATIONS, wallMs });
      return write(db, file, wallMs);
    } catch (error) {
      if (sqliteCode(error) === 'SQLITE_NOTADB') throw notADatabase(dataDir);
      throw isBusy(error) ? new StoreProblem('locked', `${db.name} is locked: ${messageOf(error)}`, error) : error;
    } finally {
      db.close();
    }
  } finally {
    unlock();
  }
}

function refuseForeign(db: Handle, dataDir: string): void {
  const tables = Number(db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get());
  const id = Number(db.pragma('application_id', { simple: true }));
  if (tables > 0 && id !== APPLICATION_ID) throw foreignFile(dataDir, 'a database of another program');
}

/** The head of a checked file, and its prints as they are stored. */
export function packImport({ bars, prints, ...file }: ImportedFile): {
  readonly head: ImportHead;
  readonly pieces: readonly PackedPrints[];
} {
  const pieces = prints === undefined ? [] : [...packPrints(prints)];
  const printed = prints === undefined ? {} : { prints: prints.length };
  return { head: { ...file, ...printed, bars: bars.length, sha256: hashOfImport(bars, pieces) }, pieces };
}

function write(db: Handle, file: ImportedFile, wallMs: number): StoredImport {
  const { head, pieces } = packImport(file);
  db.exec('BEGIN IMMEDIATE');
  try {
    const writer = new ImportWriter(db, head, (piece) => piece());
    const known = writer.begin();
    if (known === undefined) {
      writer.add(file.bars);
      for (const piece of pieces) writer.addPrints(piece);
    }
    const stored = known ?? writer.end(wallMs);
    db.exec('COMMIT');
    return stored;
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    throw error;
  }
}
