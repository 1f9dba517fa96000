import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import { invariant } from '../../domain/assert.ts';
import type { JournalRow } from '../../domain/events.ts';
import type { ImportHead } from '../../domain/imported.ts';
import type { RunIdentity } from '../../domain/run.ts';
import type { JournalFault, JournalHealth } from '../../domain/journal-health.ts';
import type { Commit, Journal, Recovered } from '../../ports/journal.ts';
import { JournalUnavailable, SpillUnavailable } from '../../ports/journal.ts';
import type { Logger } from '../../ports/logger.ts';
import { recoveredWith } from '../../ports/spilled.ts';
import { flushFile, flushFolder } from '../schema/flush.ts';
import type { Handle, Statement } from '../schema/handle.ts';
import { faultOf, isFull, isTransient, messageOf } from '../schema/problem.ts';
import type { Ballast } from './ballast.ts';
import { BulkGroups } from './bulk.ts';
import { CommitWriter } from './commit-writer.ts';
import type { HubWrite } from './hub-writer.ts';
import { HubWriter } from './hub-writer.ts';
import { ImportWriter, removeImportPiece } from './import-writer.ts';
import { markMerged } from './merge-spill.ts';
import type { ChainedCommit, RunHead } from './run-head.ts';
import { chainCommit } from './run-head.ts';
import { RunReader } from './run-reader.ts';
import type { SpillFile } from './spill-file.ts';
import { encodeRecord } from './spill-format.ts';

export interface SqliteJournalOptions {
  /** Market days for which P&L seconds are kept. */
  readonly pnlRetentionDays: number;
  readonly wallNow: () => number;
  /** How long a commit waits for another program's write lock before it says that the file is locked. */
  readonly busyMs: number;
  readonly spill: SpillFile;
  readonly ballast: Ballast;
  readonly logger: Logger;
  /** Called once, after the connection's last use; closes it and lets the locks go. */
  readonly onClose: () => void;
  /** Lets a checkpoint that holds the write lock finish; true when there was one. */
  readonly waitForCheckpoint: () => boolean;
  readonly faults: JournalFaults;
}

/** Tests only: called where a process may die or a disk fail. */
export interface JournalFaults {
  /** Inside the transaction, before COMMIT. */
  readonly beforeCommit?: () => void;
  /** Before a record goes into the spill. */
  readonly beforeSpill?: () => void;
  /** What was spilled is in the file, and still in the spill. */
  readonly beforeClear?: () => void;
}

