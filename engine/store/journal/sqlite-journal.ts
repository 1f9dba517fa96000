import { invariant } from '../../domain/assert.ts';
import type { JournalRow } from '../../domain/events.ts';
import type { ImportHead } from '../../domain/imported.ts';
import type { RunIdentity } from '../../domain/run.ts';
import type { Commit, Journal, Recovered } from '../../ports/journal.ts';
import { JournalUnavailable, SpillUnavailable } from '../../ports/journal.ts';
import { GENESIS, rowHash } from '../schema/chain.ts';
import type { Handle, Statement } from '../schema/handle.ts';
import type { StoredRow } from '../schema/journal-row.ts';
import { STORED_ROW_COLUMNS, toJournalRow } from '../schema/journal-row.ts';
import { journalId, pointId, seqOfJournalId, snapshotId, snapshotRange } from '../schema/packing.ts';
import { StoreProblem, isTransient, messageOf } from '../schema/problem.ts';
import { BarWriter } from './bar-writer.ts';
import { BulkGroups } from './bulk.ts';
import { ContractNumbers } from './contract-numbers.ts';
import type { HubWrite } from './hub-writer.ts';
import { HubWriter } from './hub-writer.ts';
import type { ChainedRow } from './journal-writer.ts';
import { ImportWriter } from './import-writer.ts';
import { JournalWriter, chain } from './journal-writer.ts';
import { PnlWriter } from './pnl-writer.ts';

/** Where the run stands in the file. Replaced as a whole once a commit is in. */
interface Head {
  readonly step: number;
  readonly stepEndMs: number;
  readonly lastSeq: number;
  readonly lastHash: Buffer;
}

export interface SqliteJournalOptions {
  /** Market days for which P&L seconds are kept. */
  readonly pnlRetentionDays: number;
  readonly wallNow: () => number;
  /** Called once, after the connection's last use; closes it and lets the locks go. */
  readonly onClose: () => void;
  /** Lets a checkpoint that holds the write lock finish; true when there was one. */
  readonly waitForCheckpoint: () => boolean;
  /** Tests only: called inside the transaction, before COMMIT. */
  readonly beforeCommit?: () => void;
}

const PAGE_ROWS = 1_000;

/** The journal of one run in `pitwall.db`. Opened by `openJournal`. */
export class SqliteJournal implements Journal {
  readonly identity: RunIdentity;
  private readonly db: Handle;
  private readonly options: SqliteJournalOptions;
  private readonly run: number;
  private readonly contracts: ContractNumbers;
  private readonly journalWriter: JournalWriter;
  private readonly bars: BarWriter;
  private readonly pnl: PnlWriter;
  private readonly hub: HubWriter;
  private readonly bulk: BulkGroups;
  private readonly begin: Statement;
  private readonly commitStatement: Statement;
  private readonly writeHead: Statement;
  private readonly writeState: Statement;
  private readonly writePoint: Statement;
  private readonly writeSnapshot: Statement;
  private readonly writeLog: Statement;
  private readonly writeReceipt: Statement;
  private head: Head;
  private syncFull: boolean | undefined;
  private closed = false;

  constructor(db: Handle, identity: RunIdentity, options: SqliteJournalOptions) {
    this.db = db;
    this.identity = identity;
    this.options = options;
    this.run = identity.runNumber;
    this.contracts = new ContractNumbers(db);
    this.journalWriter = new JournalWriter(db, this.run, this.contracts);
    this.bars = new BarWriter(db, this.run, this.contracts);
    this.pnl = new PnlWriter(db, this.run, options.pnlRetentionDays);
    this.hub = new HubWriter(db, this.run);
    this.bulk = new BulkGroups(db, this.run);
    this.begin = db.prepare('BEGIN IMMEDIATE');
    this.commitStatement = db.prepare('COMMIT');
    this.writeHead = db.prepare(
      `INSERT OR REPLACE INTO heads (run, step, step_end_ms, last_seq, last_hash) VALUES (?, ?, ?, ?, ?)`,
    );
    this.writeState = db.prepare('INSERT OR REPLACE INTO desk_state (run, step, json) VALUES (?, ?, ?)');
    this.writePoint = db.prepare('INSERT OR REPLACE INTO chart_points (id, json) VALUES (?, ?)');
    this.writeSnapshot = db.prepare('INSERT OR REPLACE INTO snapshots (id, step, json) VALUES (?, ?, ?)');
    this.writeLog = db.prepare('INSERT INTO log_lines (run, time_ms, book, type, message) VALUES (?, ?, ?, ?, ?)');
    this.writeReceipt = db.prepare(
      'INSERT OR REPLACE INTO receipts (run, receipt_id, time_ms, json) VALUES (?, ?, ?, ?)',
    );
    this.head = this.readHead();
  }

