import { existsSync } from 'node:fs';
import type { Bar } from '../../domain/bar.ts';
import type { ImportEntry, ImportedRecording, PackedPrints } from '../../domain/imported.ts';
import { PrintColumns, type Prints } from '../../domain/recording/prints.ts';
import type { TimeMs, WallMs } from '../../domain/units.ts';
import { dbPath } from '../schema/files.ts';
import type { Handle } from '../schema/handle.ts';
import { openHandle } from '../schema/handle.ts';
import { hashOfImport } from '../schema/import-hash.ts';
import { importedRange, timeOfBarId } from '../schema/packing.ts';
import { decodePrints, unpackedBytes } from '../schema/print-pieces.ts';
import { StoreProblem } from '../schema/problem.ts';
import type { StoreReader } from './store-reader.ts';

const BUSY_MS = 2_000;

/** All imports of a data folder, the oldest first; none where there is no file yet. Throws where it cannot be read. */
export function listImports(dataDir: string): readonly ImportEntry[] {
  if (!existsSync(dbPath(dataDir))) return [];
  return reading(dataDir, (db) => {
    if (!has(db, 'imports')) return [];
    const prints = has(db, 'imported_prints') ? 'prints' : '0 AS prints';
    // The columns that the statement names.
    return db
      .prepare(
        `SELECT number, root, name, bars, ${prints}, from_ms AS fromMs, to_ms AS toMs, sha256 FROM imports ORDER BY number`,
      )
      .all() as ImportEntry[];
  });
}

/**
 * An import, as it was stored. Throws StoreProblem where it is not in the file, or is not what it was: prices that changed
 * on the disk are not played.
 */
export function readImport(dataDir: string, number: number, sha256: string): ImportedRecording {
  return reading(dataDir, (db) => {
    // The columns that the statement names.
    const row = db
      .prepare('SELECT root, name, interval_ms AS intervalMs, verdict FROM imports WHERE number = ?')
      .get(number) as { root: string; name: string; intervalMs: number; verdict: string } | undefined;
    if (row === undefined) throw new StoreProblem('missing', `${db.name} has no import ${number}`);
    const { verdict, ...head } = row;
    const bars = importedBars(db, number);
    const pieces = piecesOf(db, number);
    const found = hashOfImport(bars, pieces);
    if (found !== sha256) {
      throw new StoreProblem(
        'damaged',
        `import ${number} (${row.name}) in ${db.name} is not what was stored: expected hash ${sha256}, found ${found}; import the file again`,
      );
    }
    const prints = pieces.length === 0 ? {} : { prints: unpacked(pieces) };
    return { ...head, bars, ...prints, verdict: JSON.parse(verdict) };
  });
}

function reading<T>(dataDir: string, read: (db: Handle) => T): T {
  const db = openHandle(dbPath(dataDir), { readOnly: true, busyMs: BUSY_MS });
  try {
    return read(db);
  } finally {
    db.close();
  }
}

/** The bars of an import, ascending. */
export function importedBars(db: Handle, number: number): Bar[] {
  const { from, to } = importedRange(number);
  // The columns that the statement names.
  const rows = db
    .prepare('SELECT id, open, high, low, close, volume FROM imported_bars WHERE id >= ? AND id < ? ORDER BY id')
    .all(from, to) as (Omit<Bar, 'timeMs'> & { id: number })[];
  return rows.map(({ id, ...prices }) => ({ timeMs: timeOfBarId(id), ...prices }));
}

/** The prints of an import in their pieces; none in a file of the time before there were any. */
function piecesOf(db: Handle, number: number): readonly PackedPrints[] {
  if (!has(db, 'imported_prints')) return [];
  const { from, to } = importedRange(number);
  // The columns that the statement names.
  const rows = db
    .prepare('SELECT prints, bytes FROM imported_prints WHERE id >= ? AND id < ? ORDER BY id')
    .all(from, to) as { prints: number; bytes: Buffer }[];
  return rows.map(({ prints, bytes }) => ({ count: prints, base64: bytes.toString('base64') }));
}

function unpacked(pieces: readonly PackedPrints[]): Prints {
  const prints = new PrintColumns();
  for (const { count, base64 } of pieces) decodePrints(unpackedBytes(Buffer.from(base64, 'base64'), count), prints);
  return prints;
}

function has(db: Handle, table: string): boolean {
  return db.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(table) !== undefined;
}

/** A recording that lies beside the runs, without its bars. */
export interface ImportRow {
  readonly number: number;
  readonly root: string;
  readonly name: string;
  readonly intervalMs: number;
  /** Opening of the first and of the last bar. */
  readonly fromMs: TimeMs;
  readonly toMs: TimeMs;
  readonly bars: number;
  readonly createdWallMs: WallMs;
}

/** The imported recordings, newest first. */
export function readImports(reader: StoreReader): readonly ImportRow[] {
  // The columns that the statement names.
  return reader
    .sql(
      `SELECT number, root, name, interval_ms AS intervalMs, from_ms AS fromMs, to_ms AS toMs, bars,
         created_wall_ms AS createdWallMs FROM imports ORDER BY number DESC`,
    )
    .all() as ImportRow[];
}
