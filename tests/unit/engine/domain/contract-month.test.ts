import { describe, expect, test } from 'vitest';
import { contractAt, contractOf, frontMonthAt, lastTradeDay } from '../../../../engine/domain/contract-month.ts';
import { specOf } from '../../../../engine/domain/catalog.ts';
import { dayNumber, dayText } from '../../../../engine/domain/civil-day.ts';
import { CHICAGO, epochAt, wallText } from '../../../../engine/domain/zone.ts';
import { ALWAYS, CME, sessionAt } from '../../../../engine/domain/session.ts';
import { InvariantError } from '../../../../engine/domain/assert.ts';

const last = (root: string, year: number, month: number): string =>
  dayText(lastTradeDay(specOf(root).lastTrade, year, month));
const at = (y: number, m: number, d: number, hour = 12): number => epochAt(CHICAGO, dayNumber(y, m, d), hour * 60);

describe('last trading day', () => {
  test('index: third Friday, the day before where it is a holiday', () => {
    expect(last('MNQ', 2026, 12)).toBe('2026-12-18');
    expect(last('MES', 2024, 3)).toBe('2024-03-15');
    // Juneteenth 2026 is the third Friday of June.
    expect(last('ES', 2026, 6)).toBe('2026-06-18');
  });

  test('gold: third last business day', () => {
    expect(last('MGC', 2026, 12)).toBe('2026-12-29');
    expect(last('GC', 2024, 4)).toBe('2024-04-26');
  });

  test('euro: two business days before the third Wednesday', () => {
    expect(last('M6E', 2026, 12)).toBe('2026-12-14');
    expect(last('6E', 2024, 3)).toBe('2024-03-18');
  });

  test('crude: three business days before the 25th of the month before, four where that is none; the micro a day earlier', () => {
    expect(last('CL', 2024, 4)).toBe('2024-03-20');
    expect(last('CL', 2027, 1)).toBe('2026-12-21');
    expect(last('CL', 2026, 6)).toBe('2026-05-19');
    expect(last('MCL', 2024, 4)).toBe('2024-03-19');
  });

  test('hours', () => {
    expect(wallText(CHICAGO, contractOf(specOf('MNQ'), 2026, 12).lastTradeMs)).toBe('2026-12-18 08:30');
    expect(wallText(CHICAGO, contractOf(specOf('M6E'), 2026, 12).lastTradeMs)).toBe('2026-12-14 09:16');
  });

  test('a month that is not traded', () => {
    expect(() => contractOf(specOf('MNQ'), 2026, 11)).toThrow(InvariantError);
  });
});

describe('front month', () => {
  test('today', () => {
    const roots = ['MNQ', 'MES', 'MGC', 'M6E', 'CL', '6E'];
    expect(roots.map((root) => contractAt(CME, root, at(2026, 11, 20)).id)).toEqual([
      'MNQZ6',
      'MESZ6',
      'MGCZ6',
      'M6EZ6',
      'CLF7',
      '6EZ6',
    ]);
    expect(contractAt(ALWAYS, 'MNQ', at(2026, 11, 21)).id).toBe('MNQZ6');
  });

  test('index rolls eight days before expiry, at the session start', () => {
    const front = frontMonthAt(CME, 'MNQ', at(2026, 12, 1));
    expect(wallText(CHICAGO, front.untilMs)).toBe('2026-12-09 17:00');
    expect(contractAt(CME, 'MNQ', front.untilMs - 1).id).toBe('MNQZ6');
    expect(contractAt(CME, 'MNQ', front.untilMs).id).toBe('MNQH7');
  });

  test('gold leaves December in late November, before first notice', () => {
    expect(contractAt(CME, 'MGC', at(2023, 11, 22)).id).toBe('MGCZ3');
    expect(contractAt(CME, 'MGC', at(2023, 12, 1)).id).toBe('MGCG4');
  });

  test('reigns join, and every contract rolls at an opening before its last trade', () => {
    for (const root of ['MNQ', 'MGC', 'M6E', 'CL', 'MCL']) {
      let front = frontMonthAt(CME, root, at(2021, 1, 5));
      while (front.untilMs < at(2030, 1, 1)) {
        const next = frontMonthAt(CME, root, front.untilMs);
        expect(next.fromMs).toBe(front.untilMs);
        expect(front.untilMs).toBeLessThan(front.contract.lastTradeMs);
        expect(sessionAt(CME, root, front.untilMs)?.openMs).toBe(front.untilMs);
        front = next;
      }
    }
  });

  test('a recording that stops at the expiry keeps its contract until then', () => {
    const expiry = contractOf(specOf('MES'), 2024, 3).lastTradeMs;
    const calendar = { mode: 'cme', rolls: { MES: [{ atMs: expiry, kind: 'expiry' }] } } as const;
    expect(contractAt(CME, 'MES', expiry - 1).id).toBe('MESM4');
    expect(contractAt(calendar, 'MES', expiry - 1).id).toBe('MESH4');
    expect(contractAt(calendar, 'MES', expiry).id).toBe('MESM4');
    expect(contractAt(calendar, 'MGC', expiry).id).toBe(contractAt(CME, 'MGC', expiry).id);
  });

  test('a recording that jumps keeps its contract until the jump', () => {
    const jump = Date.parse('2025-09-16T08:15:00Z');
    const calendar = { mode: 'cme', rolls: { MNQ: [{ atMs: jump, kind: 'jump' }] } } as const;
    expect(contractAt(calendar, 'MNQ', jump - 1).id).toBe('MNQU5');
    expect(contractAt(calendar, 'MNQ', jump).id).toBe('MNQZ5');
  });
});
