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
