import { describe, expect, test } from 'vitest';
import type { DayNumber } from '../../engine/domain/civil-day.ts';
import { dayNumber, dayText, parseDay, weekday } from '../../engine/domain/civil-day.ts';
import { CME, flatBy, isOpen, nextOpen, sessionAt, tradingDay } from '../../engine/domain/session.ts';
import { CHICAGO, epochAt, wallText } from '../../engine/domain/zone.ts';
import { defined } from '../../engine/domain/assert.ts';

/** When the day's session ends, Chicago: an index, a metal, an energy, a currency. Weekdays that are absent end at 16:00. */
const ENDS = `
              MNQ    MGC    MCL    M6E
  2019-01-01 Tue  closed closed closed closed
  2019-01-21 Mon  12:00  12:00  12:00  12:00
  2019-02-18 Mon  12:00  12:00  12:00  12:00
  2019-04-19 Fri  closed closed closed closed
  2019-05-27 Mon  12:00  12:00  12:00  12:00
  2019-07-03 Wed  12:15  16:00  16:00  16:00
  2019-07-04 Thu  12:00  12:00  12:00  12:00
  2019-09-02 Mon  12:00  12:00  12:00  12:00
  2019-11-28 Thu  12:00  12:00  12:00  12:00
  2019-11-29 Fri  12:15  12:45  12:45  12:15
  2019-12-24 Tue  12:15  12:45  12:45  12:15
  2019-12-25 Wed  closed closed closed closed
  2020-01-01 Wed  closed closed closed closed
  2020-01-20 Mon  12:00  12:00  12:00  12:00
  2020-02-17 Mon  12:00  12:00  12:00  12:00
  2020-04-10 Fri  closed closed closed closed
  2020-05-25 Mon  12:00  12:00  12:00  12:00
  2020-07-03 Fri  12:00  12:00  12:00  12:00
  2020-09-07 Mon  12:00  12:00  12:00  12:00
  2020-11-26 Thu  12:00  12:00  12:00  12:00
  2020-11-27 Fri  12:15  12:45  12:45  12:15
  2020-12-24 Thu  12:15  12:45  12:45  12:15
  2020-12-25 Fri  closed closed closed closed
  2021-01-01 Fri  closed closed closed closed
  2021-01-18 Mon  12:00  12:00  12:00  12:00
  2021-02-15 Mon  12:00  12:00  12:00  12:00
  2021-04-02 Fri  08:15  closed closed 10:15
  2021-05-31 Mon  12:00  12:00  12:00  12:00
  2021-07-05 Mon  12:00  12:00  12:00  12:00
  2021-09-06 Mon  12:00  12:00  12:00  12:00
  2021-11-25 Thu  12:00  12:00  12:00  12:00
  2021-11-26 Fri  12:15  12:45  12:45  12:15
  2021-12-24 Fri  closed closed closed closed
  2022-01-17 Mon  12:00  13:30  13:30  16:00
  2022-02-21 Mon  12:00  13:30  13:30  16:00
  2022-04-15 Fri  closed closed closed closed
  2022-05-30 Mon  12:00  13:30  13:30  16:00
  2022-06-20 Mon  12:00  13:30  13:30  16:00
  2022-07-04 Mon  12:00  13:30  13:30  16:00
  2022-09-05 Mon  12:00  13:30  13:30  16:00
  2022-11-24 Thu  12:00  13:30  13:30  16:00
  2022-11-25 Fri  12:15  12:45  12:45  12:15
  2022-12-26 Mon  closed closed closed closed
  2023-01-02 Mon  closed closed closed closed
  2023-01-16 Mon  12:00  13:30  13:30  16:00
  2023-02-20 Mon  12:00  13:30  13:30  16:00
  2023-04-07 Fri  08:15  closed closed 10:15
  2023-05-29 Mon  12:00  13:30  13:30  16:00
  2023-06-19 Mon  12:00  13:30  13:30  16:00
  2023-07-03 Mon  12:15  16:00  16:00  16:00
  2023-07-04 Tue  12:00  13:30  13:30  16:00
  2023-09-04 Mon  12:00  13:30  13:30  16:00
  2023-11-23 Thu  12:00  13:30  13:30  16:00
  2023-11-24 Fri  12:15  12:45  12:45  12:15
  2023-12-25 Mon  closed closed closed closed
  2024-01-01 Mon  closed closed closed closed
  2024-01-15 Mon  12:00  13:30  13:30  16:00
  2024-02-19 Mon  12:00  13:30  13:30  16:00
  2024-03-29 Fri  closed closed closed closed
  2024-05-27 Mon  12:00  13:30  13:30  16:00
  2024-06-19 Wed  12:00  13:30  13:30  16:00
  2024-07-03 Wed  12:15  16:00  16:00  16:00
  2024-07-04 Thu  12:00  13:30  13:30  16:00
  2024-09-02 Mon  12:00  13:30  13:30  16:00
  2024-11-28 Thu  12:00  13:30  13:30  16:00
  2024-11-29 Fri  12:15  13:45  13:45  12:15
  2024-12-24 Tue  12:15  12:45  12:45  12:15
  2024-12-25 Wed  closed closed closed closed
  2025-01-01 Wed  closed closed closed closed
  2025-01-09 Thu  08:30  16:00  16:00  16:00
  2025-01-20 Mon  12:00  13:30  13:30  16:00
  2025-02-17 Mon  12:00  13:30  13:30  16:00
  2025-04-18 Fri  closed closed closed closed
  2025-05-26 Mon  12:00  13:30  13:30  16:00
  2025-06-19 Thu  12:00  13:30  13:30  16:00
  2025-07-03 Thu  12:15  16:00  16:00  16:00
  2025-07-04 Fri  12:00  12:00  12:00  12:00
  2025-09-01 Mon  12:00  13:30  13:30  16:00
  2025-11-27 Thu  12:00  13:30  13:30  16:00
  2025-11-28 Fri  12:15  13:45  13:45  12:15
  2025-12-24 Wed  12:15  12:45  12:45  12:15
  2025-12-25 Thu  closed closed closed closed
  2026-01-01 Thu  closed closed closed closed
  2026-01-19 Mon  12:00  13:30  13:30  16:00
  2026-02-16 Mon  12:00  13:30  13:30  16:00
  2026-04-03 Fri  08:15  closed closed 10:15
  2026-05-25 Mon  12:00  13:30  13:30  16:00
  2026-06-19 Fri  12:00  12:00  12:00  12:00
  2026-07-03 Fri  12:00  12:00  12:00  12:00
  2026-09-07 Mon  12:00  13:30  13:30  16:00
  2026-11-26 Thu  12:00  13:30  13:30  16:00
  2026-11-27 Fri  12:15  13:45  13:45  12:15
  2026-12-24 Thu  12:15  12:45  12:45  12:15
  2026-12-25 Fri  closed closed closed closed
  2027-01-01 Fri  closed closed closed closed
  2027-01-18 Mon  12:00  13:30  13:30  16:00
  2027-02-15 Mon  12:00  13:30  13:30  16:00
  2027-03-26 Fri  closed closed closed closed
  2027-05-31 Mon  12:00  13:30  13:30  16:00
  2027-06-18 Fri  12:00  12:00  12:00  12:00
  2027-07-05 Mon  12:00  13:30  13:30  16:00
  2027-09-06 Mon  12:00  13:30  13:30  16:00
  2027-11-25 Thu  12:00  13:30  13:30  16:00
  2027-11-26 Fri  12:15  13:45  13:45  12:15
  2027-12-24 Fri  closed closed closed closed
  2028-01-17 Mon  12:00  13:30  13:30  16:00
  2028-02-21 Mon  12:00  13:30  13:30  16:00
  2028-04-14 Fri  closed closed closed closed
  2028-05-29 Mon  12:00  13:30  13:30  16:00
  2028-06-19 Mon  12:00  13:30  13:30  16:00
  2028-07-03 Mon  12:15  16:00  16:00  16:00
  2028-07-04 Tue  12:00  13:30  13:30  16:00
  2028-09-04 Mon  12:00  13:30  13:30  16:00
  2028-11-23 Thu  12:00  13:30  13:30  16:00
  2028-11-24 Fri  12:15  13:45  13:45  12:15
  2028-12-25 Mon  closed closed closed closed
  2029-01-01 Mon  closed closed closed closed
  2029-01-15 Mon  12:00  13:30  13:30  16:00
  2029-02-19 Mon  12:00  13:30  13:30  16:00
  2029-03-30 Fri  closed closed closed closed
  2029-05-28 Mon  12:00  13:30  13:30  16:00
  2029-06-19 Tue  12:00  13:30  13:30  16:00
  2029-07-03 Tue  12:15  16:00  16:00  16:00
  2029-07-04 Wed  12:00  13:30  13:30  16:00
  2029-09-03 Mon  12:00  13:30  13:30  16:00
  2029-11-22 Thu  12:00  13:30  13:30  16:00
  2029-11-23 Fri  12:15  13:45  13:45  12:15
  2029-12-24 Mon  12:15  12:45  12:45  12:15
  2029-12-25 Tue  closed closed closed closed
  2030-01-01 Tue  closed closed closed closed
  2030-01-21 Mon  12:00  13:30  13:30  16:00
  2030-02-18 Mon  12:00  13:30  13:30  16:00
  2030-04-19 Fri  closed closed closed closed
  2030-05-27 Mon  12:00  13:30  13:30  16:00
  2030-06-19 Wed  12:00  13:30  13:30  16:00
  2030-07-03 Wed  12:15  16:00  16:00  16:00
  2030-07-04 Thu  12:00  13:30  13:30  16:00
  2030-09-02 Mon  12:00  13:30  13:30  16:00
  2030-11-28 Thu  12:00  13:30  13:30  16:00
  2030-11-29 Fri  12:15  13:45  13:45  12:15
  2030-12-24 Tue  12:15  12:45  12:45  12:15
  2030-12-25 Wed  closed closed closed closed
`;

