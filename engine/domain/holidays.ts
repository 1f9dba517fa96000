import type { SessionKind } from './contract.ts';
import type { DayNumber } from './civil-day.ts';
import { InvariantError } from './assert.ts';
import { civilDate, dayNumber, easterSunday, lastWeekday, nthWeekday, weekday } from './civil-day.ts';

/**
 * What a date does to the day session that would end on it at 16:00 Chicago.
 *
 * - closed: no session at all, the evening before does not open.
 * - closeMinute: it ends early, minutes after midnight Chicago.
 * - absent from the table: an ordinary day.
 */
export type DayHours = 'closed' | { readonly closeMinute: number };

export interface Holiday {
  readonly name: string;
  /** True when the date is no trading day of its own: what trades on it belongs to the next business day. */
  readonly rollsTradingDay: boolean;
  /** Per kind; a kind that is absent keeps ordinary hours. */
  readonly hours: Readonly<Partial<Record<SessionKind, DayHours>>>;
}

type KindHours = Holiday['hours'];

const at = (hour: number, minute: number): DayHours => ({ closeMinute: hour * 60 + minute });
const everyKind = (hours: DayHours): Record<SessionKind, DayHours> => ({
  equity: hours,
  metal: hours,
  energy: hours,
  fx: hours,
});

const CLOSED: KindHours = everyKind('closed');

/** Hours of one occasion from a year on, until the next row's year; the first row holds for all years before as well. */
interface HoursSince {
  readonly fromYear: number;
  readonly hours: KindHours;
  /** Where the date is a Friday, with the weekend behind it. */
  readonly onFriday?: KindHours;
}

const noon = everyKind(at(12, 0));

/** The seven holidays on which trading halts until the evening, on a Friday until Sunday. */
const HALT: readonly HoursSince[] = [
  { fromYear: 2019, hours: noon },
  { fromYear: 2022, hours: { equity: at(12, 0), metal: at(13, 30), energy: at(13, 30) }, onFriday: noon },
];

const DAY_AFTER_THANKSGIVING: readonly HoursSince[] = [
  { fromYear: 2019, hours: { equity: at(12, 15), metal: at(12, 45), energy: at(12, 45), fx: at(12, 15) } },
  { fromYear: 2024, hours: { equity: at(12, 15), metal: at(13, 45), energy: at(13, 45), fx: at(12, 15) } },
];

const CHRISTMAS_EVE: readonly HoursSince[] = [
  { fromYear: 2019, hours: { equity: at(12, 15), metal: at(12, 45), energy: at(12, 45), fx: at(12, 15) } },
];

const DAY_BEFORE_INDEPENDENCE_DAY: readonly HoursSince[] = [{ fromYear: 2019, hours: { equity: at(12, 15) } }];

/** On Good Fridays with a jobs report. */
const JOBS_REPORT: readonly HoursSince[] = [
  { fromYear: 2010, hours: { ...CLOSED, equity: at(8, 15), fx: at(10, 15) } },
];

function hoursOf(rows: readonly HoursSince[], day: DayNumber): KindHours {
  const { year } = civilDate(day);
  const row = rows.findLast((candidate) => candidate.fromYear <= year) ?? rows[0];
  if (row === undefined) throw new InvariantError('expected rows of hours, found none');
  return weekday(day) === 5 ? (row.onFriday ?? row.hours) : row.hours;
}

/** Good Fridays on which the jobs report is published; none of 2027 to 2030. */
const GOOD_FRIDAYS_WITH_JOBS_REPORT: readonly number[] = [2010, 2012, 2015, 2021, 2023, 2026];

/** Single dates that no rule gives. */
const DATED: readonly (readonly [number, number, number, Holiday])[] = [
  [2018, 12, 5, { name: 'National day of mourning', rollsTradingDay: false, hours: { equity: at(8, 30) } }],
  [2025, 1, 9, { name: 'National day of mourning', rollsTradingDay: false, hours: { equity: at(8, 30) } }],
];

/** Saturday holidays are kept on Friday, Sunday holidays on Monday. */
function observed(day: DayNumber): DayNumber {
  const w = weekday(day);
  return w === 6 ? day - 1 : w === 0 ? day + 1 : day;
}

