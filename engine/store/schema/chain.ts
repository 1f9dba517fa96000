import { createHash } from 'node:crypto';
import type { JournalRow } from '../../domain/events.ts';

/** JSON with the keys of every object in code point order and without undefined: the same fact is the same text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map((item) => (item === undefined ? 'null' : canonicalJson(item))).join(',')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

/** What stands before the first row of a run. */
export const GENESIS: Buffer = Buffer.alloc(32);

/**
 * Hash of a journal row: SHA-256 over the previous row's hash (32 bytes) and the UTF-8 text of
 * `[seq,step,timeMs,book,interactive]` as JSON, directly followed by the event's canonical JSON.
 */
export function rowHash(previous: Buffer, row: Omit<JournalRow, 'event'>, eventJson: string): Buffer {
  return chainHash(previous, JSON.stringify([row.seq, row.step, row.timeMs, row.book, row.interactive]), eventJson);
}

/** SHA-256 over the hash of the row before and the texts of this one. */
export function chainHash(previous: Buffer, ...texts: readonly string[]): Buffer {
  const hash = createHash('sha256').update(previous);
  for (const text of texts) hash.update(text);
  return hash.digest();
}
