import type { JournalRow } from '../../domain/events.ts';
import type { Recovered } from '../../ports/journal.ts';
import { GENESIS, rowHash } from '../schema/chain.ts';
import type { Handle } from '../schema/handle.ts';
import type { StoredRow } from '../schema/journal-row.ts';
import { STORED_ROW_COLUMNS, toJournalRow } from '../schema/journal-row.ts';
import { journalId, seqOfJournalId, snapshotRange } from '../schema/packing.ts';
import { StoreProblem } from '../schema/problem.ts';
import type { RunHead } from './run-head.ts';
import { FIRST_HEAD } from './run-head.ts';

const PAGE_ROWS = 1_000;

/** Reads one run's part of the file over the desk's own connection. */
export class RunReader {
  private readonly db: Handle;
  private readonly run: number;
  private readonly name: string;

  constructor(db: Handle, identity: { readonly runNumber: number; readonly run: string }) {
    this.db = db;
    this.run = identity.runNumber;
    this.name = identity.run;
  }

  /** @throws StoreProblem `damaged` when rows are missing at the end */
  head(): RunHead {
    const row = this.db
      .prepare<unknown[], { step: number; step_end_ms: number; last_seq: number; last_hash: Buffer }>(
        'SELECT step, step_end_ms, last_seq, last_hash FROM heads WHERE run = ?',
      )
      .get(this.run);
    if (row === undefined) return FIRST_HEAD;
    const last = this.db.prepare('SELECT max(id) FROM journal WHERE id >= ? AND id < ?').pluck();
    const found = last.get(journalId(this.run, 0), journalId(this.run + 1, 0));
    const lastSeq = typeof found === 'number' ? seqOfJournalId(found) : 0;
    if (lastSeq !== row.last_seq) throw this.brokenChain(row.last_seq, lastSeq);
    return { step: row.step, stepEndMs: row.step_end_ms, lastSeq: row.last_seq, lastHash: row.last_hash };
  }

  recover(head: RunHead): Recovered {
    const state = this.db.prepare('SELECT json FROM desk_state WHERE run = ?').pluck().get(this.run);
    const range = snapshotRange(this.run);
    const snapshots = this.db
      .prepare<unknown[], { strategy: number; step: number; json: string }>(
        'SELECT id & 63 AS strategy, step, json FROM snapshots WHERE id >= ? AND id < ? ORDER BY id',
      )
      .all(range.from, range.to);
    return {
      step: head.step,
      stepEndMs: head.stepEndMs,
      deskState: typeof state === 'string' ? state : undefined,
      lastSeq: head.lastSeq,
      lastLogSeq: this.lastLogSeq(),
      snapshots,
    };
  }

  /** Lines of an older schema have the file's own count for a number: what comes after them goes on from there. */
  private lastLogSeq(): number {
    const of = (where: string, ...values: readonly number[]): number => {
      const found = this.db
        .prepare(`SELECT max(id) FROM log_lines WHERE ${where}`)
        .pluck()
        .get(...values);
      return typeof found === 'number' ? seqOfJournalId(found) : 0;
    };
    // A number of this run's span may be taken by a line of another run, which an older program wrote by the file's count.
    const from = journalId(this.run, 0);
    return Math.max(of('run = ?', this.run), of('id >= ? AND id < ?', from, journalId(this.run + 1, 0)));
  }

  /**
   * Every row up to a head. Checks the hash chain on the way: a row that was changed since it was written is not folded into
   * an account.
   */
  *rows({ lastSeq, lastHash }: RunHead): Iterable<JournalRow> {
    const page = this.db.prepare<unknown[], StoredRow>(
      `SELECT ${STORED_ROW_COLUMNS} FROM journal WHERE id > ? AND id <= ? ORDER BY id LIMIT ${PAGE_ROWS}`,
    );
    const end = journalId(this.run, lastSeq);
    let after = journalId(this.run, 0);
    let expected = 1;
    let previous: Buffer = GENESIS;
    while (after < end) {
      const rows = page.all(after, end);
      for (const stored of rows) {
        const row = toJournalRow(stored);
        const hash = rowHash(previous, row, stored.event);
        if (row.seq !== expected || !hash.equals(stored.hash)) throw this.brokenChain(expected, row.seq);
        yield row;
        expected += 1;
        previous = hash;
      }
      const last = rows.at(-1);
      if (last === undefined) throw this.brokenChain(expected, undefined);
      after = last.id;
    }
    if (!previous.equals(lastHash)) throw this.brokenChain(lastSeq, lastSeq);
  }

  rowsOfSteps(afterStep: number, toStep: number): readonly JournalRow[] {
    return this.db
      .prepare<unknown[], StoredRow>(
        `SELECT ${STORED_ROW_COLUMNS} FROM journal WHERE run = ? AND step > ? AND step <= ? ORDER BY id`,
      )
      .all(this.run, afterStep, toStep)
      .map(toJournalRow);
  }

  /** Rows with a number in (afterSeq, toSeq], in order. */
  rowsBetween(afterSeq: number, toSeq: number): readonly JournalRow[] {
    return this.db
      .prepare<unknown[], StoredRow>(`SELECT ${STORED_ROW_COLUMNS} FROM journal WHERE id > ? AND id <= ? ORDER BY id`)
      .all(journalId(this.run, afterSeq), journalId(this.run, toSeq))
      .map(toJournalRow);
  }

  private brokenChain(expected: number, found: number | undefined): StoreProblem {
    return new StoreProblem(
      'damaged',
      `The journal of ${this.name} in ${this.db.name} is not what was written: expected row ${expected} with its hash, found ${found === expected ? 'another content' : `row ${found ?? 'none'}`}. Nothing was changed. npm run verify-journal names every difference; a backup or another --data-dir lets you go on.`,
    );
  }
}
