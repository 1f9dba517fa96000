import { describe, expect, test } from 'vitest';
import type { Calendar } from '../../../../engine/domain/session.ts';
import {
  ALWAYS,
  CME,
  flatBy,
  isOpen,
  nextClose,
  nextOpen,
  nextTradingDayMs,
  previousSession,
  sessionAt,
  sessionsBetween,
  tradingDay,
  tradingDaySpan,
} from '../../../../engine/domain/session.ts';
import { CHICAGO, epochAt, wallText } from '../../../../engine/domain/zone.ts';
import { dayNumber } from '../../../../engine/domain/civil-day.ts';
import { defined } from '../../../../engine/domain/assert.ts';

const utc = (text: string): number => Date.parse(text);
const chicago = (y: number, m: number, d: number, hour: number, minute = 0): number =>
  epochAt(CHICAGO, dayNumber(y, m, d), hour * 60 + minute);
const show = (ms: number): string => wallText(CHICAGO, ms);

describe('trading day', () => {
  test.each([
    ['2026-11-19T23:00:00Z', '2026-11-20'],
    ['2026-11-19T22:59:59.999Z', '2026-11-19'],
    ['2026-07-14T22:00:00Z', '2026-07-15'],
    ['2026-11-22T23:00:00Z', '2026-11-23'],
    ['2026-03-06T23:30:00Z', '2026-03-09'],
    ['2026-03-08T22:00:00Z', '2026-03-09'],
    // Holiday sessions belong to the next business day.
    ['2024-01-15T15:00:00Z', '2024-01-16'],
    ['2024-01-14T23:00:00Z', '2024-01-16'],
    ['2023-11-23T15:00:00Z', '2023-11-24'],
    ['2022-01-17T17:59:00Z', '2022-01-18'],
    ['2024-03-28T23:00:00Z', '2024-04-01'],
  ])('%s is of %s', (time, day) => {
    expect(tradingDay(CME, utc(time))).toBe(day);
  });

  test('always: the date, on seven days, from 17:00 to 17:00', () => {
    expect(tradingDay(ALWAYS, utc('2026-11-21T22:59:00Z'))).toBe('2026-11-21');
    expect(tradingDay(ALWAYS, utc('2026-11-21T23:00:00Z'))).toBe('2026-11-22');
    expect(tradingDay(ALWAYS, utc('2026-11-26T15:00:00Z'))).toBe('2026-11-26');
  });

  test('spans join without gap or overlap over a year', () => {
    for (const calendar of [CME, ALWAYS]) {
      let t = chicago(2026, 1, 2, 12);
      while (t < chicago(2027, 1, 10, 0)) {
        const day = tradingDay(calendar, t);
        const span = tradingDaySpan(calendar, day);
        expect(span.fromMs).toBeLessThanOrEqual(t);
        expect(tradingDay(calendar, span.fromMs)).toBe(day);
        expect(tradingDay(calendar, span.toMs - 1)).toBe(day);
        expect(tradingDay(calendar, span.toMs)).not.toBe(day);
        expect(nextTradingDayMs(calendar, t)).toBe(span.toMs);
        t = span.toMs;
      }
    }
  });
});

