/** The days of a month in weeks from Monday to Sunday, with the figures that the hub has for them. */
export interface DayFigures {
  readonly date: string;
  readonly pnl: number;
  readonly trades: number;
  readonly wins: number;
}

export interface CalendarCell {
  readonly date: string;
  readonly dayOfMonth: number;
  readonly isInMonth: boolean;
  readonly figures: DayFigures | undefined;
}

export interface CalendarWeek {
  readonly cells: readonly CalendarCell[];
  readonly sum: number;
  readonly trades: number;
}

const DAY_MS = 86_400_000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

function isoOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** "2026-11" -> first day of the month before or after. */
export function monthBeside(month: string, by: number): string {
  const [year = 1970, index = 1] = month.split('-').map(Number);
  return isoOf(Date.UTC(year, index - 1 + by, 1)).slice(0, 7);
}

/** The date so many days before a date. */
export function daysBefore(date: string, days: number): string {
  return isoOf(Date.parse(date) - days * DAY_MS);
}

/** "20 Nov" of "2026-11-20", whatever the zone. */
export function dayOfYear(date: string): string {
  return `${Number(date.slice(8))} ${MONTHS[Number(date.slice(5, 7)) - 1] ?? ''}`;
}

/** First and last date that a month's picture shows. */
export function monthRange(month: string): { readonly from: string; readonly to: string } {
  const first = Date.parse(`${month}-01T00:00:00Z`);
  const start = first - ((new Date(first).getUTCDay() + 6) % 7) * DAY_MS;
  const last = Date.parse(`${monthBeside(month, 1)}-01T00:00:00Z`) - DAY_MS;
  const end = last + ((7 - new Date(last).getUTCDay()) % 7) * DAY_MS;
  return { from: isoOf(start), to: isoOf(end) };
}

export function weeksOf(month: string, days: readonly DayFigures[]): readonly CalendarWeek[] {
  const { from, to } = monthRange(month);
  const byDate = new Map(days.map((day) => [day.date, day]));
  const weeks: CalendarWeek[] = [];
  for (let monday = Date.parse(from); monday <= Date.parse(to); monday += 7 * DAY_MS) {
    const cells = Array.from({ length: 7 }, (_, index): CalendarCell => {
      const date = isoOf(monday + index * DAY_MS);
      return { date, dayOfMonth: Number(date.slice(8)), isInMonth: date.startsWith(month), figures: byDate.get(date) };
    });
    const told = cells.flatMap(({ figures }) => (figures === undefined ? [] : [figures]));
    weeks.push({
      cells,
      sum: Math.round(told.reduce((sum, { pnl }) => sum + pnl, 0) * 100) / 100,
      trades: told.reduce((sum, { trades }) => sum + trades, 0),
    });
  }
  return weeks;
}

/** How strongly a cell is tinted, 0 to 1: its share of the month's largest day, so that small days stay pale. */
export function heat(pnl: number, days: readonly DayFigures[]): number {
  const largest = Math.max(1, ...days.map((day) => Math.abs(day.pnl)));
  return Math.sqrt(Math.abs(pnl) / largest);
}
