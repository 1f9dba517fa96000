import { invariant } from '../domain/assert.ts';
import type { ParameterDoc } from './strategy.ts';

/**
 * When a strategy may enter and by when it must be flat, Chicago wall clock. Every strategy has these three; the pipeline
 * works out `clock.entriesAllowed` and `clock.mustBeFlat` from them and from the calendar (early closes, expiry).
 */
export interface TradingHours {
  readonly entriesFrom: string;
  readonly entriesUntil: string;
  readonly flatBy: string;
}

export const TRADING_HOURS_DEFAULTS: TradingHours = { entriesFrom: '17:00', entriesUntil: '15:00', flatBy: '15:05' };

export const TRADING_HOURS_PARAMETERS: { readonly [K in keyof TradingHours]: ParameterDoc } = {
  entriesFrom: {
    kind: 'time',
    zone: 'America/Chicago',
    doc: 'Entries are allowed from this time of the trading day on.',
  },
  entriesUntil: { kind: 'time', zone: 'America/Chicago', doc: 'No entries from this time on.' },
  flatBy: { kind: 'time', zone: 'America/Chicago', doc: 'An open position is closed at this time.' },
};

const TIME = /^([01]\d|2[0-3]):([0-5]\d)$/;

export function isTimeOfDay(text: unknown): text is string {
  return typeof text === 'string' && TIME.test(text);
}

/** Minutes since midnight of "HH:MM". */
export function minuteOfDay(text: string): number {
  const match = TIME.exec(text);
  invariant(match !== null, `expected a time of day like 09:30, found "${text}"`);
  return Number(match[1]) * 60 + Number(match[2]);
}

/** True when the minute of the day lies in [from, until); a window may cross midnight; from = until is the whole day. */
export function inWindow(minute: number, from: string, until: string): boolean {
  const start = minuteOfDay(from);
  const end = minuteOfDay(until);
  if (start === end) return true;
  return start < end ? minute >= start && minute < end : minute >= start || minute < end;
}
