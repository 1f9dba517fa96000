/**
 * The spill's bytes. Record after record from the beginning, zeros behind the last one. A record:
 *
 * | bytes | what |
 * |---|---|
 * | 4 | F7 and "PS1" (F7 stands in no UTF-8 text, so no record holds the beginning of another) |
 * | 4 | length of the body, big-endian as all numbers |
 * | 4 | CRC-32 of the body |
 * | 4 | CRC-32 of the twelve bytes before |
 * | length | body: JSON of a SpillRecord in UTF-8 |
 */
import { crc32 } from 'node:zlib';
import type { RunIdentity } from '../../domain/run.ts';
import type { Commit } from '../../ports/journal.ts';

/** A whole commit that could not be written into the file. */
export interface SpillRecord {
  /** The same for all records between two clearings. The transaction that takes them in leaves it in the file. */
  readonly spillId: string;
  readonly run: RunIdentity;
  /** The row that the commit's first row follows: its number (0: none) and hash (hexadecimal). */
  readonly follows: { readonly seq: number; readonly hash: string };
  readonly wallMs: number;
  readonly commit: Commit;
}

export interface SpillContent {
  /** Whole records from the beginning on. */
  readonly records: readonly SpillRecord[];
  /** Their length. */
  readonly bytes: number;
  /** What stands behind them up to the last byte that is not zero: an append, or a clearing, that was broken off. */
  readonly tornBytes: number;
  /** The same where it begins as no record of this version does. */
  readonly strangeBytes: number;
  /** Whole records among these bytes. No append leaves that: the file is damaged, or its clearing was broken off. */
  readonly beyond: readonly SpillRecord[];
}

const MAGIC = Buffer.from([0xf7, 0x50, 0x53, 0x31]);
const HEAD_BYTES = 16;
const LENGTH_AT = 4;
const BODY_CRC_AT = 8;
const HEAD_CRC_AT = 12;
const ZEROS = Buffer.alloc(64 * 1024);

export function encodeRecord(record: SpillRecord): Buffer {
  const body = Buffer.from(JSON.stringify(record));
  const head = Buffer.alloc(HEAD_BYTES);
  MAGIC.copy(head);
  head.writeUInt32BE(body.length, LENGTH_AT);
  head.writeUInt32BE(crc32(body), BODY_CRC_AT);
  head.writeUInt32BE(crc32(head.subarray(0, HEAD_CRC_AT)), HEAD_CRC_AT);
  return Buffer.concat([head, body]);
}

/** Takes any bytes; what is not a record of ours is counted, never thrown. */
export function decodeSpill(bytes: Buffer): SpillContent {
  const records: SpillRecord[] = [];
  let at = 0;
  for (let found = recordAt(bytes, at); found !== undefined; found = recordAt(bytes, at)) {
    records.push(found.record);
    at = found.end;
  }
  const rest = usedBytes(bytes, at) - at;
  const [tornBytes, strangeBytes] = isBegun(bytes.subarray(at, at + LENGTH_AT)) ? [rest, 0] : [0, rest];
  return { records, bytes: at, tornBytes, strangeBytes, beyond: recordsBeyond(bytes, at) };
}

/** The first bytes of a record, as far as they came to the disk, and zeros. */
function isBegun(bytes: Buffer): boolean {
  const length = usedBytes(bytes);
  return bytes.subarray(0, length).equals(MAGIC.subarray(0, length));
}

/** Length without the zeros at the end; `from` at least. */
export function usedBytes(bytes: Buffer, from = 0): number {
  let end = bytes.length;
  while (end > from) {
    const start = Math.max(from, end - ZEROS.length);
    if (!bytes.subarray(start, end).equals(ZEROS.subarray(0, end - start))) break;
    end = start;
  }
  while (end > from && bytes[end - 1] === 0) end -= 1;
  return end;
}

function recordsBeyond(bytes: Buffer, from: number): readonly SpillRecord[] {
  const records: SpillRecord[] = [];
  let at = bytes.indexOf(MAGIC, from);
  while (at >= 0) {
    const found = recordAt(bytes, at);
    if (found !== undefined) records.push(found.record);
    at = bytes.indexOf(MAGIC, found?.end ?? at + 1);
  }
  return records;
}

function recordAt(bytes: Buffer, at: number): { readonly record: SpillRecord; readonly end: number } | undefined {
  const head = bytes.subarray(at, at + HEAD_BYTES);
  if (head.length < HEAD_BYTES || !head.subarray(0, LENGTH_AT).equals(MAGIC)) return undefined;
  if (crc32(head.subarray(0, HEAD_CRC_AT)) !== head.readUInt32BE(HEAD_CRC_AT)) return undefined;
  const end = at + HEAD_BYTES + head.readUInt32BE(LENGTH_AT);
  const body = bytes.subarray(at + HEAD_BYTES, end);
  if (end > bytes.length || crc32(body) !== head.readUInt32BE(BODY_CRC_AT)) return undefined;
  const record = parse(body.toString());
  return record === undefined ? undefined : { record, end };
}

function parse(text: string): SpillRecord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const record = (value ?? {}) as Partial<SpillRecord>;
  const { spillId, run, follows, wallMs, commit } = record;
  const isRecord =
    typeof spillId === 'string' &&
    Number.isInteger(run?.runNumber) &&
    Number.isInteger(follows?.seq) &&
    /^[0-9a-f]{64}$/.test(follows?.hash ?? '') &&
    typeof wallMs === 'number' &&
    Number.isInteger(commit?.step) &&
    LISTS.every((name) => Array.isArray(commit?.[name]));
  return isRecord ? (record as SpillRecord) : undefined;
}

const LISTS = [
  'rows',
  'bars',
  'points',
  'snapshots',
  'pnlSeconds',
  'pnlMinutes',
  'pnlDays',
  'logs',
  'receipts',
] as const satisfies readonly (keyof Commit)[];
