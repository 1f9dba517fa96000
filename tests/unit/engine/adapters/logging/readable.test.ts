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

test('a stack stands below its line', () => {
  expect(readableLine({ ...LINE, fault: 'Error: x\n    at y' }, false)).toContain('\n  Error: x\n      at y');
});