const ROOTS = ['MNQ', 'MGC', 'MCL', 'M6E'] as const;

interface Row {
  readonly day: DayNumber;
  readonly name: string;
  readonly ends: readonly string[];
}

const ROWS: readonly Row[] = ENDS.split('\n')
  .map((line) => line.trim())
  .filter((line) => /^\d/.test(line))
  .map((line) => {
    const [date = '', name = '', ...ends] = line.split(/ +/);
    return { day: defined(parseDay(date), `the date of "${line}"`), name: `${date} ${name}`, ends };
  });

/** "closed", or the time at which the session that covers a date's morning ends. */
function endOn(root: string, day: DayNumber): string {
  const session = sessionAt(CME, root, epochAt(CHICAGO, day, 8 * 60));
  return session === undefined ? 'closed' : wallText(CHICAGO, session.closeMs).slice(11);
}

describe("the exchange's hours by product, 2019 to 2030", () => {
  test.each(ROWS)('$name', ({ day, ends }) => {
    expect(ROOTS.map((root) => endOn(root, day))).toEqual(ends);
  });

  test('every other weekday is an ordinary one', () => {
    const listed = new Set(ROWS.map(({ day }) => day));
    const odd: string[] = [];
    for (let day = dayNumber(2019, 1, 1); day <= dayNumber(2030, 12, 31); day += 1) {
      if (weekday(day) === 0 || weekday(day) === 6 || listed.has(day)) continue;
      for (const root of ROOTS)
        if (endOn(root, day) !== '16:00') odd.push(`${dayText(day)} ${root} ${endOn(root, day)}`);
    }
    expect(odd).toEqual([]);
  });

  test("the table has each weekday's right name and every year", () => {
    const names = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
    for (const { day, name } of ROWS) expect(name).toBe(`${dayText(day)} ${names[weekday(day)] ?? ''}`);
    expect(new Set(ROWS.map(({ day }) => dayText(day).slice(0, 4))).size).toBe(12);
  });
});

describe('Friday 3 July 2026', () => {
  const at = (hour: number, minute = 0): number => epochAt(CHICAGO, dayNumber(2026, 7, 3), hour * 60 + minute);

  test.each(ROOTS)('%s takes no entry from 11:45, is flat by 11:50, and opens on Sunday evening', (root) => {
    const session = defined(sessionAt(CME, root, at(9)), 'session');
    expect(flatBy(CME, session)).toEqual({ entriesEndMs: at(11, 45), strategyMs: at(11, 50), backstopMs: at(11, 53) });
    expect(isOpen(CME, root, at(12))).toBe(false);
    expect(nextOpen(CME, root, at(12))).toBe(epochAt(CHICAGO, dayNumber(2026, 7, 5), 17 * 60));
  });

  test('its session belongs to Monday', () => {
    expect(tradingDay(CME, at(9))).toBe('2026-07-06');
  });
});
