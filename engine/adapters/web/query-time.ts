import { parseDay } from '../../domain/civil-day.ts';
import { HttpFault } from './http-fault.ts';

/** Epoch figures below this are seconds (until the year 5138), from it on milliseconds (since 1973). */
const FIRST_MILLISECONDS = 100_000_000_000;

const EPOCH = /^\d{1,14}(\.\d{1,9})?$/;
const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)\s*(Z|[+-]\d{2}:?\d{2})?)?$/i;

/**
 * Time in a query, epoch ms: seconds or milliseconds since the epoch, ISO-8601, or a date (its midnight). A stamp without
 * a zone is UTC, as everything on the wire and every time of the configuration is. Throws HttpFault 400 for anything else.
 */
export function parseQueryTime(name: string, text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  if (EPOCH.test(text)) {
    const figure = Number(text);
    return Math.round(figure < FIRST_MILLISECONDS ? figure * 1_000 : figure);
  }
  const [, day = '', clock = '00:00', zone = 'Z'] = ISO.exec(text) ?? [];
  const iso = `${day}T${clock}${zone.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2').toUpperCase()}`;
  const timeMs = parseDay(day) === undefined ? Number.NaN : Date.parse(iso);
  if (Number.isNaN(timeMs)) {
    throw new HttpFault(
      'bad_request',
      `${name}: expected ISO-8601 (UTC where it names no zone), a date, or seconds or milliseconds since the epoch, found "${text.slice(0, 40)}"`,
    );
  }
  return timeMs;
}
