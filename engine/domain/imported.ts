import type { Bar } from './bar.ts';
import type { TimeMs } from './units.ts';

/** A checked file of recorded bars, without the bars. */
export interface ImportHead {
  readonly root: string;
  readonly name: string;
  readonly intervalMs: number;
  /** At least one. */
  readonly bars: number;
  /** Of the bars: the same file read in another zone, or rounded, is another one. */
  readonly sha256: string;
  /** What the check found, as JSON. */
  readonly verdictJson: string;
}

export interface StoredImport {
  readonly number: number;
  /** False when the same bars were there already. */
  readonly fresh: boolean;
}

/** A stored import, as a person finds it. */
export interface ImportEntry {
  /** From 1, as `npm run import` says it. */
  readonly number: number;
  readonly root: string;
  /** Name of the file that it was read from. */
  readonly name: string;
  readonly bars: number;
  readonly fromMs: TimeMs;
  readonly toMs: TimeMs;
  readonly sha256: string;
}

/** An import with its bars, read back. */
export interface ImportedRecording {
  readonly root: string;
  readonly name: string;
  readonly intervalMs: number;
  readonly bars: readonly Bar[];
  /** What the check found; an older version of Pitwall may have written it. */
  readonly verdict: unknown;
}
