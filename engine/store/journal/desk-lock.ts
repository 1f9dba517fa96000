import { join } from 'node:path';
import { takeFileLock } from '../schema/file-lock.ts';
import { DESK_LOCK_FILE } from '../schema/files.ts';
import { describeInstance } from '../schema/instance.ts';
import { StoreProblem } from '../schema/problem.ts';

/** How long a desk waits for a dying one to let go. */
export const DESK_LOCK_WAIT_MS = 5_000;

/** Holds the data folder for one desk; the big file itself stays free for readers. Returns what lets go. */
export function takeDeskLock(dataDir: string, waitMs: number = DESK_LOCK_WAIT_MS): () => void {
  return takeFileLock(join(dataDir, DESK_LOCK_FILE), waitMs, () => {
    return new StoreProblem(
      'locked',
      `Another desk${describeInstance(dataDir)} works on ${dataDir} and did not end within ${waitMs / 1000} s. Nothing was changed. Stop it, or choose another folder with --data-dir.`,
    );
  });
}
