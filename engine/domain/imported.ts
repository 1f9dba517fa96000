import type { Bar } from './bar.ts';
import type { Prints } from './recording/prints.ts';
import type { TimeMs } from './units.ts';

/** A checked recording, without its bars and prints. */
export interface ImportHead {
  readonly root: string;
  readonly name: string;
  readonly intervalMs: number;
  /** At least one. */
  readonly bars: number;
  /** Of a recording of prints: how many; the bars are their minutes. */
  readonly prints?: number;
  /** Of the bars and prints: the same file read in another zone, or rounded, is another one. */
  readonly sha256: string;
  /** What the check found, as JSON. */
  readonly verdictJson: string;
}

export interface StoredImport {
  readonly number: number;
  /** False when the same was there already. */
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
  /** 0: a recording of bars. */
  readonly prints: number;
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
  readonly prints?: Prints;
  /** What the check found; an older version of Pitwall may have written it. */
  readonly verdict: unknown;
}

/** A piece of the prints of an import, as it is stored and handed on. */
export interface PackedPrints {
  readonly count: number;
  /** zstd of `encodePrints`, in base64. */
  readonly base64: string;
}
