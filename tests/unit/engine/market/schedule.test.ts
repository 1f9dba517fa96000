import { describe, expect, test } from 'vitest';
import { cellEndAtOrAfter, cellStartOf, ForcedTimes, forcedTimes } from '../../../../engine/market/schedule.ts';
import { ALWAYS, CME } from '../../../../engine/domain/session.ts';
import { dayNumber } from '../../../../engine/domain/civil-day.ts';
import { CHICAGO, epochAt, wallText } from '../../../../engine/domain/zone.ts';

const at = (y: number, m: number, d: number, hour = 0, minute = 0): number =>
  epochAt(CHICAGO, dayNumber(y, m, d), hour * 60 + minute);
const show = (times: readonly number[]): string[] => times.map((t) => wallText(CHICAGO, t));

test('cells', () => {
  expect([cellStartOf(999), cellStartOf(1_000), cellEndAtOrAfter(1_000), cellEndAtOrAfter(1_001)]).toEqual([
    750, 1_000, 1_000, 1_250,
  ]);
});

describe('forced times', () => {
  test('an ordinary day over daylight saving: Chicago hours stay', () => {
    const ordinary = ['16:00', '17:00', '15:05', '15:08', '16:00', '17:00'];
    for (const [y, m, d] of [
      [2024, 3, 11],
      [2024, 11, 4],
      [2026, 11, 3],
    ] as const) {
      expect(
        show(forcedTimes(CME, ['MNQ'], at(y, m, d, 15, 30), at(y, m, d + 1, 18))).map((text) => text.slice(11)),
      ).toEqual(ordinary);
    }
  });

  test('Thanksgiving of two kinds of contract', () => {
    expect(show(forcedTimes(CME, ['MNQ', 'MGC'], at(2023, 11, 23, 6), at(2023, 11, 24, 23)))).toEqual([
      '2023-11-23 11:50',
      '2023-11-23 11:53',
      '2023-11-23 12:00',
      '2023-11-23 13:20',
      '2023-11-23 13:23',
      '2023-11-23 13:30',
      '2023-11-23 17:00',
      '2023-11-24 12:05',
      '2023-11-24 12:08',
      '2023-11-24 12:15',
      '2023-11-24 12:35',
      '2023-11-24 12:38',
      '2023-11-24 12:45',
    ]);
  });

  test('roll at the session start, and before an expiry that the recording shows', () => {
    expect(show(forcedTimes(CME, ['MES'], at(2024, 3, 6, 16, 30), at(2024, 3, 6, 20)))).toEqual(['2024-03-06 17:00']);
    const calendar = { mode: 'cme', rolls: { MES: [{ atMs: at(2024, 3, 15, 8, 30), kind: 'expiry' }] } } as const;
    expect(show(forcedTimes(calendar, ['MES'], at(2024, 3, 15, 6), at(2024, 3, 15, 18)))).toEqual([
      '2024-03-15 08:20',
      '2024-03-15 08:23',
      '2024-03-15 08:30',
    ]);
  });

  test('always: only the change of the trading day and rolls', () => {
    expect(show(forcedTimes(ALWAYS, ['MNQ'], at(2026, 11, 21), at(2026, 11, 23)))).toEqual([
      '2026-11-21 17:00',
      '2026-11-22 17:00',
    ]);
  });

  test('asked one after another, and back again', () => {
    const all = forcedTimes(CME, ['MNQ', 'MGC'], at(2026, 10, 1), at(2026, 12, 20));
    const forced = new ForcedTimes(CME, ['MNQ', 'MGC']);
    let t = at(2026, 10, 1);
    const seen: number[] = [];
    while (seen.length < all.length) seen.push((t = forced.nextAfter(t)));
    expect(seen).toEqual(all);
    for (const i of [40, 3, 90, 91, 0]) expect(forced.nextAfter((all[i] ?? 0) - 1)).toBe(all[i]);
  });
});
