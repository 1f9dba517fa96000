import { civilDate, dayNumber, type DayNumber, dayText, weekday } from '../../domain/civil-day.ts';
import { businessDayOnOrBefore } from '../../domain/holidays.ts';
import { type Calendar, tradingDaySpan } from '../../domain/session.ts';
import type { TimeMs } from '../../domain/units.ts';

/** Which trading days a question is about. */
export type Period =
  | 'today'
  | 'yesterday'
  | 'week'
  | 'last-week'
  | 'month'
  | 'last-month'
  | 'all'
  | { readonly lastDays: number }
  /** The latest such day, 0 Sunday. */
  | { readonly weekday: number }
  /** The latest such month unless a year is named, 1 to 12. */
  | { readonly wholeMonth: number; readonly year: number | undefined }
  /** The latest such date unless a year is named; month 1 to 12. */
  | { readonly month: number; readonly day: number; readonly year: number | undefined };

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH = `(${MONTHS.join('|')})[a-z]*`;
const MOST_DAYS = 3_660;

/** The period of a question in lower case; today where it names none. */
export function periodIn(text: string): Period {
  if (/\byesterday('s)?\b/.test(text)) return 'yesterday';
  const days = /\b(?:last|past|previous) (\d{1,4}) (days?|weeks?|months?)\b/.exec(text);
  if (days !== null) {
    const unit = days[2]?.startsWith('d') === true ? 1 : days[2]?.startsWith('w') === true ? 7 : 30;
    return { lastDays: Math.min(MOST_DAYS, Math.max(1, Number(days[1]) * unit)) };
  }
  if (/\bpast week\b/.test(text)) return { lastDays: 7 };
  if (/\bpast month\b/.test(text)) return { lastDays: 30 };
  if (/\b(last|previous) week('s)?\b/.test(text)) return 'last-week';
  if (/\b(this week('s)?|week to date|wtd|weekly)\b/.test(text)) return 'week';
  if (/\b(last|previous) month('s)?\b/.test(text)) return 'last-month';
  if (/\b(this month('s)?|month to date|mtd|monthly)\b/.test(text)) return 'month';
  if (
    /\b(ever|all[- ]time|so far|altogether|in total|overall|lifetime)\b|\bsince (the (start|beginning)|i (started|began)|day one|inception)\b/.test(
      text,
    )
  )
    return 'all';
  return dateIn(text) ?? 'today';
}

function dateIn(text: string): Period | undefined {
  const iso = /\b(\d{4})-(\d{2})-(\d{2})\b/.exec(text);
  if (iso !== null) return { year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) };
  const monthFirst = new RegExp(`\\b${MONTH}\\.? (\\d{1,2})(?:st|nd|rd|th)?\\b(?:,? (\\d{4}))?`).exec(text);
  if (monthFirst !== null) return named(monthFirst[1], monthFirst[2], monthFirst[3]);
  const dayFirst = new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th|\\.)? (?:of )?${MONTH}\\b(?: (\\d{4}))?`).exec(text);
  if (dayFirst !== null) return named(dayFirst[2], dayFirst[1], dayFirst[3]);
  // Only after a preposition: "may" is a word of its own.
  const month = new RegExp(`\\b(?:in|for|of|during) ${MONTH}\\b(?: (\\d{4}))?`).exec(text);
  if (month !== null) {
    const wholeMonth = MONTHS.indexOf(month[1] ?? '') + 1;
    return { wholeMonth, year: month[2] === undefined ? undefined : Number(month[2]) };
  }
  const day = WEEKDAYS.findIndex((name) => new RegExp(`\\b${name}('s)?\\b`).test(text));
  return day < 0 ? undefined : { weekday: day };
}

function named(month: string | undefined, day: string | undefined, year: string | undefined): Period {
  return {
    month: MONTHS.indexOf(month ?? '') + 1,
    day: Number(day),
    year: year === undefined ? undefined : Number(year),
  };
}

export interface Span {
  /** Trading days, both included. */
  readonly fromDay: string;
  readonly toDay: string;
  /** [from, to) of these days. */
  readonly fromMs: TimeMs;
  readonly toMs: TimeMs;
  readonly words: string;
}

/** The trading days of a period, seen from the present one. */
export function spanOf(calendar: Calendar, tradingDay: DayNumber, period: Period): Span {
  const { from, to, words } = daysOf(calendar, tradingDay, period);
  return {
    fromDay: dayText(from),
    toDay: dayText(to),
    fromMs: tradingDaySpan(calendar, dayText(from)).fromMs,
    toMs: tradingDaySpan(calendar, dayText(to)).toMs,
    words,
  };
}

function daysOf(
  calendar: Calendar,
  today: DayNumber,
  period: Period,
): { readonly from: DayNumber; readonly to: DayNumber; readonly words: string } {
  const monday = today - ((weekday(today) + 6) % 7);
  const { year, month } = civilDate(today);
  const first = dayNumber(year, month, 1);
  switch (period) {
    case 'today':
      return { from: today, to: today, words: 'today' };
    case 'yesterday': {
      const day = calendar.mode === 'always' ? today - 1 : businessDayOnOrBefore(today - 1);
      return { from: day, to: day, words: `yesterday (${dayText(day)})` };
    }
    case 'week':
      return { from: monday, to: today, words: 'this week' };
    case 'last-week':
      return { from: monday - 7, to: monday - 1, words: 'last week' };
    case 'month':
      return { from: first, to: today, words: 'this month' };
    case 'last-month':
      return {
        from: month === 1 ? dayNumber(year - 1, 12, 1) : dayNumber(year, month - 1, 1),
        to: first - 1,
        words: 'last month',
      };
    case 'all':
      return { from: 0, to: today, words: 'since the start' };
    default:
      break;
  }
  if ('lastDays' in period)
    return { from: today - period.lastDays + 1, to: today, words: `in the last ${period.lastDays} days` };
  if ('wholeMonth' in period) {
    const named = period.year ?? (period.wholeMonth <= month ? year : year - 1);
    const from = dayNumber(named, period.wholeMonth, 1);
    const to = dayNumber(named, period.wholeMonth + 1, 1) - 1;
    return { from, to: Math.min(to, Math.max(from, today)), words: `in ${dayText(from).slice(0, 7)}` };
  }
  const day = 'weekday' in period ? today - ((weekday(today) - period.weekday + 7) % 7) : latest(today, period);
  const name = WEEKDAYS[weekday(day)] ?? '';
  return { from: day, to: day, words: `on ${name.charAt(0).toUpperCase()}${name.slice(1)} ${dayText(day)}` };
}

function latest(
  today: DayNumber,
  { month, day, year }: { readonly month: number; readonly day: number; readonly year: number | undefined },
): DayNumber {
  if (year !== undefined) return dayNumber(year, month, day);
  const thisYear = civilDate(today).year;
  const date = dayNumber(thisYear, month, day);
  return date <= today ? date : dayNumber(thisYear - 1, month, day);
}
