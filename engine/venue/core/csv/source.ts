/** A recording's text, read line by line as often as needed: a file may be longer than a string can be. */
export interface RecordedText {
  /** How the bytes were read, e.g. "gzip", "UTF-16 LE". Empty: plain UTF-8. */
  readonly read: readonly string[];
  /** The lines from the first on, without their ends. */
  lines(): Iterable<string>;
}

/** A text that is at hand whole. */
export function textOf(text: string): RecordedText {
  return { read: [], lines: () => text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/) };
}
