import { DAY_MS, HOUR_MS, MINUTE_MS, type TimeMs } from '../../domain/units.ts';
import { minuteOfDay } from '../trading-hours.ts';

/** A plan's day begins at 18:00 New York, with the trading day. */
const DAY_BEGINS = 18 * 60;
const DAY_MINUTES = 1_440;

/** Number of the plan that a bar belongs to: the New York day from 18:00 on, or the hour. Rises with time. */
export function planKey(openMs: TimeMs, newYorkOpenMinute: number, hourly: boolean): number {
  if (hourly) return Math.floor(openMs / HOUR_MS);
  const midnight = openMs - newYorkOpenMinute * MINUTE_MS;
  return Math.floor(midnight / DAY_MS) + (newYorkOpenMinute >= DAY_BEGINS ? 1 : 0);
}

/** Minutes since the plan began. */
export function planMinute(newYorkMinute: number, hourly: boolean): number {
  const sinceDay = (newYorkMinute - DAY_BEGINS + DAY_MINUTES) % DAY_MINUTES;
  return hourly ? sinceDay % 60 : sinceDay;
}

/** A window in minutes since the plan began: [from, until). */
export interface PlanWindow {
  readonly from: number;
  readonly until: number;
}

export function planWindow(from: string, until: string, hourly: boolean): PlanWindow {
  const start = planMinute(minuteOfDay(from), hourly);
  const end = planMinute(minuteOfDay(until), hourly);
  return { from: start, until: end > start ? end : end + (hourly ? 60 : DAY_MINUTES) };
}
