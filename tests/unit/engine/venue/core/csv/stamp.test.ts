import { describe, expect, test } from 'vitest';
import {
  chooseShape,
  resolveNaive,
  type DateOrder,
  type Stamp,
} from '../../../../../../engine/venue/core/csv/stamp.ts';
import { NEW_YORK } from '../../../../../../engine/domain/zone.ts';

const at = Date.parse('2024-01-15T14:30:00Z');

function readStamp(text: string, order?: DateOrder): Stamp | undefined {
  const choice = chooseShape([text], order);
  return choice.kind === 'shape' ? choice.shape.read(text) : undefined;
}

describe('a stamp', () => {
  test.each([
    '2024-01-15T14:30:00Z',
    '2024-01-15 14:30:00+00:00',
    '2024-01-15T08:30:00-06:00',
    '2024-01-15 14:30 UTC',
    '2024-01-15T14:30:00.000000000Z',
    '2024-01-15T20:00:00+0530',
    '2024-01-15T08:30:00-06:00[America/Chicago]',
    '20240115 08:30:00 CST',
    'Mon Jan 15 2024 08:30:00 GMT-0600 (Central Standard Time)',
    '1705329000',
    '1705329000.0',
    '1.705329e9',
    '1705329000000',
    '1705329000000000',
    '1705329000000000000',
    '1.705329e+18',
  ])('%s is an instant', (text) => {
    expect(readStamp(text)).toMatchObject({ kind: 'instant', timeMs: at });
  });

  test.each([
    '2024-01-15 14:30:00',
    '2024-01-15T14:30',
    '2024/1/15 14:30',
    '2024.01.15 14:30:00.000',
    '2024-01-15 2:30 PM',
    '20240115 143000',
    '20240115 1430',
    '20240115_143000',
    '20240115-14:30:00',
    '202401151430',
    '20240115143000',
    '15-Jan-2024 14:30',
    '15 January 2024 02:30:00 p.m.',
    'Jan 15, 2024 14:30',
    '1/15/2024 2:30:00 PM',
    '15.01.2024 14:30',
    '15/01/2024 14:30:00',
    '45306.604166666664',
  ])('%s names no zone', (text) => {
    expect(readStamp(text)).toMatchObject({ kind: 'naive', wallMs: at, zone: undefined });
  });

  test.each(['20240115 09:30:00 US/Eastern', '2024-01-15 09:30 America/New_York', '1/15/2024 9:30 AM ET'])(
    '%s names its zone',
    (text) => {
      const stamp = readStamp(text);
      expect(stamp?.kind === 'naive' && stamp.zone?.offsetMs(at)).toBe(-5 * 3_600_000);
    },
  );

  test('midnight and noon of a clock of twelve hours, the end of a day', () => {
    expect(readStamp('2024-01-15 12:05 AM')).toMatchObject({ wallMs: Date.parse('2024-01-15T00:05:00Z') });
    expect(readStamp('2024-01-15 12:05 PM')).toMatchObject({ wallMs: Date.parse('2024-01-15T12:05:00Z') });
    expect(readStamp('2024-01-15 24:00')).toMatchObject({ wallMs: Date.parse('2024-01-16T00:00:00Z') });
  });

  test.each([
    '',
    'today',
    '2024-02-30T00:00:00Z',
    '2024-01-15T25:00:00Z',
    '2024-01-15T24:01:00Z',
    '2024-01-15T14:61:00Z',
    '2024-01-15 13:30 PM',
    '2024-01-15 0:30 AM',
    '2024-01-15 14:30 Mars/Base',
    '2024-13-01',
    '24112.25x',
    '12',
  ])('"%s" is no stamp', (text) => {
    expect(readStamp(text)).toBeUndefined();
  });
});

describe('the order of day and month', () => {
  const days = (...texts: string[]) => chooseShape(texts, undefined);

  test('one row that can be read in one order only decides for all', () => {
    expect(days('3/4/2024 8:30', '3/13/2024 8:30')).toMatchObject({ shape: { order: 'mdy' } });
    expect(days('3/4/2024 8:30', '13/4/2024 8:30')).toMatchObject({ shape: { order: 'dmy' } });
    expect(days('24/3/4', '24/3/31')).toMatchObject({ shape: { order: 'ymd' } });
  });

  test('without such a row it is a question', () => {
    expect(days('3/4/2024 8:30', '3/5/2024 8:30')).toMatchObject({ kind: 'ask', orders: ['mdy', 'dmy'] });
    expect(days('03/04/24 8:30')).toMatchObject({ kind: 'ask', orders: ['mdy', 'dmy', 'ymd'] });
  });

  test('what a person has told holds', () => {
    expect(readStamp('03/04/2024 14:30', 'mdy')).toMatchObject({ wallMs: Date.parse('2024-03-04T14:30:00Z') });
    expect(readStamp('03/04/2024 14:30', 'dmy')).toMatchObject({ wallMs: Date.parse('2024-04-03T14:30:00Z') });
    expect(readStamp('15/01/2024 14:30:00', 'mdy')).toBeUndefined();
  });
});

describe('resolveNaive', () => {
  const wall = (text: string): number => Date.parse(`${text}Z`);

  test('an ordinary clock', () => {
    expect(resolveNaive(NEW_YORK, wall('2024-01-15T09:30:00'), 0)).toBe(at);
  });

  test('a clock that does not exist', () => {
    expect(resolveNaive(NEW_YORK, wall('2024-03-10T02:30:00'), 0)).toBeUndefined();
  });

  test('the repeated hour: its first run, or its second when time must go on', () => {
    const first = Date.parse('2024-11-03T05:30:00Z');
    expect(resolveNaive(NEW_YORK, wall('2024-11-03T01:30:00'), 0)).toBe(first);
    expect(resolveNaive(NEW_YORK, wall('2024-11-03T01:30:00'), first + 1_800_000)).toBe(first + 3_600_000);
  });
});
