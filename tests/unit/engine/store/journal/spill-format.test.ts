import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeSpill, encodeRecord, usedBytes } from '../../../../../engine/store/journal/spill-format.ts';
import { spillBytes, spillRecords } from '../../../../support/store/spill-records.ts';

const records = spillRecords(4);
const whole = spillBytes(records);
const EMPTY = { records: [], bytes: 0, tornBytes: 0, strangeBytes: 0, beyond: [] };
const ends = records.map((_, n) => spillBytes(records.slice(0, n + 1)).length);

/** How many records end at or before a length. */
function wholeAt(length: number): number {
  return ends.filter((end) => end <= length).length;
}

function withHead(body: string): Buffer {
  const bytes = encodeRecord(records[0]!).subarray(0, 16);
  const text = Buffer.from(body);
  bytes.writeUInt32BE(text.length, 4);
  bytes.writeUInt32BE(crc32(text), 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(0, 12)), 12);
  return Buffer.concat([bytes, text]);
}

describe('the spill`s bytes', () => {
  test('what was put down is read, with zeros behind it or none', () => {
    for (const capacity of [0, whole.length + 1, 1 << 20]) {
      const content = decodeSpill(spillBytes(records, capacity));
      expect(content).toEqual({ ...EMPTY, records, bytes: whole.length });
    }
  });

  test('nothing, and zeros alone, are an empty spill', () => {
    for (const bytes of [Buffer.alloc(0), Buffer.alloc(3), Buffer.alloc(200_000)]) {
      expect(decodeSpill(bytes)).toEqual(EMPTY);
    }
  });

  test('cut off after each byte, or zeros from there on: every whole record, no half one', () => {
    expect(new Set(ends).size).toBe(4);
    for (let length = 0; length <= whole.length; length += 1) {
      const count = wholeAt(length);
      const zeroed = Buffer.from(whole).fill(0, length);
      for (const bytes of [whole.subarray(0, length), zeroed]) {
        const { records: found, bytes: used, tornBytes, beyond } = decodeSpill(bytes);
        if (found.length !== count || beyond.length > 0)
          expect([length, found.length, beyond]).toEqual([length, count, []]);
        const start = ends[count - 1] ?? 0;
        if (used !== start || tornBytes !== usedBytes(whole.subarray(0, length), start) - start) {
          expect([length, used, tornBytes]).toEqual([length, start, length - start]);
        }
      }
    }
  });

  test('any changed byte ends the whole part there; the records behind it are seen', () => {
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const bytes = Buffer.from(whole);
        bytes[at] = bytes[at]! ^ flip;
        const { records: found, beyond } = decodeSpill(bytes);
        const hit = wholeAt(at);
        expect(found).toEqual(records.slice(0, hit));
        expect(beyond).toEqual(records.slice(hit + 1));
      }),
      { numRuns: 300 },
    );
  });

  test('any bytes at all are taken, and counted to their last', () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 64 }),
      fc.constant(Uint8Array.of(0xf7, 0x50, 0x53, 0x31)),
      fc.constant(encodeRecord(records[1]!)),
      fc.constant(new Uint8Array(70)),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const bytes = Buffer.concat(pieces);
        const { records: found, bytes: used, tornBytes, strangeBytes } = decodeSpill(bytes);
        expect(found.every((record) => record.spillId === 'a-spill')).toBe(true);
        expect(used + tornBytes + strangeBytes).toBe(Math.max(used, usedBytes(bytes)));
        expect(Math.min(tornBytes, strangeBytes)).toBe(0);
      }),
      { numRuns: 500 },
    );
  });

  test('what begins as no record does is not taken for an append that was broken off', () => {
    const strange = ['PS1 and a text', '\u00f7', '\0\0PS'].map((text) => Buffer.from(text));
    const newer = Buffer.from(whole);
    newer[3] = 0x32;
    for (const bytes of [...strange, newer]) {
      expect(decodeSpill(bytes)).toMatchObject({ records: [], tornBytes: 0, strangeBytes: bytes.length });
    }
    // A power cut may bring later pages to the disk and not the first.
    const page = Buffer.concat([Buffer.alloc(4_096), Buffer.from('the end of a record')]);
    expect(decodeSpill(page)).toMatchObject({ tornBytes: page.length, strangeBytes: 0 });
  });

  test.each([
    ['no JSON', '{"spillId":'],
    ['null', 'null'],
    ['a number', '7'],
    ['a list', '[]'],
    ['nothing', '{}'],
    ['a commit without rows', JSON.stringify({ ...records[0], commit: { ...records[0]!.commit, rows: undefined } })],
    ['a list that is none', JSON.stringify({ ...records[0], commit: { ...records[0]!.commit, bars: {} } })],
    ['a hash that is none', JSON.stringify({ ...records[0], follows: { seq: 1, hash: 'x' } })],
    ['no run', JSON.stringify({ ...records[0], run: null })],
  ])('a body with a right sum that is no record: %s', (_name, body) => {
    const bytes = withHead(body);
    expect(decodeSpill(bytes)).toMatchObject({ records: [], bytes: 0, tornBytes: bytes.length });
  });

  test('a length beyond the end, up to the greatest, is no record', () => {
    for (const length of [whole.length, 0x7fffffff, 0xffffffff]) {
      const bytes = Buffer.from(whole);
      bytes.writeUInt32BE(length, 4);
      bytes.writeUInt32BE(crc32(bytes.subarray(0, 12)), 12);
      expect(decodeSpill(bytes).records).toEqual([]);
    }
  });
});