describe('sessions', () => {
  test('an ordinary week: 17:00 to 16:00, closed from Friday to Sunday', () => {
    const week = sessionsBetween(CME, 'MNQ', chicago(2026, 11, 15, 0), chicago(2026, 11, 22, 0));
    expect(week.map((s) => `${show(s.openMs)} ${show(s.closeMs)} ${s.tradingDay}`)).toEqual([
      '2026-11-15 17:00 2026-11-16 16:00 2026-11-16',
      '2026-11-16 17:00 2026-11-17 16:00 2026-11-17',
      '2026-11-17 17:00 2026-11-18 16:00 2026-11-18',
      '2026-11-18 17:00 2026-11-19 16:00 2026-11-19',
      '2026-11-19 17:00 2026-11-20 16:00 2026-11-20',
    ]);
    expect(nextOpen(CME, 'MNQ', chicago(2026, 11, 20, 16))).toBe(chicago(2026, 11, 22, 17));
    expect(nextClose(CME, 'MNQ', chicago(2026, 11, 20, 16))).toBe(chicago(2026, 11, 23, 16));
    expect(previousSession(CME, 'MNQ', chicago(2026, 11, 22, 12)).closeMs).toBe(chicago(2026, 11, 20, 16));
  });

  test('the daily break', () => {
    expect(isOpen(CME, 'MES', chicago(2026, 11, 18, 15, 59))).toBe(true);
    expect(isOpen(CME, 'MES', chicago(2026, 11, 18, 16))).toBe(false);
    expect(isOpen(CME, 'MES', chicago(2026, 11, 18, 16, 59))).toBe(false);
    expect(isOpen(CME, 'MES', chicago(2026, 11, 18, 17))).toBe(true);
    expect(isOpen(ALWAYS, 'MES', chicago(2026, 11, 18, 16, 30))).toBe(true);
    expect(isOpen(ALWAYS, 'MES', chicago(2026, 11, 21, 12))).toBe(true);
  });

  test('openings move in UTC with daylight saving and stay at 17:00 Chicago', () => {
    expect(isOpen(CME, 'MGC', utc('2024-03-08T22:30:00Z'))).toBe(false);
    expect(sessionAt(CME, 'MGC', utc('2024-03-10T22:00:00Z'))?.openMs).toBe(utc('2024-03-10T22:00:00Z'));
    expect(sessionAt(CME, 'MGC', utc('2024-03-10T21:59:59Z'))).toBeUndefined();
    expect(sessionAt(CME, 'MGC', utc('2024-11-03T23:00:00Z'))?.openMs).toBe(utc('2024-11-03T23:00:00Z'));
    expect(sessionAt(CME, 'MGC', utc('2024-11-03T22:59:59Z'))).toBeUndefined();
  });

  test('Thanksgiving: early closes by kind, both sessions of one trading day', () => {
    const close = (root: string, day: number) => show(nextClose(CME, root, chicago(2023, 11, day, 10)));
    expect([close('MNQ', 23), close('MGC', 23), close('MCL', 23), close('M6E', 23)]).toEqual([
      '2023-11-23 12:00',
      '2023-11-23 13:30',
      '2023-11-23 13:30',
      '2023-11-23 16:00',
    ]);
    expect([close('MNQ', 24), close('MGC', 24), close('M6E', 24)]).toEqual([
      '2023-11-24 12:15',
      '2023-11-24 12:45',
      '2023-11-24 12:15',
    ]);
    expect(nextOpen(CME, 'MNQ', chicago(2023, 11, 23, 13))).toBe(chicago(2023, 11, 23, 17));
    expect(nextOpen(CME, 'MNQ', chicago(2023, 11, 24, 13))).toBe(chicago(2023, 11, 26, 17));
  });

  test('Good Friday and New Year: nothing in the evening before either', () => {
    expect(nextOpen(CME, 'MES', chicago(2024, 3, 28, 16))).toBe(chicago(2024, 3, 31, 17));
    expect(nextOpen(CME, 'MES', chicago(2023, 12, 29, 16))).toBe(chicago(2024, 1, 1, 17));
  });

  test('flat-by: 15:05 and 15:08, before an early close 10 and 7 minutes, none in always', () => {
    const at = (calendar: Calendar, t: number) => flatBy(calendar, defined(sessionAt(calendar, 'MNQ', t), 'session'));
    expect(at(CME, chicago(2026, 7, 15, 9))).toEqual({
      entriesEndMs: chicago(2026, 7, 15, 15),
      strategyMs: chicago(2026, 7, 15, 15, 5),
      backstopMs: chicago(2026, 7, 15, 15, 8),
    });
    expect(at(CME, chicago(2023, 11, 22, 18))).toEqual({
      entriesEndMs: chicago(2023, 11, 23, 11, 45),
      strategyMs: chicago(2023, 11, 23, 11, 50),
      backstopMs: chicago(2023, 11, 23, 11, 53),
    });
    expect(at(ALWAYS, chicago(2026, 7, 15, 9))).toBeUndefined();
  });

  test('a recording that ends its contract at the last trade: the session ends there', () => {
    const expiry = chicago(2024, 3, 15, 8, 30);
    const calendar: Calendar = { mode: 'cme', rolls: { MES: [{ atMs: expiry, kind: 'expiry' }] } };
    const session = defined(sessionAt(calendar, 'MES', chicago(2024, 3, 15, 8)), 'session');
    expect(session.closeMs).toBe(expiry);
    expect(flatBy(calendar, session)?.strategyMs).toBe(expiry - 600_000);
    expect(isOpen(calendar, 'MES', expiry)).toBe(false);
    expect(isOpen(calendar, 'MGC', expiry)).toBe(true);
    expect(nextOpen(calendar, 'MES', expiry)).toBe(chicago(2024, 3, 17, 17));
  });

  test('a recording that jumps to the next month: one session ends, the next begins', () => {
    const jump = utc('2025-09-16T08:15:00Z');
    const calendar: Calendar = { mode: 'cme', rolls: { MNQ: [{ atMs: jump, kind: 'jump' }] } };
    expect(sessionAt(calendar, 'MNQ', jump - 1)?.closeMs).toBe(jump);
    expect(sessionAt(calendar, 'MNQ', jump)?.openMs).toBe(jump);
    expect(sessionAt(calendar, 'MNQ', jump)?.closeMs).toBe(chicago(2025, 9, 16, 16));
    expect(sessionsBetween(calendar, 'MNQ', jump - 1, jump + 1)).toHaveLength(2);
  });
});
