import { findSpec } from '../../domain/catalog.ts';
import { dayText, parseDay } from '../../domain/civil-day.ts';
import { holidayOn } from '../../domain/holidays.ts';
import type { Calendar } from '../../domain/session.ts';
import type { TimeMs } from '../../domain/units.ts';
import { toIso } from '../../wire/encode/index.ts';
import type { EventNotification } from '../../wire/index.ts';

/** Days ahead that a trading day's news look at. */
const AHEAD = 4;

/** Early closes and holidays of the exchange from a trading day on, for the contracts that are traded here. */
export function calendarNews(
  calendar: Calendar,
  tradingDay: string,
  roots: readonly string[],
  timeMs: TimeMs,
): EventNotification[] {
  const today = parseDay(tradingDay);
  if (calendar.mode === 'always' || today === undefined) return [];
  const news: EventNotification[] = [];
  for (let day = today; day <= today + AHEAD; day += 1) {
    const holiday = holidayOn(day);
    if (holiday === undefined) continue;
    const lines = roots.flatMap((root) => {
      const kind = findSpec(root)?.sessionKind;
      const hours = kind === undefined ? undefined : holiday.hours[kind];
      if (hours === undefined) return [];
      return [hours === 'closed' ? `${root} closed` : `${root} until ${clock(hours.closeMinute)} Chicago`];
    });
    if (lines.length === 0) continue;
    news.push({
      type: 'NEWS_UPDATE',
      title: `${holiday.name}, ${dayText(day)}`,
      message: lines.join(', '),
      severity: day === today ? 'medium' : 'low',
      timestamp: toIso(timeMs),
    });
  }
  return news;
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
