import type { Refusal } from '../csv/read-rows.ts';
import type { Taker } from '../../../domain/recording/prints.ts';

/**
 * Sierra Chart's own file of ticks: a header of 56 bytes that begins with "SCID", then records of 40 bytes, little endian:
 * int64 microseconds since 1899-12-30 UTC; float32 open, high, low, close; uint32 trades, total, bid and ask volume. In a
 * record of a tick the open is 0 (or marks parts of one trade), high and low are ask and bid, close is the price.
 */
export interface ScidRecord {
  /** From 1. */
  readonly line: number;
  readonly timeMs: number;
  readonly price: number;
  readonly size: number;
  readonly taker: Taker;
}

const HEADER_BYTES = 56;
const RECORD_BYTES = 40;
const EPOCH_1899_MS = Date.UTC(1899, 11, 30);
const FIRST_MS = Date.UTC(1980, 0, 1);
const LAST_MS = Date.UTC(2100, 0, 1);
/** Marks in place of an open (first and last part of one trade) are below it; no price is. */
const MARK = -1e37;

/** Reads records; `refused` hears of those that are no ticks. Returns what is wrong with the header, if anything. */
export function readScid(
  bytes: Iterable<Uint8Array>,
  take: (record: ScidRecord) => void,
  refused: (line: number, refusal: Refusal) => void,
): string | undefined {
  let rest = new Uint8Array(0);
  let line = 0;
  let hasHeader = false;
  for (const piece of bytes) {
    const whole = new Uint8Array(rest.length + piece.length);
    whole.set(rest);
    whole.set(piece, rest.length);
    const view = new DataView(whole.buffer);
    let at = 0;
    if (!hasHeader) {
      if (whole.length < HEADER_BYTES) {
        rest = whole;
        continue;
      }
      const [header, record] = [view.getUint32(4, true), view.getUint32(8, true)];
      if (header !== HEADER_BYTES || record !== RECORD_BYTES)
        return `expected a header of ${HEADER_BYTES} bytes and records of ${RECORD_BYTES}, found ${header} and ${record}`;
      hasHeader = true;
      at = HEADER_BYTES;
    }
    for (; at + RECORD_BYTES <= whole.length; at += RECORD_BYTES) {
      line += 1;
      readRecord(view, at, line, take, refused);
    }
    rest = whole.slice(at);
  }
  if (!hasHeader) return `expected a header of ${HEADER_BYTES} bytes, found ${rest.length}`;
  if (rest.length > 0)
    refused(line + 1, { reason: 'cells', expected: `${RECORD_BYTES} bytes`, found: `${rest.length} at the end` });
  return undefined;
}

function readRecord(
  view: DataView,
  at: number,
  line: number,
  take: (record: ScidRecord) => void,
  refused: (line: number, refusal: Refusal) => void,
): void {
  const timeMs = EPOCH_1899_MS + Number(view.getBigInt64(at, true) / 1_000n);
  if (!(timeMs >= FIRST_MS && timeMs < LAST_MS)) {
    refused(line, {
      reason: 'unparsable',
      expected: 'microseconds since 1899-12-30 (files of Sierra Chart before 2021 count days: let it convert them)',
      found: String(view.getBigInt64(at, true)),
    });
    return;
  }
  const open = view.getFloat32(at + 8, true);
  if (open !== 0 && !(open < MARK)) {
    const found = `a bar that opens at ${open}`;
    refused(line, {
      reason: 'not_a_print',
      expected: 'a tick (its open is 0)',
      found,
    });
    return;
  }
  const [bidVolume, askVolume] = [view.getUint32(at + 32, true), view.getUint32(at + 36, true)];
  take({
    line,
    timeMs,
    price: view.getFloat32(at + 20, true),
    size: view.getUint32(at + 28, true),
    taker: askVolume > bidVolume ? 1 : bidVolume > askVolume ? -1 : 0,
  });
}
