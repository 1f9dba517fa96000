import type { BookId, Mode } from './book.ts';
import type { Cents, TimeMs } from './units.ts';

/** An account's run: each replay has an account of its own, the simulation's first run goes on from start to start. */
export interface RunIdentity {
  /** "SIM-1", "REPLAY-3". */
  readonly account: string;
  /** "run-7", unique in the file. */
  readonly run: string;
  /** Small integer key of the run in the file. */
  readonly runNumber: number;
  readonly mode: Mode;
  readonly startBalanceCents: Cents;
  readonly configHash: string;
}

/** One line of the activity log, in a trader's words, stamped with market time. */
export interface LogLine {
  /** Counts a run's lines from 1, in the order in which they were written. */
  readonly seq: number;
  readonly timeMs: TimeMs;
  readonly book: BookId | null;
  readonly type: 'info' | 'success' | 'warning' | 'error';
  readonly message: string;
}
