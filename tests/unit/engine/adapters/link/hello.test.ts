import { expect, test } from 'vitest';
import { parseHello, sameSecret } from '../../../../../engine/adapters/link/hello.ts';

const HELLO = { t: 'hello', version: 1, role: 'venue', name: 'venue', secret: 's', pid: 7 };

test('takes a hello as it is, and nothing else', () => {
  expect(parseHello(JSON.stringify(HELLO))).toEqual(HELLO);
  expect(parseHello(JSON.stringify({ ...HELLO, run: 'run-1' }))).toEqual({ ...HELLO, run: 'run-1' });
  for (const wrong of [
    '',
    '{',
    '[]',
    'null',
    JSON.stringify({ ...HELLO, role: 'owner' }),
    JSON.stringify({ ...HELLO, pid: -1 }),
  ]) {
    expect(parseHello(wrong)).toBeUndefined();
  }
});

test('secrets of any length compare', () => {
  expect(sameSecret('abc', 'abc')).toBe(true);
  expect(sameSecret('abc', 'abd')).toBe(false);
  expect(sameSecret('abc', '')).toBe(false);
});
