import type { DayNumber } from './civil-day.ts';
import type { SessionKind } from './contract.ts';
import type { TimeMs } from './units.ts';
import { specOf } from './catalog.ts';
import { dayText, parseDay, weekday } from './civil-day.ts';
import { businessDayOnOrAfter, businessDayOnOrBefore, holidayOn } from './holidays.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './units.ts';
import { CHICAGO, epochAt, wallMs } from './zone.ts';
import { InvariantError } from './assert.ts';

/**
 * A change of contract month that a recording shows. expiry: the session was cut short at the last trade, nothing
 * trades until the next session. jump: the recording goes over to the next month within a session.
 */
export interface RollSeen {
  readonly atMs: TimeMs;
  readonly kind: 'expiry' | 'jump';
}

/**
 * Which hours hold. cme: the exchange's. always: simulation open on seven days, trading day from 17:00 to 17:00
 * Chicago, no break, no flat-by. `rolls` (by root) are what a recording showed; they replace the dated roll of the
 * contract months concerned.
 */
export interface Calendar {
  readonly mode: 'cme' | 'always';
  readonly rolls?: Readonly<Record<string, readonly RollSeen[]>>;
}

export const CME: Calendar = { mode: 'cme' };
export const ALWAYS: Calendar = { mode: 'always' };

/** One stretch of trading of a contract, [openMs, closeMs). */
export interface Session {
  /** "2026-11-20"; a holiday's session belongs to the next business day. */
  readonly tradingDay: string;
  readonly openMs: TimeMs;
  readonly closeMs: TimeMs;
  /** True when it ends before the ordinary 16:00 Chicago: early close, or the contract's last trade. */
  readonly early: boolean;
}

/** Chicago minutes of the ordinary day. A trading day begins on the evening before. */
export const DAY_START_MINUTE = 17 * 60;
const CLOSE_MINUTE = 16 * 60;
/** Strategies flat, and the desk's own backstop; before an early close so many minutes earlier. */
const FLAT_MINUTE = 15 * 60 + 5;
const BACKSTOP_MINUTE = 15 * 60 + 8;
const ENTRIES_END_MINUTE = 15 * 60;
const FLAT_BEFORE_EARLY_MS = 10 * MINUTE_MS;
const BACKSTOP_BEFORE_EARLY_MS = 7 * MINUTE_MS;
const ENTRIES_END_BEFORE_EARLY_MS = 15 * MINUTE_MS;

/** The date whose session covers a time: from 17:00 Chicago on it is tomorrow's. */
function sessionDate(timeMs: TimeMs): DayNumber {
  return Math.floor((wallMs(CHICAGO, timeMs) + 7 * HOUR_MS) / DAY_MS);
}

const sessionsByKind: Record<SessionKind | 'always', Map<DayNumber, Session | null>> = {
  equity: new Map(),
  metal: new Map(),
  energy: new Map(),
  fx: new Map(),
  always: new Map(),
};

/** The session that ends on a date, before a recording's rolls are applied. */
function sessionOn(calendar: Calendar, root: string, day: DayNumber): Session | undefined {
  const kind = calendar.mode === 'always' ? 'always' : specOf(root).sessionKind;
  const cache = sessionsByKind[kind];
  let session = cache.get(day);
  if (session === undefined) {
    session = kind === 'always' ? alwaysOn(day) : cmeOn(kind, day);
    cache.set(day, session);
  }
  return session ?? undefined;
}

function alwaysOn(day: DayNumber): Session {
  return {
    tradingDay: dayText(day),
    openMs: epochAt(CHICAGO, day - 1, DAY_START_MINUTE),
    closeMs: epochAt(CHICAGO, day, DAY_START_MINUTE),
    early: false,
  };
}

function cmeOn(kind: SessionKind, day: DayNumber): Session | null {
  const w = weekday(day);
  if (w === 0 || w === 6) return null;
  const hours = holidayOn(day)?.hours[kind];
  if (hours === 'closed') return null;
  return {
    tradingDay: dayText(businessDayOnOrAfter(day)),
    openMs: epochAt(CHICAGO, day - 1, DAY_START_MINUTE),
    closeMs: epochAt(CHICAGO, day, hours?.closeMinute ?? CLOSE_MINUTE),
    early: hours !== undefined,
  };
}

/** The stretches of a date's session: one, or more where a recording rolls within it. */
function stretches(calendar: Calendar, root: string, day: DayNumber): readonly Session[] {
  const session = sessionOn(calendar, root, day);
  if (session === undefined) return [];
  const rolls = calendar.rolls?.[root];
  if (rolls === undefined) return [session];
  const parts: Session[] = [];
  let openMs = session.openMs;
  for (const roll of rolls) {
    if (roll.atMs <= openMs || roll.atMs >= session.closeMs) continue;
    parts.push({ ...session, openMs, closeMs: roll.atMs, early: true });
    if (roll.kind === 'expiry') return parts;
    openMs = roll.atMs;
  }
  parts.push({ ...session, openMs });
  return parts;
}

/** The session that a time lies in, or undefined when the contract does not trade then. */
export function sessionAt(calendar: Calendar, root: string, timeMs: TimeMs): Session | undefined {
  if (calendar.rolls?.[root] === undefined) {
    const session = sessionOn(calendar, root, sessionDate(timeMs));
    return session !== undefined && timeMs >= session.openMs && timeMs < session.closeMs ? session : undefined;
  }
  return stretches(calendar, root, sessionDate(timeMs)).find((s) => timeMs >= s.openMs && timeMs < s.closeMs);
}

export function isOpen(calendar: Calendar, root: string, timeMs: TimeMs): boolean {
  return sessionAt(calendar, root, timeMs) !== undefined;
}

