import { expect, test } from 'vitest';
import { recognize } from '../../../../../../engine/venue/core/csv/mapping.ts';
import { readTable } from '../../../../../../engine/venue/core/csv/table.ts';

const layout = (text: string, mapping = {}) => recognize(readTable(text), mapping);

test('kinds of files', () => {
  expect(layout('timestamp,open,high,low,close,volume\n1,2,3,4,5,6')).toMatchObject({
    format: 'bars',
    time: 0,
    volume: 5,
  });
  expect(layout('time,open,high,low,close,Plot,Volume,Volume MA\n1,2,2,2,2,9,5,7')).toMatchObject({
    format: 'tradingview',
    volume: 6,
  });
  expect(layout('ts_event,rtype,instrument_id,open,high,low,close,volume\n1,33,7,2000000000,2,2,2,2')).toMatchObject({
    format: 'databento',
    instrument: 2,
    priceScale: 1e-9,
  });
  expect(layout('ts_event,open,high,low,close,volume\n1,2.25,2.5,2,2,2')).toMatchObject({ priceScale: 1 });
  expect(layout('Date,Time,Open,High,Low,Last,Volume\n1,2,3,4,5,6,7')).toMatchObject({
    format: 'named columns',
    date: 0,
    time: 1,
    close: 5,
  });
  expect(layout('20240115 143000;1;2;3;4;5')).toMatchObject({ format: 'no header', time: 0, volume: 5 });
});

test('what is missing is named; a mapping says it', () => {
  expect(layout('when,open,high,low,close\n1,2,2,2,2')).toEqual({ missing: 'time' });
  expect(layout('time,open,high,low\n1,2,2,2')).toEqual({ missing: 'close' });
  expect(layout('1,2,3')).toEqual({ missing: 'header' });
  expect(layout('when,open,high,low,bid\n1,2,2,2,2', { time: 'When', close: 4, priceScale: 0.01 })).toMatchObject({
    format: 'mapping',
    time: 0,
    close: 4,
    volume: undefined,
    priceScale: 0.01,
  });
});
