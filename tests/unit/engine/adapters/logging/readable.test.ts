import { expect, test } from 'vitest';
import { readableLine } from '../../../../../engine/adapters/logging/readable.ts';

const LINE = { level: 30, time: 0, pid: 1, name: 'hub', msg: 'serving', port: 3000 };

test('one line: time, process, words, fields', () => {
  expect(readableLine(LINE, false)).toMatch(/^\d\d:\d\d:00 hub {5}serving {2}port=3000\n$/);
});

test('colors only where asked for', () => {
  expect(readableLine({ ...LINE, level: 50 }, false)).not.toContain('\x1b');
  expect(readableLine({ ...LINE, level: 50 }, true)).toContain('\x1b[31mERROR serving\x1b[0m');
});

test("what others have said steers no terminal: the words stand as they are, and nothing hides a line's beginning", () => {
  const cause = '\x1b]0;PWNED\x07\x1b[31mred\r22:00:00 desk   all flat';
  for (const line of [
    { ...LINE, cause },
    { ...LINE, msg: cause },
    { ...LINE, name: cause },
    { ...LINE, more: { cause } },
  ]) {
    const shown = readableLine(line, false);
    // eslint-disable-next-line no-control-regex
    expect(shown).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
    expect(shown).toContain('u001b]0;PWNED');
  }
  expect(readableLine({ ...LINE, cause: 'a\u202eb\u009b2J' }, false)).toContain('cause=a\\u202eb\\u009b2J');
});

test('a stack stands below its line', () => {
  expect(readableLine({ ...LINE, fault: 'Error: x\n    at y' }, false)).toContain('\n  Error: x\n      at y');
});
