import { invariant } from '../../domain/assert.ts';
import type { Commit } from '../../ports/journal.ts';
import { GENESIS } from '../schema/chain.ts';
import type { ChainedRow } from './journal-writer.ts';
import { chain } from './journal-writer.ts';

/** Where a run stands. Replaced as a whole by the next commit. */
export interface RunHead {
  readonly step: number;
  readonly stepEndMs: number;
  readonly lastSeq: number;
  readonly lastHash: Buffer;
}

/** Of a run without a commit. */
export const FIRST_HEAD: RunHead = { step: 0, stepEndMs: 0, lastSeq: 0, lastHash: GENESIS };

/** A commit with its place in the chain, ready to be written. */
export interface ChainedCommit {
  readonly commit: Commit;
  readonly rows: readonly ChainedRow[];
  /** Where the run stands after it. */
  readonly head: RunHead;
  /** When it was handed over, wall time; beside the hash. */
  readonly wallMs: number;
}

/**
 * Chains a commit behind a head. Pure: nothing changes until it is written.
 * @throws InvariantError for a gap or a repeat in the sequence, and a step that goes back
 */
export function chainCommit(head: RunHead, commit: Commit, wallMs: number): ChainedCommit {
  invariant(commit.step >= head.step, `expected a step from ${head.step} on, found ${commit.step}`);
  commit.rows.forEach(({ seq }, index) => {
    const expected = head.lastSeq + index + 1;
    invariant(seq === expected, `expected journal row ${expected}, found ${seq}`);
  });
  const rows = chain(head.lastHash, commit.rows);
  return {
    commit,
    rows,
    head: {
      step: commit.step,
      stepEndMs: commit.stepEndMs,
      lastSeq: commit.rows.at(-1)?.seq ?? head.lastSeq,
      lastHash: rows.at(-1)?.hash ?? head.lastHash,
    },
    wallMs,
  };
}
