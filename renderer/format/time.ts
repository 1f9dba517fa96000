/** Times on screen, in Chicago (the exchange's) or the reader's own zone. Input is epoch milliseconds. */
export const CHICAGO = 'America/Chicago';

export type Zone = 'chicago' | 'local';

const cache = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: Zone, options: Intl.DateTimeFormatOptions, key: string): Intl.DateTimeFormat {
  const id = `${zone}|${key}`;
  let made = cache.get(id);
  if (made === undefined) {
    made = new Intl.DateTimeFormat('en-US', {
      ...options,
      hourCycle: 'h23',
      ...(zone === 'chicago' ? { timeZone: CHICAGO } : {}),
    });
    cache.set(id, made);
  }
  return made;
}

/** "13:22:50". */
export function clock(ms: number, zone: Zone = 'chicago'): string {
  return formatter(zone, { hour: '2-digit', minute: '2-digit', second: '2-digit' }, 'hms').format(ms);
}

/** "13:22". */
export function hourMinute(ms: number, zone: Zone = 'chicago'): string {
  return formatter(zone, { hour: '2-digit', minute: '2-digit' }, 'hm').format(ms);
}

/** "Fri 20 Nov". */
export function day(ms: number, zone: Zone = 'chicago'): string {
  const parts = formatter(zone, { weekday: 'short', day: 'numeric', month: 'short' }, 'day').formatToParts(ms);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('weekday')} ${part('day')} ${part('month')}`;
}

/** "20 Nov": the axis where a day begins. */
export function dayMonth(ms: number, zone: Zone = 'chicago'): string {
  const parts = formatter(zone, { day: 'numeric', month: 'short' }, 'dm').formatToParts(ms);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('day')} ${part('month')}`;
}

/** "2026-11-20" in the zone. */
export function isoDay(ms: number, zone: Zone = 'chicago'): string {
  const parts = formatter(zone, { year: 'numeric', month: '2-digit', day: '2-digit' }, 'iso').formatToParts(ms);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

/** Minutes since midnight in the zone. */
export function minuteOfDay(ms: number, zone: Zone = 'chicago'): number {
  const text = hourMinute(ms, zone);
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
}

/** "1:42:10", "0:10" under an hour, never negative. */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = String(seconds % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** Age of a figure: "0.2 s", "12 s", "3 min", "2 h". */
export function age(ms: number): string {
  const positive = Math.max(0, ms);
  if (positive < 9950) return `${(positive / 1000).toFixed(1)} s`;
  if (positive < 99_500) return `${Math.round(positive / 1000)} s`;
  if (positive < 5_970_000) return `${Math.round(positive / 60_000)} min`;
  return `${Math.round(positive / 3_600_000)} h`;
}

/** "143 ms", "2.4 s". */
export function latency(ms: number): string {
  if (ms < 1) return `${Math.max(0, ms).toFixed(1)} ms`;
  return ms < 10_000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** Epoch milliseconds of an ISO time, or undefined. */
export function parseTime(iso: string | null | undefined): number | undefined {
  if (iso === null || iso === undefined) return undefined;
  const ms = Date.parse(iso);
  return Number.isNaN(ms) ? undefined : ms;
}
