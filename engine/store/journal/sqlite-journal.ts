import { invariant } from '../../domain/assert.ts';
import type { JournalRow } from '../../domain/events.ts';
import type { ImportHead } from '../../domain/imported.ts';
import type { RunIdentity } from '../../domain/run.ts';
import type { Commit, Journal, Recovered } from '../../ports/journal.ts';
import { JournalUnavailable } from '../../ports/journal.ts';
import type { Handle, Statement } from '../schema/handle.ts';
import { isTransient, messageOf } from '../schema/problem.ts';
import { BulkGroups } from './bulk.ts';
import { CommitWriter } from './commit-writer.ts';
import type { HubWrite } from './hub-writer.ts';
import { HubWriter } from './hub-writer.ts';
import { ImportWriter } from './import-writer.ts';
import type { RunHead } from './run-head.ts';
import { chainCommit } from './run-head.ts';
import { RunReader } from './run-reader.ts';

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

/** The journal of one run in `pitwall.db`. Opened by `openJournal`. */
export class SqliteJournal implements Journal {
  readonly identity: RunIdentity;
  private readonly db: Handle;
  private readonly options: SqliteJournalOptions;
  private readonly reader: RunReader;
  private readonly writer: CommitWriter;
  private readonly hub: HubWriter;
  private readonly bulk: BulkGroups;
  private readonly begin: Statement;
  private readonly commitStatement: Statement;
  private head: RunHead;
  private syncFull: boolean | undefined;
  private closed = false;

  constructor(db: Handle, identity: RunIdentity, options: SqliteJournalOptions) {
    this.db = db;
    this.identity = identity;
    this.options = options;
    this.reader = new RunReader(db, identity);
    this.writer = new CommitWriter(db, identity.runNumber, options.pnlRetentionDays);
    this.hub = new HubWriter(db, identity.runNumber);
    this.bulk = new BulkGroups(db, identity.runNumber);
    this.begin = db.prepare('BEGIN IMMEDIATE');
    this.commitStatement = db.prepare('COMMIT');
    this.head = this.reader.head();
  }

  recover(): Recovered {
    return this.reader.recover(this.head);
  }

  rows(): Iterable<JournalRow> {
    return this.reader.rows(this.head);
  }

  rowsOfSteps(afterStep: number, toStep: number): readonly JournalRow[] {
    return this.reader.rowsOfSteps(afterStep, toStep);
  }

  rowsAfter(seq: number, limit: number): readonly JournalRow[] {
    const { lastSeq } = this.head;
    return this.reader.rowsBetween(Math.max(seq, lastSeq - limit), lastSeq);
  }

  commit(commit: Commit): void {
    this.check(commit);
    const chained = chainCommit(this.head, commit, this.options.wallNow());
    this.transact(commit.durable, () => this.writer.write(chained));
    this.head = chained.head;
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
        this.writer.rolledBack();
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
}
