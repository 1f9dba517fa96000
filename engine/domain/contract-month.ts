import type { Contract, ContractSpec, LastTradeRule } from './contract.ts';
import type { DayNumber } from './civil-day.ts';
import type { Calendar } from './session.ts';
import type { TimeMs } from './units.ts';
import { specOf } from './catalog.ts';
import { civilDate, dayNumber, nthWeekday } from './civil-day.ts';
import { businessDayOnOrAfter, businessDayOnOrBefore, businessDaysBefore } from './holidays.ts';
import { CHICAGO, epochAt, wallDay } from './zone.ts';
import { InvariantError } from './assert.ts';

/** Month codes of futures, January to December. */
export const MONTH_CODES = 'FGHJKMNQUVXZ';

const LAST_TRADE_MINUTE: Readonly<Record<LastTradeRule, number>> = {
  'third-friday': 8 * 60 + 30,
  'third-last-business-day': 12 * 60 + 30,
  'second-business-day-before-third-wednesday': 9 * 60 + 16,
  'third-business-day-before-25th-of-prior-month': 13 * 60 + 30,
  'fourth-business-day-before-25th-of-prior-month': 13 * 60 + 30,
};

/** The last trading day of a contract month (Chicago calendar date). */
export function lastTradeDay(rule: LastTradeRule, year: number, month: number): DayNumber {
  switch (rule) {
    case 'third-friday':
      return businessDayOnOrBefore(nthWeekday(year, month, 5, 3));
    case 'third-last-business-day':
      return businessDaysBefore(dayNumber(year, month + 1, 1), 3);
    case 'second-business-day-before-third-wednesday':
      return businessDaysBefore(nthWeekday(year, month, 3, 3), 2);
    case 'third-business-day-before-25th-of-prior-month':
      return crudeLastTrade(year, month, 3);
    case 'fourth-business-day-before-25th-of-prior-month':
      return crudeLastTrade(year, month, 4);
  }
}

/** n business days before the 25th of the month before; where the 25th is none, counted from the business day before it. */
function crudeLastTrade(year: number, month: number, n: number): DayNumber {
  const the25th = month === 1 ? dayNumber(year - 1, 12, 25) : dayNumber(year, month - 1, 25);
  return businessDaysBefore(businessDayOnOrBefore(the25th), n);
}

/** One contract month of a specification. */
export function contractOf(spec: ContractSpec, year: number, month: number): Contract {
  const code = MONTH_CODES[month - 1];
  if (code === undefined || !spec.months.includes(code)) {
    throw new InvariantError(`expected a month that ${spec.root} trades (${spec.months}), found ${month}`);
  }
  return {
    spec,
    id: `${spec.root}${code}${year % 10}`,
    year,
    month,
    lastTradeMs: epochAt(CHICAGO, lastTradeDay(spec.lastTrade, year, month), LAST_TRADE_MINUTE[spec.lastTrade]),
  };
}

/** A contract while it is the front month: from `fromMs` until the next one's. */
export interface FrontMonth {
  readonly contract: Contract;
  readonly fromMs: TimeMs;
  readonly untilMs: TimeMs;
}

/** When the dated rule leaves a contract: the start (17:00 Chicago the evening before) of its roll day. */
function datedRoll(contract: Contract): TimeMs {
  const last = wallDay(CHICAGO, contract.lastTradeMs);
  return epochAt(CHICAGO, businessDayOnOrAfter(last - contract.spec.rollDaysBefore) - 1, 17 * 60);
}

/**
 * When a contract stops being the front month. A recording's own roll replaces the dated one: at the expiry where its
 * session was cut short there, or at the jump where it lies within five weeks before the last trade.
 */
function rollOf(contract: Contract, calendar: Calendar): TimeMs {
  for (const roll of calendar.rolls?.[contract.spec.root] ?? []) {
    if (roll.kind === 'expiry' && roll.atMs === contract.lastTradeMs) return roll.atMs;
    const reach = (contract.spec.rollDaysBefore + 6) * 86_400_000;
    if (roll.kind === 'jump' && roll.atMs <= contract.lastTradeMs && roll.atMs > contract.lastTradeMs - reach)
      return roll.atMs;
  }
  return datedRoll(contract);
}

const tables = new WeakMap<Calendar, Map<string, Map<number, readonly FrontMonth[]>>>();

/** Front months whose reign touches a calendar year, in order. */
function frontMonthsOfYear(calendar: Calendar, root: string, year: number): readonly FrontMonth[] {
  let byRoot = tables.get(calendar);
  if (byRoot === undefined) tables.set(calendar, (byRoot = new Map()));
  let byYear = byRoot.get(root);
  if (byYear === undefined) byRoot.set(root, (byYear = new Map()));
  let months = byYear.get(year);
  if (months === undefined) {
    months = build(calendar, specOf(root), year);
    byYear.set(year, months);
  }
  return months;
}

function build(calendar: Calendar, spec: ContractSpec, year: number): FrontMonth[] {
  const contracts: Contract[] = [];
  for (const y of [year - 1, year, year + 1]) {
    for (let month = 1; month <= 12; month += 1) {
      if (spec.months.includes(MONTH_CODES.charAt(month - 1))) contracts.push(contractOf(spec, y, month));
    }
  }
  const reigns: FrontMonth[] = [];
  let fromMs = Number.NEGATIVE_INFINITY;
  for (const contract of contracts) {
    const untilMs = rollOf(contract, calendar);
    if (untilMs > fromMs) reigns.push({ contract, fromMs, untilMs });
    fromMs = Math.max(fromMs, untilMs);
  }
  return reigns;
}

/** The front month at a time, with the bounds of its reign. */
export function frontMonthAt(calendar: Calendar, root: string, timeMs: TimeMs): FrontMonth {
  const { year } = civilDate(wallDay(CHICAGO, timeMs));
  const found = frontMonthsOfYear(calendar, root, year).find((reign) => timeMs < reign.untilMs);
  if (found === undefined) throw new InvariantError(`expected a front month of ${root} at ${timeMs}, found none`);
  return found;
}

/** The front-month contract at a time, e.g. MNQZ6. */
export function contractAt(calendar: Calendar, root: string, timeMs: TimeMs): Contract {
  return frontMonthAt(calendar, root, timeMs).contract;
}
