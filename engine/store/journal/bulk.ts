import { invariant } from '../../domain/assert.ts';
import type { Handle } from '../schema/handle.ts';
import { messageOf } from '../schema/problem.ts';

/** Commits in one group: a transaction of some tens of megabytes at most. */
const GROUP_COMMITS = 5_000;

/** Groups of commits for days played in advance: not kept one by one, but all or (after an interruption) none. */
export class BulkGroups {
  private readonly db: Handle;
  private readonly runNumber: number;
  private state: 'off' | 'on' | 'broken' = 'off';
  private inGroup = 0;

  constructor(db: Handle, run: number) {
    this.db = db;
    this.runNumber = run;
  }

  get active(): boolean {
    return this.state !== 'off';
  }

  begin(): void {
    invariant(this.state === 'off', `expected no bulk, found one ${this.state}`);
    this.db.prepare('UPDATE runs SET in_bulk = 1 WHERE number = ?').run(this.runNumber);
    this.db.exec('BEGIN IMMEDIATE');
    this.state = 'on';
    this.inGroup = 0;
  }

  /** One commit within the group. An error ends the bulk: what was played in advance is played anew. */
  run(write: () => void, beforeCommit: (() => void) | undefined): void {
    if (this.state !== 'on') throw new Error('the bulk write failed before; open the file again and begin anew');
    try {
      write();
      beforeCommit?.();
      this.inGroup += 1;
      if (this.inGroup >= GROUP_COMMITS) this.nextGroup();
    } catch (error) {
      this.state = 'broken';
      if (this.db.inTransaction) this.db.exec('ROLLBACK');
      throw new Error(`bulk write of ${this.db.name} failed, it must be begun anew: ${messageOf(error)}`, {
        cause: error,
      });
    }
  }

  end(): void {
    invariant(this.state === 'on', `expected a bulk to end, found it ${this.state}`);
    this.db.prepare('UPDATE runs SET in_bulk = 0 WHERE number = ?').run(this.runNumber);
    this.db.exec('COMMIT');
    this.db.pragma('wal_checkpoint(TRUNCATE)'); // flushes log and file to the disk
    this.state = 'off';
  }

  /** At close: an unfinished group is not kept. */
  abandon(): void {
    if (this.db.inTransaction) this.db.exec('ROLLBACK');
  }

  /** The writer itself moves the log into the file here: it holds the write lock all the time, nobody else could. */
  private nextGroup(): void {
    this.db.exec('COMMIT');
    this.db.pragma('wal_checkpoint(TRUNCATE)');
    this.db.exec('BEGIN IMMEDIATE');
    this.inGroup = 0;
  }
}
