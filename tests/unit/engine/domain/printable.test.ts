import { expect, test } from 'vitest';
import { PRINTABLE, printable } from '../../../../engine/domain/printable.ts';

test('signs that steer a terminal, break a line or turn the direction of writing are found and written out', () => {
  for (const sign of ['\u001b', '\r', '\n', '\u0000', '\u009b', '\u2028', '\u202e', '\u2066', '\u200f', '\ud800']) {
    expect(PRINTABLE.test(`a${sign}b`)).toBe(false);
    expect(PRINTABLE.test(printable(`a${sign}b`))).toBe(true);
  }
  expect(printable('\u001b]0;PWNED\u0007 red')).toBe('\\u001b]0;PWNED\\u0007 red');
});

test('everything that people write is left as it is', () => {
  for (const text of ["O'Brien's desk", 'Größe 25 €', '相場', 'שלום', '👩‍💻 phone', 'a\u00a0b']) {
    expect([PRINTABLE.test(text), printable(text)]).toEqual([true, text]);
  }
});
