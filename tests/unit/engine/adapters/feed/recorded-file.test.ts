import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { zipOf } from '../../../../support/recordings/zip.ts';
import { openRecordedFile, type OpenOptions } from '../../../../../engine/adapters/feed/recorded-file.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pitwall-recorded-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function opened(content: Uint8Array | string, options: OpenOptions = {}) {
  const path = join(folder, 'file');
  writeFileSync(path, content);
  return openRecordedFile(path, options);
}

const TEXT = 'Zeit;Eröffnung\r\n1;2\n3;4\r5;6\n';
const LINES = ['Zeit;Eröffnung', '1;2', '3;4', '5;6'];
const utf16 = Buffer.from(TEXT, 'utf16le');

test.each<[string, Uint8Array | string, readonly string[]]>([
  ['UTF-8', TEXT, []],
  ['UTF-8 with its mark', `\uFEFF${TEXT}`, []],
  ['UTF-16', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]), ['UTF-16 LE']],
  ['UTF-16 without its mark', utf16, ['UTF-16 LE']],
  ['UTF-16, the other way round', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]).swap16(), ['UTF-16 BE']],
  ['Windows-1252', Buffer.from(TEXT, 'latin1'), ['Windows-1252']],
  ['gzip', gzipSync(TEXT), ['gzip']],
  ['zstd', zstdCompressSync(TEXT), ['zstd']],
  ['zip', zipOf({ 'a.csv': TEXT }), ['zip (a.csv)']],
  ['zip of gzip', zipOf({ 'a.csv.gz': gzipSync(TEXT) }), ['zip (a.csv.gz)', 'gzip']],
  ['gzip of UTF-16', gzipSync(Buffer.concat([Buffer.from([0xff, 0xfe]), utf16])), ['gzip', 'UTF-16 LE']],
])('%s is read, as often as it is asked for', (_, content, read) => {
  const file = opened(content);
  expect(file.read).toEqual(read);
  expect([...file.lines()]).toEqual(LINES);
  expect([...file.lines()]).toEqual(LINES);
});

test('lines and letters that lie over the pieces in which a file is read', () => {
  const line = 'ö'.repeat(511);
  const text = `x${`${line}\r\n`.repeat(3_000)}`;
  const [first, ...lines] = opened(text).lines();
  expect(first).toBe(`x${line}`);
  expect(lines.length).toBe(2_999);
  expect(lines.every((one) => one === line)).toBe(true);
});

test.each<[string, Uint8Array | string, RegExp]>([
  ['half a zip', zipOf({ 'a.csv': TEXT }).subarray(0, 60), /zip archive is broken/],
  ['xls', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2]), /\.xls/],
  ['Parquet', 'PAR1....', /Parquet/],
  ['JSON', ' [{"t": 1}]', /JSON/],
  ['a web page', '<!DOCTYPE html><html>', /web page/],
  ['bytes', Buffer.from([1, 2, 0, 3, 9, 9, 9]), /no text \(its first bytes are 01020003090909\)/],
  ['half a gzip', gzipSync(TEXT).subarray(0, 20), /cannot be unpacked/],
])('%s is named', (_, content, message) => {
  expect(() => opened(content)).toThrow(message);
});

test('a table whose first name stands between angles is no web page', () => {
  expect([...opened('<DATE>\t<OPEN>\n1\t2').lines()]).toEqual(['<DATE>\t<OPEN>', '1\t2']);
});

test('no file, an empty file', () => {
  expect(() => openRecordedFile(join(folder, 'none'))).toThrow('no such file');
  expect([...opened('').lines()]).toEqual([]);
});

describe('zip', () => {
  const two = zipOf({ 'days/a.csv': 'a\n', 'days/b.csv': TEXT });

  test('of several files one is named; folders and what systems add do not count', () => {
    expect(() => opened(two)).toThrow(
      /zip archive of 2 files \(days\/a\.csv, days\/b\.csv\); say which one is meant \(--entry NAME/,
    );
    const file = opened(two, { entry: 'days/b.csv' });
    expect([file.name, [...file.lines()]]).toEqual(['days/b.csv', LINES]);
    expect(() => opened(two, { entry: 'c.csv' })).toThrow(/has no "c\.csv"; it has days\/a\.csv, days\/b\.csv$/);
    const one = zipOf({ 'days/': '', 'days/b.csv': TEXT, '__MACOSX/days/._b.csv': 'x', 'days/.DS_Store': 'y' });
    expect(opened(one).name).toBe('days/b.csv');
    expect(() => opened(TEXT, { entry: 'b.csv' })).toThrow(/no zip archive, so there is no "b\.csv"/);
  });

  test('what is in it and is no recording is named', () => {
    expect(() => opened(zipOf({ '[Content_Types].xml': '<x/>', 'xl/a.xml': '<x/>' }))).toThrow(/workbook of Excel/);
    expect(() => opened(zipOf({ 'in.zip': zipOf({ 'deep.zip': zipOf({ 'a.csv': TEXT }) }) }))).toThrow(
      /archive within/,
    );
    expect(() => opened(zipOf({ 'days/': '' }))).toThrow(/without a file in it/);
  });

  test('a bit that turned over is not read', () => {
    // Stored without packing, so that only the checksum can tell.
    const stored = zipOf({ 'a.csv': '7' });
    const at = stored.indexOf('a.csv') + 5;
    stored.writeUInt8(stored.readUInt8(at) ^ 1, at);
    expect(() => opened(stored)).toThrow(/a\.csv in its zip archive is broken/);
  });

  test('a bomb is refused, also one that lies about its length', () => {
    const bomb = zipOf({ 'a.csv': Buffer.alloc(300_000, 'x') });
    expect(bomb.length).toBeLessThan(2_000);
    expect(() => opened(bomb, { mostUnpackedBytes: 200_000 })).toThrow(/unpacks to more than 200 kB; unpack it first/);
    const central = bomb.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    bomb.writeUInt32LE(1_000, central + 24);
    expect(() => opened(bomb, { mostUnpackedBytes: 200_000 })).toThrow(/zip archive is broken/);
  });
});

test.each([
  ['gzip', gzipSync],
  ['zstd', zstdCompressSync],
])('%s that unpacks to more than there is room for is refused in words', (name, pack) => {
  const packed = pack(Buffer.alloc(100_000, 'x'));
  const refusal = new RegExp(
    `packed with ${name} and unpacks to more than 64 kB; unpack it first: a text may be of any`,
  );
  expect(() => opened(packed, { mostUnpackedBytes: 64_000 })).toThrow(refusal);
  expect(() => opened(packed, { mostUnpackedBytes: 20 })).toThrow(/longer than 20 bytes; unpack it first/);
});

test('a text without line ends is cut up, so that it is never longer than a string can be', () => {
  const lines = [...opened('x'.repeat(5_000_000)).lines()];
  expect(lines.join('').length).toBe(5_000_000);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(3_000_000);
});