/** The first session that opens strictly after a time. */
export function nextSession(calendar: Calendar, root: string, timeMs: TimeMs): Session {
  const first = sessionDate(timeMs);
  for (let day = first; day < first + 30; day += 1) {
    const found = stretches(calendar, root, day).find((s) => s.openMs > timeMs);
    if (found !== undefined) return found;
  }
  throw new InvariantError(`expected a session of ${root} within 30 days of ${timeMs}, found none`);
}

/** The last session that closed at or before a time. */
export function previousSession(calendar: Calendar, root: string, timeMs: TimeMs): Session {
  const first = sessionDate(timeMs);
  for (let day = first; day > first - 30; day -= 1) {
    const found = stretches(calendar, root, day).findLast((s) => s.closeMs <= timeMs);
    if (found !== undefined) return found;
  }
  throw new InvariantError(`expected a session of ${root} within 30 days before ${timeMs}, found none`);
}

/**
 * The last session of the trading day before the one that is shown at a time: what a day's change is counted from is its
 * close. While nothing trades, the day that ended last is shown.
 */
export function priorSession(calendar: Calendar, root: string, timeMs: TimeMs): Session {
  const shownMs = isOpen(calendar, root, timeMs) ? timeMs : previousSession(calendar, root, timeMs).closeMs - 1;
  return previousSession(calendar, root, tradingDaySpan(calendar, tradingDay(calendar, shownMs)).fromMs);
}

/** The next opening strictly after a time. */
export function nextOpen(calendar: Calendar, root: string, timeMs: TimeMs): TimeMs {
  return nextSession(calendar, root, timeMs).openMs;
}

/** The next close strictly after a time: this session's, or the next one's. */
export function nextClose(calendar: Calendar, root: string, timeMs: TimeMs): TimeMs {
  return (sessionAt(calendar, root, timeMs) ?? nextSession(calendar, root, timeMs)).closeMs;
}

/** Sessions that touch [fromMs, toMs), in order. */
export function sessionsBetween(calendar: Calendar, root: string, fromMs: TimeMs, toMs: TimeMs): Session[] {
  const found: Session[] = [];
  const last = sessionDate(toMs);
  for (let day = sessionDate(fromMs); day <= last; day += 1) {
    for (const s of stretches(calendar, root, day)) if (s.closeMs > fromMs && s.openMs < toMs) found.push(s);
  }
  return found;
}

/**
 * The exchange's trading day of a time, whatever the contract: from 17:00 Chicago it is tomorrow's; Saturday, Sunday and
 * rolling holidays belong to the next business day. With `always` it is simply the date, on seven days.
 */
export function tradingDay(calendar: Calendar, timeMs: TimeMs): string {
  return tradingDayOfDate(calendar, sessionDate(timeMs));
}

const dayTexts = new Map<DayNumber, string>();
const businessTexts = new Map<DayNumber, string>();

function tradingDayOfDate(calendar: Calendar, day: DayNumber): string {
  const cache = calendar.mode === 'always' ? dayTexts : businessTexts;
  let text = cache.get(day);
  if (text === undefined) {
    text = dayText(calendar.mode === 'always' ? day : businessDayOnOrAfter(day));
    cache.set(day, text);
  }
  return text;
}

/** [fromMs, toMs) of a trading day, e.g. a Monday's from Friday 17:00 on (nothing trades before Sunday). */
export function tradingDaySpan(calendar: Calendar, day: string): { readonly fromMs: TimeMs; readonly toMs: TimeMs } {
  const number = parseDay(day);
  if (number === undefined) throw new InvariantError(`expected a trading day like "2026-11-20", found "${day}"`);
  const before = calendar.mode === 'always' ? number - 1 : businessDayOnOrBefore(number - 1);
  return { fromMs: epochAt(CHICAGO, before, DAY_START_MINUTE), toMs: epochAt(CHICAGO, number, DAY_START_MINUTE) };
}

/** Start of the trading day after the one a time lies in: when a latched day limit clears. */
export function nextTradingDayMs(calendar: Calendar, timeMs: TimeMs): TimeMs {
  return tradingDaySpan(calendar, tradingDay(calendar, timeMs)).toMs;
}

/** Until when a session takes entries, and by when positions must be flat. */
export interface FlatBy {
  readonly entriesEndMs: TimeMs;
  /** Strategies are flat (15:05 Chicago, or 10 minutes before an early close). */
  readonly strategyMs: TimeMs;
  /** The desk's own backstop (15:08, or 7 minutes before). */
  readonly backstopMs: TimeMs;
}

/** Undefined where the calendar has no flat-by (`always`). Never later than the ordinary times, whatever the close. */
export function flatBy(calendar: Calendar, session: Session): FlatBy | undefined {
  if (calendar.mode === 'always') return undefined;
  const day = sessionDate(session.openMs);
  const ordinary = {
    entriesEndMs: epochAt(CHICAGO, day, ENTRIES_END_MINUTE),
    strategyMs: epochAt(CHICAGO, day, FLAT_MINUTE),
    backstopMs: epochAt(CHICAGO, day, BACKSTOP_MINUTE),
  };
  if (!session.early) return ordinary;
  return {
    entriesEndMs: Math.min(ordinary.entriesEndMs, session.closeMs - ENTRIES_END_BEFORE_EARLY_MS),
    strategyMs: Math.min(ordinary.strategyMs, session.closeMs - FLAT_BEFORE_EARLY_MS),
    backstopMs: Math.min(ordinary.backstopMs, session.closeMs - BACKSTOP_BEFORE_EARLY_MS),
  };
}
