import { createHash, type Hash } from 'node:crypto';
import type { Bar } from '../../domain/bar.ts';
import type { ImportHead, PackedPrints, StoredImport } from '../../domain/imported.ts';
import { invariant } from '../../domain/assert.ts';
import type { TimeMs } from '../../domain/units.ts';
import type { Handle, Statement } from '../schema/handle.ts';
import { hashBars } from '../schema/import-hash.ts';
import { importedBarId, importedPieceId, importedRange } from '../schema/packing.ts';
import { unpackedBytes } from '../schema/print-pieces.ts';
import { StoreProblem } from '../schema/problem.ts';

const MAX_IMPORT = 2 ** 15 - 1;

/**
 * Writes one import, in as many pieces as its caller likes. It exists when `end` has written its row: bars of one that was
 * broken off belong to nothing and are removed by the next. `transact` runs a piece, wholly or not at all.
 */
export class ImportWriter {
  private readonly db: Handle;
  private readonly head: ImportHead;
  private readonly transact: (write: () => void) => void;
  private readonly insert: Statement;
  private readonly hash: Hash = createHash('sha256');
  private number = 0;
  private written = 0;
  private pieces = 0;
  private prints = 0;
  private fromMs: TimeMs = 0;
  private toMs: TimeMs = 0;

  constructor(db: Handle, head: ImportHead, transact: (write: () => void) => void) {
    invariant(head.bars > 0, `expected bars to store of ${head.name}, found none`);
    this.db = db;
    this.head = head;
    this.transact = transact;
    this.insert = db.prepare(
      'INSERT INTO imported_bars (id, open, high, low, close, volume) VALUES (?, ?, ?, ?, ?, ?)',
    );
  }

  /** The import that holds the same bars already; undefined: there is none, and `add` may be called. */
  begin(): StoredImport | undefined {
    const { db, head } = this;
    const known = db
      .prepare('SELECT number FROM imports WHERE root = ? AND sha256 = ?')
      .pluck()
      .get(head.root, head.sha256);
    if (typeof known === 'number') return { number: known, fresh: false };
    this.number = Number(db.prepare('SELECT coalesce(max(number), 0) + 1 FROM imports').pluck().get());
    if (this.number > MAX_IMPORT) {
      throw new StoreProblem(
        'unwritable',
        `${db.name} already holds ${MAX_IMPORT} imported files, the most that it can.`,
      );
    }
    const { from } = importedRange(this.number);
    this.transact(() => {
      db.prepare('DELETE FROM imported_bars WHERE id >= ?').run(from);
      db.prepare('DELETE FROM imported_prints WHERE id >= ?').run(from);
    });
    return undefined;
  }

  /** The next bars, ascending. */
  add(bars: readonly Bar[]): void {
    this.transact(() => {
      for (const bar of bars) {
        const id = importedBarId(this.number, bar.timeMs);
        this.insert.run(id, bar.open, bar.high, bar.low, bar.close, bar.volume);
      }
    });
    hashBars(this.hash, bars);
    if (this.written === 0) this.fromMs = bars[0]?.timeMs ?? 0;
    this.toMs = bars.at(-1)?.timeMs ?? this.toMs;
    this.written += bars.length;
  }

  /** The next prints, after all bars. */
  addPrints({ count, base64 }: PackedPrints): void {
    const bytes = Buffer.from(base64, 'base64');
    this.hash.update(unpackedBytes(bytes, count));
    const id = importedPieceId(this.number, this.pieces);
    this.transact(() =>
      this.db.prepare('INSERT INTO imported_prints (id, prints, bytes) VALUES (?, ?, ?)').run(id, count, bytes),
    );
    this.pieces += 1;
    this.prints += count;
  }

  /** Everything is there: from now on the import exists. */
  end(wallMs: number): StoredImport {
    const { head, number, written } = this;
    const sha256 = this.hash.digest('hex');
    if (written !== head.bars || this.prints !== (head.prints ?? 0) || sha256 !== head.sha256) {
      throw new StoreProblem(
        'unwritable',
        `expected ${head.bars} bars and ${head.prints ?? 0} prints of ${head.name} with hash ${head.sha256}, found ${written} and ${this.prints} with ${sha256}`,
      );
    }
    this.transact(() =>
      this.db
        .prepare('INSERT INTO imports VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
        .run(
          number,
          head.root,
          head.name,
          sha256,
          head.intervalMs,
          this.fromMs,
          this.toMs,
          written,
          head.verdictJson,
          wallMs,
          this.prints,
        ),
    );
    return { number, fresh: true };
  }
}

/** Bars that go in one piece, and pieces of prints: some milliseconds. */
const REMOVED_BARS = 5_000;
const REMOVED_PIECES = 50;

/**
 * Removes an import in pieces, its row first: from then on it does not exist, and what is left of it belongs to nothing.
 * The caller has a transaction open. True while there is more to remove. Throws StoreProblem when there is no such import.
 */
export function removeImportPiece(db: Handle, number: number, most = REMOVED_BARS): boolean {
  const row = db.prepare('DELETE FROM imports WHERE number = ?').run(number);
  const bars = removeSome(db, 'imported_bars', number, most);
  const prints = removeSome(db, 'imported_prints', number, REMOVED_PIECES);
  if (row.changes + bars.removed + prints.removed === 0) {
    throw new StoreProblem('unwritable', `expected an import with number ${number} in ${db.name}, found none`);
  }
  return bars.isMore || prints.isMore;
}

function removeSome(
  db: Handle,
  table: 'imported_bars' | 'imported_prints',
  number: number,
  most: number,
): { readonly removed: number; readonly isMore: boolean } {
  const { from, to } = importedRange(number);
  const some = `SELECT id FROM ${table} WHERE id >= ? AND id < ? LIMIT ?`;
  const { changes } = db.prepare(`DELETE FROM ${table} WHERE id IN (${some})`).run(from, to, most);
  return { removed: changes, isMore: db.prepare(some).get(from, to, 1) !== undefined };
}
