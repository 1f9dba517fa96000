import Database from 'better-sqlite3';
import type { JournalEvent } from '../../../engine/domain/events.ts';
import type { StoredRow } from '../../../engine/store/schema/journal-row.ts';
import { GENESIS, canonicalJson, rowHash } from '../../../engine/store/schema/chain.ts';
import { dbPath } from '../../../engine/store/schema/files.ts';
import { toJournalRow } from '../../../engine/store/schema/journal-row.ts';

/** Changes a closed file behind its program's back. */
export function tamper(dataDir: string, change: (db: Database.Database) => void): void {
  const db = new Database(dbPath(dataDir));
  try {
    db.pragma('synchronous = OFF');
    db.transaction(() => change(db))();
  } finally {
    db.close();
  }
}

export function runSql(dataDir: string, ...statements: string[]): void {
  tamper(dataDir, (db) => {
    for (const statement of statements) {
      const { changes } = db.prepare(statement).run();
      if (changes === 0) throw new Error(`expected "${statement}" to change something`);
    }
  });
}

type Change = (event: JournalEvent, seq: number) => JournalEvent | undefined;

/**
 * Rewrites the journal of run 1 as somebody would who knows how the chain is made: numbers and hashes fit afterwards, so
 * that only what the rows say can give it away. undefined takes a row out.
 */
export function rewriteJournal(dataDir: string, change: Change): void {
  tamper(dataDir, (db) => {
    const base = 2 ** 33;
    const rows = db
      .prepare<unknown[], StoredRow>(
        'SELECT id, step, time_ms, book, interactive, event, hash FROM journal WHERE run = 1 ORDER BY id',
      )
      .all();
    db.prepare('DELETE FROM journal WHERE run = 1').run();
    const insert = db.prepare(
      'INSERT INTO journal (id, step, time_ms, wall_ms, book, interactive, event, hash) VALUES (?, ?, ?, 0, ?, ?, ?, ?)',
    );
    let seq = 0;
    let hash: Buffer = GENESIS;
    let changed = 0;
    const trades = new Map<string, number>();
    for (const stored of rows) {
      const row = toJournalRow(stored);
      const event = change(row.event, row.seq);
      if (event !== row.event) changed += 1;
      if (event === undefined) continue;
      seq += 1;
      if (event.type === 'TradeClosed') trades.set(event.trade.tradeId, base + seq);
      const json = canonicalJson(event);
      hash = rowHash(hash, { ...row, seq }, json);
      insert.run(base + seq, row.step, row.timeMs, row.book, row.interactive ? 1 : 0, json, hash);
    }
    if (changed === 0) throw new Error('expected a row to change');
    db.prepare('UPDATE heads SET last_seq = ?, last_hash = ? WHERE run = 1').run(seq, hash);
    // A trade's row has its journal row's number.
    const place = db.prepare('UPDATE trade_rows SET id = ? WHERE trade_id = ?');
    for (const [tradeId, at] of trades) place.run(-at, tradeId);
    db.prepare('UPDATE trade_rows SET id = -id WHERE id < 0').run();
  });
}
