import type { Bar } from '../domain/bar.ts';
import type { Calendar } from '../domain/session.ts';
import { tradingDay } from '../domain/session.ts';
import { MINUTE_MS } from '../domain/units.ts';

/** Bars of so many minutes that the cockpit shows. 60 is divided by each, and by 17:00 Chicago's whole hour. */
export type Minutes = 5 | 15 | 60;

/**
 * Bars of several minutes out of one-minute bars, on the clock's grid (…:00, …:05). An interval without a minute has no
 * bar. The last bar may still be incomplete: it is the caller who knows what time it is.
 */
export function aggregate(bars: readonly Bar[], minutes: Minutes): Bar[] {
  const intervalMs = minutes * MINUTE_MS;
  return fold(bars, (bar) => Math.floor(bar.timeMs / intervalMs) * intervalMs);
}

/** A day's bar by trading day: it opens with the evening session. `timeMs` is its first minute. */
export interface DayBar extends Bar {
  readonly tradingDay: string;
}

export function aggregateDays(bars: readonly Bar[], calendar: Calendar): DayBar[] {
  const days: DayBar[] = [];
  let group: Bar[] = [];
  let day = '';
  const close = (): void => {
    const [bar] = fold(group, () => group[0]?.timeMs ?? 0);
    if (bar !== undefined) days.push({ ...bar, tradingDay: day });
  };
  for (const bar of bars) {
    const own = tradingDay(calendar, bar.timeMs);
    if (own !== day) {
      close();
      group = [];
      day = own;
    }
    group.push(bar);
  }
  close();
  return days;
}

/** Merges neighbors of equal key; the key is the merged bar's time. */
function fold(bars: readonly Bar[], keyOf: (bar: Bar) => number): Bar[] {
  const merged: Bar[] = [];
  for (const bar of bars) {
    const timeMs = keyOf(bar);
    const last = merged.at(-1);
    if (last === undefined || last.timeMs !== timeMs) merged.push({ ...bar, timeMs });
    else {
      merged[merged.length - 1] = {
        timeMs,
        open: last.open,
        high: Math.max(last.high, bar.high),
        low: Math.min(last.low, bar.low),
        close: bar.close,
        volume: last.volume + bar.volume,
      };
    }
  }
  return merged;
}
