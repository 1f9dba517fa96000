import { expect, test } from 'vitest';
import type { ColumnMapping } from '../../../../../../engine/config/settings.ts';
import { tableWithNames, tableWithoutNames } from '../../../../../../engine/venue/core/csv/find-table.ts';
import { recognize } from '../../../../../../engine/venue/core/csv/mapping.ts';
import { textOf } from '../../../../../../engine/venue/core/csv/source.ts';
import { headLines, rowsFrom } from '../../../../../../engine/venue/core/csv/table.ts';

function layout(text: string, mapping: ColumnMapping = {}) {
  const source = textOf(text);
  const head = headLines(source, 60);
  const table = tableWithNames(head, mapping) ?? tableWithoutNames(head, 5);
  if (table === undefined) throw new Error('expected a table');
  return recognize(table, [...rowsFrom(source, table.fromLine, table.delimiter)], mapping);
}

test('columns by their names', () => {
  const row = '2024-01-15 14:30';
  expect(layout(`timestamp,open,high,low,close,volume\n${row},2,3,2,2,6`)).toMatchObject({
    layout: { times: [[0]], open: 1, close: 4, volumes: [[5]] },
  });
  expect(layout(`time,open,high,low,close,Plot,Volume,Volume MA\n${row},2,2,2,2,9,5,7`)).toMatchObject({
    layout: { volumes: [[6]] },
  });
  expect(layout(`ts_event,rtype,instrument_id,open,high,low,close,volume\n${row},33,7,2,2,2,2,2`)).toMatchObject({
    layout: { instrument: 2 },
  });
  expect(layout('Date,Time,Open,High,Low,Last,Volume\n2024-01-15,14:30,3,4,3,3,7')).toMatchObject({
    layout: { times: [[0, 1], [1], [0]], close: 5 },
  });
  expect(layout('Date,Time,Open,High,Low,Close,Up,Down\n2024-01-15,14:30,3,4,3,3,7,8')).toMatchObject({
    layout: { volumes: [[6, 7]] },
  });
  expect(layout(`Gmt time,Open,High,Low,Close\n${row},3,4,3,3`)).toMatchObject({ layout: { zone: 'UTC' } });
});

test('a stamp under another name, or none, is found by its cells', () => {
  expect(layout(',open,high,low,close\n2024-01-15 14:30,2,2,2,2')).toMatchObject({ layout: { times: [[0]] } });
  expect(layout('n,when,open,high,low,close\n1,2024-01-15 14:30,2,2,2,2')).toMatchObject({ layout: { times: [[1]] } });
});

test('without names: a stamp, four prices, a volume; date and time apart; an instrument before them', () => {
  expect(layout('20240115 143000;1;2;1;2;5')).toMatchObject({ layout: { times: [[0]], open: 1, volumes: [[5]] } });
  expect(layout('2024.01.15,14:30,1,2,1,2,5')).toMatchObject({ layout: { times: [[0, 1]], open: 2, volumes: [[6]] } });
  expect(layout('MNQ,20240115,143000,1,2,1,2,5')).toMatchObject({ layout: { times: [[1, 2]], instrument: 0 } });
  expect(layout('20240115 143000;1;2;1;2;5;6')).toMatchObject({ ok: false, missing: expect.stringContaining('names') });
  expect(layout('20240115 143000;1;1;2;2;5')).toMatchObject({ ok: false });
});

test('what is missing is named; a mapping says it', () => {
  expect(layout('when,open,high,low,close\n1,2,2,2,2')).toMatchObject({
    missing: expect.stringMatching(/^time among "when"/),
  });
  expect(layout('time,open,high,low\n1,2,2,2')).toMatchObject({
    missing: expect.stringMatching(/^close among "time"/),
  });
  expect(layout('time,open,high,low,close\n1,2,2,2,2', { volume: 'Ticks' })).toMatchObject({
    missing: expect.stringMatching(/^volume: none is named "Ticks" among "time"/),
  });
  expect(layout('time,open,high,low,close\n1,2,2,2,2', { volume: 9 })).toMatchObject({
    missing: 'volume: there are 5 columns, from 0 on',
  });
  expect(layout('when,open,high,low,bid\n1,2,2,2,2', { time: 'When', close: 4 })).toMatchObject({
    layout: { times: [[0]], close: 4, volumes: [], told: true },
  });
});

test('the same name over several columns is a question, with the flag that answers it', () => {
  const text =
    'Price,Close,Close,High,High,Low,Low,Open,Open\nTicker,MNQ=F,ES=F,MNQ=F,ES=F,MNQ=F,ES=F,MNQ=F,ES=F\n2024-01-15 14:30,1,2,1,2,1,2,1,2';
  expect(layout(text)).toMatchObject({
    ambiguous: expect.stringMatching(
      /close: 1 \(MNQ=F\) or 2 \(ES=F\); say which, e.g. --columns open=7,high=3,low=5,close=1/,
    ),
  });
  expect(layout(text, { open: 8, high: 4, low: 6, close: 2 })).toMatchObject({ layout: { times: [[0]], close: 2 } });
  const above =
    'Ticker,MNQ=F,MNQ=F,MNQ=F,MNQ=F,ES=F,ES=F,ES=F,ES=F\nPrice,Open,High,Low,Close,Open,High,Low,Close\nDatetime,,,,,,,,\n2024-01-15 14:30,1,2,1,2,1,2,1,2';
  expect(layout(above)).toMatchObject({ ambiguous: expect.stringContaining('open: 1 (MNQ=F) or 5 (ES=F)') });
});

test.each([
  ['timestamp_utc', 'UTC'],
  ['Time (UTC)', 'UTC'],
  ['Time (UTC-6)', '-06:00'],
  ['Date (America/New_York)', 'America/New_York'],
  ['Time (start)', undefined],
  ['Time', undefined],
])('the zone that the name "%s" says', (name, zone) => {
  const read = layout(`${name},open,high,low,close\n2024-01-15 14:30,3,4,3,3`);
  expect(read.ok && read.layout.zone).toBe(zone);
});
