import { expect, test } from 'vitest';
import { icnsFile, icoFile } from '../../../build/dist-icons.ts';

const png = Buffer.from('\x89PNG-small', 'latin1');
const other = Buffer.from('\x89PNG-other-one', 'latin1');

test("Windows' container: each entry's offset and length lead to its picture", () => {
  const file = icoFile([
    { size: 16, png },
    { size: 256, png: other },
  ]);
  expect([file.readUInt16LE(0), file.readUInt16LE(2), file.readUInt16LE(4)]).toEqual([0, 1, 2]);
  expect([file.readUInt8(6), file.readUInt8(22)]).toEqual([16, 0]); // 256 is written as 0
  const picture = (entry: number): Buffer => {
    const offset = file.readUInt32LE(entry + 12);
    return file.subarray(offset, offset + file.readUInt32LE(entry + 8));
  };
  expect(picture(6)).toEqual(png);
  expect(picture(22)).toEqual(other);
});

test("Apple's container: lengths count their own heads", () => {
  const file = icnsFile([
    { type: 'ic07', png },
    { type: 'ic08', png: other },
  ]);
  expect(file.toString('latin1', 0, 4)).toBe('icns');
  expect(file.readUInt32BE(4)).toBe(file.length);
  const second = 8 + file.readUInt32BE(12);
  expect(file.toString('latin1', second, second + 4)).toBe('ic08');
  expect(file.subarray(second + 8)).toEqual(other);
});
