import { HttpFault } from './http-fault.ts';

/** Time in a query: epoch milliseconds, ISO-8601 with a zone, or a date (midnight UTC). */
export function parseQueryTime(name: string, text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const iso = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text;
  const zoned = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(iso);
  const timeMs = zoned ? Date.parse(iso) : Number.NaN;
  if (Number.isNaN(timeMs)) {
    throw new HttpFault(
      'bad_request',
      `${name}: expected ISO-8601 with a zone, a date or epoch milliseconds, found "${text.slice(0, 40)}"`,
    );
  }
  return timeMs;
}
