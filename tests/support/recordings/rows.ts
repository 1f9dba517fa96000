/** Rows of recordings as tests write them. */
import type { ImportOptions } from '../../../engine/venue/core/csv/import-options.ts';
import { specOf } from '../../../engine/domain/catalog.ts';

export const MNQ: ImportOptions = { spec: specOf('MNQ'), name: 'x.csv' };
export const DAY = 86_400_000;
export const MINUTE = 60_000;
export const NAMES = 'time,open,high,low,close,volume';

export const day = (text: string): number => Date.parse(`${text}T00:00:00Z`);
export const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** The lines under their names. */
export const file = (rows: readonly string[], names = NAMES): string => [names, ...rows].join('\n');

/** A possible bar at a stamp. */
export const priced = (stamp: string, price = 24_112.25): string =>
  `${stamp},${price},${price + 1},${price - 1},${price},10`;

/** So many minutes after 2026-03-04 14:30Z. */
export const minute = (i: number): string => new Date(Date.parse('2026-03-04T14:30:00Z') + i * MINUTE).toISOString();

/** Weekdays from a date on, midnights of UTC. */
export function weekdays(from: string, count: number): number[] {
  const days: number[] = [];
  for (let at = day(from); days.length < count; at += DAY)
    if (![0, 6].includes(new Date(at).getUTCDay())) days.push(at);
  return days;
}
