/**
 * Moves the write-ahead log into the file, beside the desk: a checkpoint stalls 10 to 186 ms, and the desk conducts
 * market time. Passive checkpoints stand in nobody's way. Only when the log grows all the same (a writer that never
 * pauses) the thread takes the write lock, after a passive checkpoint has left it little to do.
 */
import { workerData } from 'node:worker_threads';
import type { CheckpointJob } from './schema/checkpoint-signals.ts';
import type { Statement } from './schema/handle.ts';
import { HOLDING, STOP, STOPPED } from './schema/checkpoint-signals.ts';
import { openHandle } from './schema/handle.ts';
import { isTransient } from './schema/problem.ts';

/** How long the thread waits for the write lock, and for readers of an older state, before it tries again later. */
const LOCK_WAIT_MS = 100;
/** A reader of an old state keeps pages of the log alive; then nobody can begin it anew, and the desk is not held up. */
const NEARLY_DONE_PAGES = 2_000;

const job = workerData as CheckpointJob;
const signals = new Int32Array(job.signals);

const NOTHING = { log: 0, left: 0 };

/** Pages in the log, and those of them that are not in the file yet. */
function checkpoint(statement: Statement): { readonly log: number; readonly left: number } {
  try {
    // The pragma's one row, as SQLite documents it.
    const answer = statement.get() as { log: number; checkpointed: number } | undefined;
    return answer === undefined ? NOTHING : { log: answer.log, left: answer.log - answer.checkpointed };
  } catch (error) {
    if (isTransient(error)) return NOTHING; // a full or locked disk: the desk hears of it at its next commit
    throw error;
  }
}

function round(): void {
  if (checkpoint(look).left < job.passivePages) return;
  const { log, left } = checkpoint(passive);
  if (log < job.restartPages || left > NEARLY_DONE_PAGES) return;
  Atomics.store(signals, HOLDING, 1);
  try {
    checkpoint(truncate);
  } finally {
    Atomics.store(signals, HOLDING, 0);
    Atomics.notify(signals, HOLDING);
  }
}

const db = openHandle(job.path, { busyMs: LOCK_WAIT_MS });
db.pragma('wal_autocheckpoint = 0');
db.pragma('synchronous = NORMAL');
// Prepared once: this thread never comes back to its event loop, where the memory of dropped statements is given back.
const look = db.prepare('PRAGMA wal_checkpoint(NOOP)');
const passive = db.prepare('PRAGMA wal_checkpoint(PASSIVE)');
const truncate = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)');
try {
  while (Atomics.wait(signals, STOP, 0, job.intervalMs) === 'timed-out') round();
} finally {
  db.close();
  Atomics.store(signals, STOPPED, 1);
  Atomics.notify(signals, STOPPED);
}
