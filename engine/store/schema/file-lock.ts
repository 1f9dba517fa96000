import { openHandle } from './handle.ts';
import { StoreProblem, isBusy, messageOf } from './problem.ts';

/**
 * An exclusive lock on a small SQLite file, kept until the returned function is called or the process dies (the
 * operating system drops it then). `held` makes the error for when somebody else has it after `waitMs`.
 */
export function takeFileLock(path: string, waitMs: number, held: () => StoreProblem): () => void {
  let db;
  try {
    db = openHandle(path, { busyMs: waitMs });
  } catch (error) {
    if (error instanceof StoreProblem) throw error;
    throw new StoreProblem('unwritable', `The lock file ${path} cannot be opened: ${messageOf(error)}.`, error);
  }
  try {
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (isBusy(error)) throw held();
    throw new StoreProblem('unwritable', `The lock file ${path} cannot be locked: ${messageOf(error)}.`, error);
  }
  return () => {
    if (!db.open) return;
    if (db.inTransaction) db.exec('ROLLBACK');
    db.close();
  };
}
