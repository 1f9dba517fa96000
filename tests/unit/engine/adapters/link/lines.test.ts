import { expect, test } from 'vitest';
import { LineSplitter, LineTooLong } from '../../../../../engine/adapters/link/lines.ts';

test('cuts the same lines however the bytes are split', () => {
  const lines = ['{"a":1}', '', 'ü€😀', 'last'];
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join('') + 'unfinished');
  for (let size = 1; size <= bytes.length; size += 1) {
    const splitter = new LineSplitter(100);
    const found: string[] = [];
    for (let at = 0; at < bytes.length; at += size) found.push(...splitter.push(bytes.subarray(at, at + size)));
    expect(found).toEqual(lines);
  }
});

test('counts bytes, not characters, and counts an unfinished line too', () => {
  expect(() => new LineSplitter(5).push(Buffer.from('€€\n'))).toThrow(LineTooLong);
  expect(new LineSplitter(6).push(Buffer.from('€€\n'))).toEqual(['€€']);
  const splitter = new LineSplitter(5);
  splitter.push(Buffer.from('abc'));
  expect(() => splitter.push(Buffer.from('def'))).toThrow('at most 5 bytes');
});
