import { describe, expect, it, test } from 'vitest';
import { parseQueryTime } from '../../../../../engine/adapters/web/query-time.ts';
import { moment } from '../../../../../engine/config/kinds.ts';

describe('parseQueryTime', () => {
  it('reads epoch milliseconds, zoned ISO and dates', () => {
    expect(parseQueryTime('from', undefined)).toBeUndefined();
    expect(parseQueryTime('from', '')).toBeUndefined();
    expect(parseQueryTime('from', '1700000000000')).toBe(1_700_000_000_000);
    expect(parseQueryTime('from', '2026-11-20')).toBe(Date.UTC(2026, 10, 20));
    expect(parseQueryTime('from', '2026-11-20T10:00:00-06:00')).toBe(Date.UTC(2026, 10, 20, 16));
    expect(parseQueryTime('from', '2026-11-20T10:00:00.123Z')).toBe(Date.UTC(2026, 10, 20, 10, 0, 0, 123));
  });

  it('reads epoch seconds as seconds', () => {
    expect(parseQueryTime('from', '1700000000')).toBe(1_700_000_000_000);
    expect(parseQueryTime('from', '1700000000.25')).toBe(1_700_000_000_250);
    expect(parseQueryTime('from', '0')).toBe(0);
  });

  test.each([
    ['2026-11-20T10:00', Date.UTC(2026, 10, 20, 10)],
    ['2026-11-20 10:00:00', Date.UTC(2026, 10, 20, 10)],
    ['2026-11-20T10:00:00.5', Date.UTC(2026, 10, 20, 10, 0, 0, 500)],
    ['2026-11-20T10:00:00-0600', Date.UTC(2026, 10, 20, 16)],
  ])('reads %s as the configuration does: UTC without a zone', (text, timeMs) => {
    expect(parseQueryTime('from', text)).toBe(timeMs);
    expect(moment.fromText(text)).toEqual({ ok: true, value: timeMs });
  });

  test('reads what pages of Python send, with microseconds', () => {
    expect(parseQueryTime('start', '2026-11-20T10:00:00.123456')).toBe(Date.UTC(2026, 10, 20, 10, 0, 0, 123));
  });

  it('refuses what it would have to guess', () => {
    for (const text of [
      'yesterday',
      '2026-13-40',
      '2026-02-30',
      '20/11/2026',
      '2026-11-20T',
      '2026-11-20Tten',
      '1700000000000000000',
      '-5',
    ]) {
      expect(() => parseQueryTime('from', text)).toThrow(/from: expected/);
    }
  });
});