  recover(): Recovered {
    const state = this.db.prepare('SELECT json FROM desk_state WHERE run = ?').pluck().get(this.run);
    const range = snapshotRange(this.run);
    const snapshots = this.db
      .prepare<unknown[], { strategy: number; step: number; json: string }>(
        'SELECT id & 63 AS strategy, step, json FROM snapshots WHERE id >= ? AND id < ? ORDER BY id',
      )
      .all(range.from, range.to);
    return {
      step: this.head.step,
      stepEndMs: this.head.stepEndMs,
      deskState: typeof state === 'string' ? state : undefined,
      lastSeq: this.head.lastSeq,
      snapshots,
    };
  }

  /** Checks the hash chain on the way: a row that was changed since it was written is not folded into an account. */
  *rows(): Iterable<JournalRow> {
    const page = this.db.prepare<unknown[], StoredRow>(
      `SELECT ${STORED_ROW_COLUMNS} FROM journal WHERE id > ? AND id <= ? ORDER BY id LIMIT ${PAGE_ROWS}`,
    );
    const { lastSeq, lastHash } = this.head;
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

  rowsAfter(seq: number, limit: number): readonly JournalRow[] {
    const from = Math.max(seq, this.head.lastSeq - limit);
    return this.db
      .prepare<unknown[], StoredRow>(`SELECT ${STORED_ROW_COLUMNS} FROM journal WHERE id > ? AND id <= ? ORDER BY id`)
      .all(journalId(this.run, from), journalId(this.run, this.head.lastSeq))
      .map(toJournalRow);
  }

  commit(commit: Commit): void {
    this.check(commit);
    const chained = chain(this.head.lastHash, commit.rows);
    const next: Head = {
      step: commit.step,
      stepEndMs: commit.stepEndMs,
      lastSeq: commit.rows.at(-1)?.seq ?? this.head.lastSeq,
      lastHash: chained.at(-1)?.hash ?? this.head.lastHash,
    };
    this.transact(commit.durable, () => this.writeAll(commit, chained, next));
    this.head = next;
  }

  spill(_commit: Commit): void {
    throw new SpillUnavailable('no spill yet');
  }

  /** The hub's own rows, in a transaction of their own: the low-priority lane. */
  writeHubRows(writes: readonly HubWrite[]): void {
    this.transact(false, () => this.hub.write(writes, this.options.wallNow()));
  }

  /** An import in the same lane: each of its pieces is a transaction of its own. */
  openImport(head: ImportHead): ImportWriter {
    return new ImportWriter(this.db, head, (write) => this.transact(false, write));
  }

  /**
   * Many commits in one transaction, for days played in advance. Until `endBulk` the run counts as unfinished: a start
   * that finds it so empties the run and begins anew.
   */
  beginBulk(): void {
    this.setSync(false);
    this.bulk.begin();
  }

  endBulk(): void {
    this.bulk.end();
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.bulk.abandon();
    this.options.onClose();
  }

  private writeAll(commit: Commit, chained: readonly ChainedRow[], next: Head): void {
    const { run } = this;
    const wallMs = this.options.wallNow();
    for (const row of chained) this.journalWriter.write(row, wallMs);
    for (const { contractId, root, bar } of commit.bars) this.bars.write(contractId, root, bar);
    for (const point of commit.points) this.writePoint.run(pointId(run, point.strategy, point.timeMs), point.json);
    for (const snapshot of commit.snapshots) {
      this.writeSnapshot.run(snapshotId(run, snapshot.strategy), snapshot.step, snapshot.json);
    }
    this.pnl.writeSeconds(commit.pnlSeconds);
    this.pnl.writeMinutes(commit.pnlMinutes);
    this.pnl.writeDays(commit.pnlDays);
    for (const line of commit.logs) this.writeLog.run(run, line.timeMs, line.book, line.type, line.message);
    for (const receipt of commit.receipts) {
      this.writeReceipt.run(run, receipt.id, receipt.timeMs, JSON.stringify(receipt));
    }
    if (commit.deskState !== undefined) this.writeState.run(run, commit.step, commit.deskState);
    this.writeHead.run(run, next.step, next.stepEndMs, next.lastSeq, next.lastHash);
  }

  /** Runs `write` in one transaction, or within the bulk group. Either all of it is in the file afterwards or nothing. */
  private transact(durable: boolean, write: () => void): void {
    invariant(!this.closed, 'expected an open journal, found a closed one');
    if (this.bulk.active) {
      this.bulk.run(write, this.options.beforeCommit);
      return;
    }
    this.setSync(durable);
    for (let attempt = 0; ; attempt += 1) {
      try {
        this.begin.run();
        write();
        this.options.beforeCommit?.();
        this.commitStatement.run();
        return;
      } catch (error) {
        if (this.db.inTransaction) this.db.exec('ROLLBACK');
        this.contracts.forget();
        if (attempt === 0 && isTransient(error) && this.options.waitForCheckpoint()) continue;
        if (isTransient(error)) {
          throw new JournalUnavailable(`${this.db.name} cannot be written now: ${messageOf(error)}`, { cause: error });
        }
        throw error;
      }
    }
  }

  private check(commit: Commit): void {
    invariant(commit.step >= this.head.step, `expected a step from ${this.head.step} on, found ${commit.step}`);
    let expected = this.head.lastSeq;
    for (const row of commit.rows) {
      expected += 1;
      invariant(row.seq === expected, `expected journal row ${expected} of ${this.identity.run}, found ${row.seq}`);
    }
  }

  /** FULL: the log is flushed to the disk with each commit. NORMAL: by the next durable commit or checkpoint. */
  private setSync(full: boolean): void {
    if (this.syncFull === full) return;
    this.db.exec(full ? 'PRAGMA synchronous = FULL' : 'PRAGMA synchronous = NORMAL');
    this.syncFull = full;
  }

  private readHead(): Head {
    const row = this.db
      .prepare<unknown[], { step: number; step_end_ms: number; last_seq: number; last_hash: Buffer }>(
        'SELECT step, step_end_ms, last_seq, last_hash FROM heads WHERE run = ?',
      )
      .get(this.run);
    if (row === undefined) return { step: 0, stepEndMs: 0, lastSeq: 0, lastHash: GENESIS };
    const last = this.db.prepare('SELECT max(id) FROM journal WHERE id >= ? AND id < ?').pluck();
    const found = last.get(journalId(this.run, 0), journalId(this.run + 1, 0));
    const lastSeq = typeof found === 'number' ? seqOfJournalId(found) : 0;
    if (lastSeq !== row.last_seq) throw this.brokenChain(row.last_seq, lastSeq);
    return { step: row.step, stepEndMs: row.step_end_ms, lastSeq: row.last_seq, lastHash: row.last_hash };
  }

  private brokenChain(expected: number, found: number | undefined): StoreProblem {
    return new StoreProblem(
      'damaged',
      `The journal of ${this.identity.run} in ${this.db.name} is not what was written: expected row ${expected} with its hash, found ${found === expected ? 'another content' : `row ${found ?? 'none'}`}. Nothing was changed. npm run verify-journal names every difference; a backup or another --data-dir lets you go on.`,
    );
  }
}