function holidaysOfYear(year: number): Map<DayNumber, Holiday> {
  const table = new Map<DayNumber, Holiday>();
  const halted = (name: string, day: DayNumber): void => {
    table.set(day, { name, rollsTradingDay: true, hours: hoursOf(HALT, day) });
  };
  const closed = (name: string, day: DayNumber): void => {
    table.set(day, { name, rollsTradingDay: true, hours: CLOSED });
  };
  const early = (name: string, day: DayNumber, rows: readonly HoursSince[]): void => {
    const w = weekday(day);
    if (w === 0 || w === 6 || table.has(day)) return;
    table.set(day, { name, rollsTradingDay: false, hours: hoursOf(rows, day) });
  };

  const newYear = dayNumber(year, 1, 1);
  // A Saturday New Year's Day is not moved to the Friday, which belongs to the old year.
  if (weekday(newYear) !== 6) closed("New Year's Day", observed(newYear));
  halted('Martin Luther King Day', nthWeekday(year, 1, 1, 3));
  halted("Presidents' Day", nthWeekday(year, 2, 1, 3));
  const goodFriday = easterSunday(year) - 2;
  if (GOOD_FRIDAYS_WITH_JOBS_REPORT.includes(year)) {
    table.set(goodFriday, { name: 'Good Friday', rollsTradingDay: true, hours: hoursOf(JOBS_REPORT, goodFriday) });
  } else {
    closed('Good Friday', goodFriday);
  }
  halted('Memorial Day', lastWeekday(year, 5, 1));
  if (year >= 2022) halted('Juneteenth', observed(dayNumber(year, 6, 19)));
  const independence = dayNumber(year, 7, 4);
  halted('Independence Day', observed(independence));
  // Tuesday to Friday: the day before ends early for equities.
  if (weekday(independence) >= 2 && weekday(independence) <= 5) {
    early('Day before Independence Day', independence - 1, DAY_BEFORE_INDEPENDENCE_DAY);
  }
  halted('Labor Day', nthWeekday(year, 9, 1, 1));
  const thanksgiving = nthWeekday(year, 11, 4, 4);
  halted('Thanksgiving', thanksgiving);
  early('Day after Thanksgiving', thanksgiving + 1, DAY_AFTER_THANKSGIVING);
  const christmas = dayNumber(year, 12, 25);
  closed('Christmas', observed(christmas));
  if (observed(christmas) === christmas) early('Christmas Eve', christmas - 1, CHRISTMAS_EVE);
  for (const [y, month, day, holiday] of DATED) if (y === year) table.set(dayNumber(y, month, day), holiday);
  return table;
}

const years = new Map<number, Map<DayNumber, Holiday>>();

/**
 * The holiday of a Chicago calendar date, or undefined on ordinary days. The exchange's rules as of 2026-11, checked for
 * 2019 to 2030 (docs/market-data.md says how); tables are made once per year.
 */
export function holidayOn(day: DayNumber): Holiday | undefined {
  const { year } = civilDate(day);
  let table = years.get(year);
  if (table === undefined) {
    table = holidaysOfYear(year);
    years.set(year, table);
  }
  return table.get(day);
}

/** A trading day of its own: Monday to Friday and no holiday that rolls. */
export function isBusinessDay(day: DayNumber): boolean {
  const w = weekday(day);
  return w !== 0 && w !== 6 && holidayOn(day)?.rollsTradingDay !== true;
}

/** The first business day on or after a date. */
export function businessDayOnOrAfter(day: DayNumber): DayNumber {
  let d = day;
  while (!isBusinessDay(d)) d += 1;
  return d;
}

/** The last business day on or before a date. */
export function businessDayOnOrBefore(day: DayNumber): DayNumber {
  let d = day;
  while (!isBusinessDay(d)) d -= 1;
  return d;
}

/** The n-th business day strictly before a date. */
export function businessDaysBefore(day: DayNumber, n: number): DayNumber {
  let d = day;
  for (let i = 0; i < n; i += 1) d = businessDayOnOrBefore(d - 1);
  return d;
}
