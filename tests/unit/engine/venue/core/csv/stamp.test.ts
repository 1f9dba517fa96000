import { describe, expect, test } from 'vitest';
import { readStamp, resolveNaive } from '../../../../../../engine/venue/core/csv/stamp.ts';
import { NEW_YORK } from '../../../../../../engine/domain/zone.ts';

const at = Date.parse('2024-01-15T14:30:00Z');

describe('readStamp', () => {
  test.each([
    '2024-01-15T14:30:00Z',
    '2024-01-15 14:30:00+00:00',
    '2024-01-15T08:30:00-06:00',
    '2024-01-15 14:30 UTC',
    '2024-01-15T14:30:00.000000000Z',
    '2024-01-15T20:00:00+0530',
    '1705329000',
    '1705329000000',
    '1705329000000000',
    '1705329000000000000',
  ])('%s is an instant', (text) => {
    expect(readStamp(text, undefined)).toEqual({ kind: 'instant', timeMs: at });
  });

  test.each(['2024-01-15 14:30:00', '2024-01-15T14:30', '20240115 143000', '20240115 1430'])(
    '%s names no zone',
    (text) => {
      expect(readStamp(text, undefined)).toEqual({ kind: 'naive', wallMs: at });
    },
  );

  test('slashes need their order said', () => {
    expect(readStamp('01/15/2024 14:30', 'mdy')).toEqual({ kind: 'naive', wallMs: at });
    expect(readStamp('15/01/2024 14:30:00', 'dmy')).toEqual({ kind: 'naive', wallMs: at });
    expect(readStamp('15/01/2024 14:30:00', 'mdy')).toBeUndefined();
    expect(readStamp('01/15/2024 14:30', undefined)).toBeUndefined();
  });

  test.each(['', 'today', '2024-02-30T00:00:00Z', '2024-01-15T25:00:00Z', '2024-01-15T14:61:00Z', '2024-13-01', '12'])(
    '"%s" is no stamp',
    (text) => {
      expect(readStamp(text, undefined)).toBeUndefined();
    },
  );
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
