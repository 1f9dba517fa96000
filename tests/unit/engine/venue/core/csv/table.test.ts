import { expect, test } from 'vitest';
import { readTable } from '../../../../../../engine/venue/core/csv/table.ts';

test('delimiters, line endings, byte order mark, blank lines, quotes', () => {
  expect(readTable('\uFEFFtime;open\r\n\r\n1;2\r\n')).toEqual({
    header: ['time', 'open'],
    delimiter: ';',
    rows: [{ line: 3, cells: ['1', '2'] }],
  });
  expect(readTable('a\tb\n1\t"x\ty ""z"""').rows).toEqual([{ line: 2, cells: ['1', 'x\ty "z"'] }]);
});

test('a first line of data is no header', () => {
  expect(readTable('20240115 143000;1;2;3;4;5').header).toBeUndefined();
  expect(readTable('').rows).toEqual([]);
});
