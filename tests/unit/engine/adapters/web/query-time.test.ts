import { describe, expect, it } from 'vitest';
import { parseQueryTime } from '../../../../../engine/adapters/web/query-time.ts';

describe('parseQueryTime', () => {
  it('reads epoch milliseconds, zoned ISO and dates', () => {
    expect(parseQueryTime('from', undefined)).toBeUndefined();
    expect(parseQueryTime('from', '1700000000000')).toBe(1_700_000_000_000);
    expect(parseQueryTime('from', '2026-11-20')).toBe(Date.UTC(2026, 10, 20));
    expect(parseQueryTime('from', '2026-11-20T10:00:00-06:00')).toBe(Date.UTC(2026, 10, 20, 16));
    expect(parseQueryTime('from', '2026-11-20T10:00:00.123Z')).toBe(Date.UTC(2026, 10, 20, 10, 0, 0, 123));
  });

  it('refuses what it would have to guess', () => {
    for (const text of ['2026-11-20T10:00:00', 'yesterday', '2026-13-40', '20/11/2026']) {
      expect(() => parseQueryTime('from', text)).toThrow(/from: expected/);
    }
  });
});
