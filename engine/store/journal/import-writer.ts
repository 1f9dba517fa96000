import { createHash, type Hash } from 'node:crypto';
import type { Bar } from '../../domain/bar.ts';
import type { ImportHead, StoredImport } from '../../domain/imported.ts';
import { invariant } from '../../domain/assert.ts';
import type { TimeMs } from '../../domain/units.ts';
import { MINUTE_MS } from '../../domain/units.ts';
import type { Handle, Statement } from '../schema/handle.ts';
import { StoreProblem } from '../schema/problem.ts';

const MAX_IMPORT = 2 ** 15 - 1;
/** Minutes since 1970 that an imported bar's id has room for. */
export const MINUTE_SPAN = 2 ** 28;

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
    this.transact(() => db.prepare('DELETE FROM imported_bars WHERE id >= ?').run(this.number * MINUTE_SPAN));
    return undefined;
  }

  /** The next bars, ascending. */
  add(bars: readonly Bar[]): void {
    this.transact(() => {
      for (const bar of bars) {
        const id = this.number * MINUTE_SPAN + bar.timeMs / MINUTE_MS;
        this.insert.run(id, bar.open, bar.high, bar.low, bar.close, bar.volume);
      }
    });
    hashBars(this.hash, bars);
    if (this.written === 0) this.fromMs = bars[0]?.timeMs ?? 0;
    this.toMs = bars.at(-1)?.timeMs ?? this.toMs;
    this.written += bars.length;
  }

  /** Every bar is there: from now on the import exists. */
  end(wallMs: number): StoredImport {
    const { head, number, written } = this;
    const sha256 = this.hash.digest('hex');
    if (written !== head.bars || sha256 !== head.sha256) {
      throw new StoreProblem(
        'unwritable',
        `expected ${head.bars} bars of ${head.name} with hash ${head.sha256}, found ${written} with ${sha256}`,
      );
    }
    this.transact(() =>
      this.db
        .prepare('INSERT INTO imports VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
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
        ),
    );
    return { number, fresh: true };
  }
}

/** Bars that go in one piece: some milliseconds. */
const REMOVED_BARS = 5_000;

/**
 * Removes an import in pieces, its row first: from then on it does not exist, and bars that are left belong to nothing.
 * The caller has a transaction open. True while there is more to remove. Throws StoreProblem when there is no such import.
 */
export function removeImportPiece(db: Handle, number: number, most = REMOVED_BARS): boolean {
  const row = db.prepare('DELETE FROM imports WHERE number = ?').run(number);
  const [from, to] = [number * MINUTE_SPAN, (number + 1) * MINUTE_SPAN];
  const bars = db
    .prepare('DELETE FROM imported_bars WHERE id IN (SELECT id FROM imported_bars WHERE id >= ? AND id < ? LIMIT ?)')
    .run(from, to, most);
  if (row.changes === 0 && bars.changes === 0) {
    throw new StoreProblem('unwritable', `expected an import with number ${number} in ${db.name}, found none`);
  }
  return db.prepare('SELECT 1 FROM imported_bars WHERE id >= ? AND id < ? LIMIT 1').get(from, to) !== undefined;
}

function hashBars(hash: Hash, bars: readonly Bar[]): Hash {
  for (const { timeMs, open, high, low, close, volume } of bars) {
    hash.update(`${timeMs},${open},${high},${low},${close},${volume};`);
  }
  return hash;
}

export function hashOfBars(bars: readonly Bar[]): string {
  return hashBars(createHash('sha256'), bars).digest('hex');
}
