import { InvariantError } from '../../domain/assert.ts';
import type { RunIdentity } from '../../domain/run.ts';
import type { Handle } from '../schema/handle.ts';
import { journalId } from '../schema/packing.ts';
import { isDamage, isTransient, messageOf } from '../schema/problem.ts';
import { CommitWriter } from './commit-writer.ts';
import { chain } from './journal-writer.ts';
import { chainCommit } from './run-head.ts';
import { RunReader } from './run-reader.ts';
import type { SpillContent, SpillRecord } from './spill-format.ts';

const KEY = 'spill';

/** Leaves word in the file that this spill's records are in it; in the transaction that takes them in. */
export function markMerged(db: Handle, spillId: string): void {
  db.prepare('INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value').run(
    KEY,
    spillId,
  );
}

export interface MergedSpill {
  /** What was written. */
  readonly merged: readonly SpillRecord[];
  /** How many the file had already. */
  readonly known: number;
  /** Why others are not in it, in words; empty: all are. */
  readonly misfits: readonly string[];
}

/**
 * Writes what a killed desk left in the spill, each record into its own run, inside the caller's transaction. Records that the
 * file has already are passed over: those of the spill that it names as the last one taken in, and all up to one whose last
 * row stands in the journal with the same hash.
 * @throws SQLite's error when the file cannot be written now, or is damaged
 */
export function mergeSpill(db: Handle, content: SpillContent, pnlRetentionDays: number): MergedSpill {
  const lastMerged = db.prepare('SELECT value FROM meta WHERE key = ?').pluck().get(KEY);
  const isKnown = (record: SpillRecord): boolean => record.spillId === lastMerged || hasRows(db, record);
  const merged: SpillRecord[] = [];
  const misfits: string[] = [];
  let known = 0;
  for (const records of Map.groupBy(content.records, ({ run }) => run.runNumber).values()) {
    try {
      const fresh = records.slice(records.findLastIndex(isKnown) + 1);
      known += records.length - fresh.length;
      mergeRun(db, fresh, pnlRetentionDays);
      merged.push(...fresh);
    } catch (error) {
      if (isTransient(error) || isDamage(error)) throw error;
      misfits.push(messageOf(error));
    }
  }
  if (!content.beyond.every(isKnown)) misfits.push('commits stand in it behind bytes that cannot be read');
  if (content.strangeBytes > 0) misfits.push(`${content.strangeBytes} bytes of it are not of this version`);
  return { merged, known, misfits };
}

/** All of a run's records, or none. */
function mergeRun(db: Handle, records: readonly SpillRecord[], pnlRetentionDays: number): void {
  const [first] = records;
  if (first === undefined) return;
  const { run } = first;
  refuseOtherRun(db, run);
  let head = new RunReader(db, run).head();
  const writer = new CommitWriter(db, run.runNumber, pnlRetentionDays);
  db.exec('SAVEPOINT run_spill');
  try {
    for (const { follows, commit, wallMs } of records) {
      const hash = head.lastHash.toString('hex');
      if (follows.seq !== head.lastSeq || follows.hash !== hash) {
        throw new InvariantError(
          `expected commits of ${run.run} that follow row ${head.lastSeq} with hash ${hash.slice(0, 16)}, found row ${follows.seq} with hash ${follows.hash.slice(0, 16)}`,
        );
      }
      const chained = chainCommit(head, commit, wallMs);
      writer.write(chained);
      head = chained.head;
    }
    markMerged(db, first.spillId);
    db.exec('RELEASE run_spill');
  } catch (error) {
    // A full disk ends the whole transaction by itself.
    if (db.inTransaction) db.exec('ROLLBACK TO run_spill; RELEASE run_spill');
    throw error;
  }
}

/** Does the run's journal hold this record's last row? */
function hasRows(db: Handle, { run, follows, commit }: SpillRecord): boolean {
  const last = chain(Buffer.from(follows.hash, 'hex'), commit.rows).at(-1);
  if (last === undefined) return false;
  const stored = db
    .prepare('SELECT hash FROM journal WHERE id = ?')
    .pluck()
    .get(journalId(run.runNumber, last.row.seq));
  return Buffer.isBuffer(stored) && stored.equals(last.hash);
}

function refuseOtherRun(db: Handle, run: RunIdentity): void {
  const { runNumber, run: name, account, mode, startBalanceCents, configHash } = run;
  const found = db
    .prepare(
      `SELECT count(*) FROM runs
       WHERE number = ? AND name = ? AND account = ? AND mode = ? AND start_balance_cents = ? AND config_hash = ?`,
    )
    .pluck()
    .get(runNumber, name, account, mode, startBalanceCents, configHash);
  if (found !== 1) throw new InvariantError(`there is no ${name} of account ${account} in the file`);
}
