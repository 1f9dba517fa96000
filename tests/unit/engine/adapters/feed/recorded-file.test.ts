import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRecordedFile } from '../../../../../engine/adapters/feed/recorded-file.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pitwall-recorded-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function opened(content: Uint8Array | string) {
  const path = join(folder, 'file');
  writeFileSync(path, content);
  return openRecordedFile(path);
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
  ['zip', Buffer.from('PK\u0003\u0004....'), /zip archive/],
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
