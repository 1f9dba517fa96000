import { expect, test } from 'vitest';
import { tableWithNames, tableWithoutNames } from '../../../../../../engine/venue/core/csv/find-table.ts';
import { textOf } from '../../../../../../engine/venue/core/csv/source.ts';
import { headLines, rowsFrom } from '../../../../../../engine/venue/core/csv/table.ts';

const head = (text: string) => headLines(textOf(text), 60);
const rows = (text: string, delimiter: ',' | '\t' | ';' | ' ') => [...rowsFrom(textOf(text), 1, delimiter)];

test('line endings, byte order mark, blank lines, quotes, any number of spaces', () => {
  expect(rows('\uFEFF1;2\r\n\r\n3;4\r\n', ';')).toEqual([
    { line: 1, cells: ['1', '2'] },
    { line: 3, cells: ['3', '4'] },
  ]);
  expect(rows('1\t"x\ty ""z"""', '\t')).toEqual([{ line: 1, cells: ['1', 'x\ty "z"'] }]);
  expect(rows('  1   2 3', ' ')).toEqual([{ line: 1, cells: ['1', '2', '3'] }]);
});

test.each([
  ['time;open;high;low;close', ';', 0],
  ['sep=;\ntime;open;high;low;close', ';', 1],
  ['https://example.org\n"Time","Open","High","Low","Close"', ',', 1],
  ['Instrument\tMNQ 12-26\n\nDate\tOpen\tHigh\tLow\tLast', '\t', 1],
  ['<DATE>|<OPEN>|<HIGH>|<LOW>|<CLOSE>', '|', 0],
  ['# Time, Open (USD), High (USD), Low (USD), Close (USD)', ',', 0],
  ['Datum  Eröffnung  Hoch  Tief  Schluss', ' ', 0],
])('the names are found, and what stands before them: %s', (text, delimiter, before) => {
  const row = ['2024-01-08', 1, 2, 1, 2].join(delimiter);
  expect(tableWithNames(head(`${text}\n${row}`), {})).toMatchObject({ delimiter, before, width: 5, under: [] });
});

test('lines between the names and the first row', () => {
  const text = 'Price,Close,High,Low,Open\nTicker,ES1!,ES1!,ES1!,ES1!\nDatetime,,,,\n2024-01-08 10:00,1,2,1,2';
  expect(tableWithNames(head(text), {})).toMatchObject({ fromLine: 4, under: [{ length: 5 }, { length: 5 }] });
  const missing = 'time,open,high,low,close\n2024-01-08 10:00,null,null,null,null\n2024-01-08 10:01,1,2,1,2';
  expect(tableWithNames(head(missing), {})).toMatchObject({ fromLine: 2, under: [] });
});

test('a table without names begins with its first row of numbers', () => {
  const text = 'MNQ 12-26\n20240115 143000;1;2;1;2;5\n20240115 143100;1;2;1;2;5';
  expect(tableWithNames(head(text), {})).toBeUndefined();
  expect(tableWithoutNames(head(text), 5)).toMatchObject({ delimiter: ';', width: 6, fromLine: 2, before: 1 });
  expect(tableWithoutNames(head('1,2,3'), 5)).toBeUndefined();
});
