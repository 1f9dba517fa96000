/** A recording's text, read line by line as often as needed: a file may be longer than a string can be. */
export interface RecordedText {
  /** How the bytes were read, e.g. "gzip", "UTF-16 LE". Empty: plain UTF-8. */
  readonly read: readonly string[];
  /** Name of the file, or of what was taken out of an archive. */
  readonly name?: string;
  /** The lines from the first on, without their ends. */
  lines(): Iterable<string>;
  /** Of a file of records that is no text (Sierra Chart's .scid): its bytes in pieces; it has no lines then. */
  readonly bytes?: () => Iterable<Uint8Array>;
}

/** A text that is at hand whole. */
export function textOf(text: string): RecordedText {
  return { read: [], lines: () => text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/) };
}