/** How long a commit waits while the file is known to be locked: the desk has more to do than to wait. */
const KNOWN_LOCKED_MS = 10;

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
  /** Where the file stands. */
  private head: RunHead;
  /** Commits behind it that are in the spill. */
  private spilled: ChainedCommit[] = [];
  private spillId = '';
  private fault: JournalFault | undefined;
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
    return recoveredWith(
      this.reader.recover(this.head),
      this.spilled.map(({ commit }) => commit),
    );
  }

  *rows(): Iterable<JournalRow> {
    const spilled = this.spilledRows();
    yield* this.reader.rows(this.head);
    yield* spilled;
  }

  rowsOfSteps(afterStep: number, toStep: number): readonly JournalRow[] {
    const rows = this.reader.rowsOfSteps(afterStep, toStep);
    return [...rows, ...this.spilledRows().filter((row) => row.step > afterStep && row.step <= toStep)];
  }

  rowsAfter(seq: number, limit: number): readonly JournalRow[] {
    const after = Math.max(seq, this.end().lastSeq - limit);
    const rows = this.reader.rowsBetween(after, this.head.lastSeq);
    return [...rows, ...this.spilledRows().filter((row) => row.seq > after)];
  }

  commit(commit: Commit): void {
    const chained = this.chain(commit);
    if (this.spilled.length > 0) this.commitSpilled(chained);
    else this.transact(commit.durable, () => this.writer.write(chained));
    this.head = chained.head;
  }

  spill(commit: Commit): void {
    invariant(!this.closed, 'expected an open journal, found a closed one');
    invariant(!this.bulk.active, 'expected nothing to spill while days are played in advance');
    const { lastSeq, lastHash } = this.end();
    const chained = this.chain(commit);
    const { spill, ballast, faults } = this.options;
    try {
      if (this.spilled.length === 0) this.beginSpill();
      const record = encodeRecord({
        spillId: this.spillId,
        run: this.identity,
        follows: { seq: lastSeq, hash: lastHash.toString('hex') },
        wallMs: chained.wallMs,
        commit,
      });
      ballast.spend(() => {
        faults.beforeSpill?.();
        spill.append(record);
      });
    } catch (error) {
      throw new SpillUnavailable(`nothing more can be spilled now: ${messageOf(error)}`, { cause: error });
    }
    this.spilled.push(chained);
  }

  health(): JournalHealth {
    const { spill, ballast } = this.options;
    return {
      fault: this.fault,
      spilledCommits: this.spilled.length,
      spillBytes: spill.usedBytes,
      spillCapacityBytes: spill.capacityBytes,
      ballast: ballast.present,
    };
  }

  /** The hub's own rows, in a transaction of their own, after the desk's. */
  writeHubRows(writes: readonly HubWrite[]): void {
    this.transact(false, () => this.hub.write(writes, this.options.wallNow()));
  }

  /** An import likewise: each of its pieces is a transaction of its own. */
  openImport(head: ImportHead): ImportWriter {
    return new ImportWriter(this.db, head, (write) => this.transact(false, write));
  }

  /** Takes away a piece of an import, in a transaction of its own; true while there is more of it. */
  removeImport(number: number): boolean {
    let isMore = false;
    this.transact(false, () => {
      isMore = removeImportPiece(this.db, number);
    });
    return isMore;
  }

  /**
   * Many commits in one transaction, for days played in advance. Until `endBulk` the run counts as unfinished: a start
   * that finds it so empties the run and begins anew.
   */
  beginBulk(): void {
    invariant(this.spilled.length === 0, 'expected nothing in the spill before days are played in advance');
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

  /** Everything spilled and the next commit in one transaction, flushed: only then may the spill be emptied. */
  private commitSpilled(next: ChainedCommit): void {
    const { spilled, spillId } = this;
    this.transact(true, () => {
      for (const one of [...spilled, next]) this.writer.write(one);
      markMerged(this.db, spillId);
    });
    const { spill, faults, logger } = this.options;
    this.spilled = [];
    faults.beforeClear?.();
    try {
      spill.clear();
    } catch (error) {
      logger.error('the spill could not be emptied; what is in it is in the file and is dropped at the next start', {
        error: messageOf(error),
      });
    }
  }

  /** What the first record follows must be as durable as the record, else it would follow nothing after a power cut. */
  private beginSpill(): void {
    flushFile(`${this.db.name}-wal`);
    flushFolder(dirname(this.db.name));
    this.spillId = randomUUID();
  }

  /** Runs `write` in one transaction, or within the bulk group. Either all of it is in the file afterwards or nothing. */
  private transact(durable: boolean, write: () => void): void {
    invariant(!this.closed, 'expected an open journal, found a closed one');
    const { faults, waitForCheckpoint, ballast } = this.options;
    if (this.bulk.active) {
      this.bulk.run(write, faults.beforeCommit);
      return;
    }
    this.setSync(durable);
    for (let attempt = 0; ; attempt += 1) {
      try {
        this.begin.run();
        write();
        faults.beforeCommit?.();
        this.commitStatement.run();
        this.setFault(undefined);
        return;
      } catch (error) {
        if (this.db.inTransaction) this.db.exec('ROLLBACK');
        this.writer.rolledBack();
        if (!isTransient(error)) throw error;
        if (attempt === 0 && waitForCheckpoint()) continue;
        if (isFull(error) && ballast.release()) continue;
        this.setFault(faultOf(error));
        throw new JournalUnavailable(`${this.db.name} cannot be written now: ${messageOf(error)}`, { cause: error });
      }
    }
  }

  private setFault(fault: JournalFault | undefined): void {
    if (fault === this.fault) return;
    this.fault = fault;
    this.db.pragma(`busy_timeout = ${fault === 'locked' ? KNOWN_LOCKED_MS : this.options.busyMs}`);
  }

  /** Where the run stands with what is spilled. */
  private end(): RunHead {
    return this.spilled.at(-1)?.head ?? this.head;
  }

  private spilledRows(): readonly JournalRow[] {
    return this.spilled.flatMap(({ commit }) => commit.rows);
  }

  private chain(commit: Commit): ChainedCommit {
    return chainCommit(this.end(), commit, this.options.wallNow());
  }

  /** FULL: the log is flushed to the disk with each commit. NORMAL: by the next durable commit or checkpoint. */
  private setSync(full: boolean): void {
    if (this.syncFull === full) return;
    this.db.exec(full ? 'PRAGMA synchronous = FULL' : 'PRAGMA synchronous = NORMAL');
    this.syncFull = full;
  }
}
