import { CHICAGO } from '../../../domain/zone.ts';
import { weekday } from '../../../domain/civil-day.ts';
import { MINUTE_MS } from '../../../domain/units.ts';
import { mix, uniform } from '../../../market/seeded.ts';

const DAY_MINUTES = 1_440;

/** Chicago minute of the day at which figures come out, and on which part of the weekdays. */
const RELEASES: readonly { readonly minute: number; readonly chance: number }[] = [
  { minute: 7 * 60 + 30, chance: 0.35 },
  { minute: 9 * 60, chance: 0.2 },
  { minute: 13 * 60, chance: 0.04 },
];

/** The release in [from, from + length) (minutes since the epoch; at most some hours), or undefined. */
export function newsIn(key: number, from: number, length: number): number | undefined {
  const wall = from + CHICAGO.offsetMs(from * MINUTE_MS) / MINUTE_MS;
  const day = Math.floor(wall / DAY_MINUTES);
  const inDay = wall - day * DAY_MINUTES;
  for (const [index, { minute, chance }] of RELEASES.entries()) {
    if (minute < inDay || minute >= inDay + length) continue;
    const w = weekday(day);
    if (w === 0 || w === 6 || uniform(mix(mix(key, index), day)) >= chance) continue;
    return from + minute - inDay;
  }
  return undefined;
}
