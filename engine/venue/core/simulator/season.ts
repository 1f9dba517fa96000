import type { SessionKind } from '../../../domain/contract.ts';
import type { TimeMs } from '../../../domain/units.ts';
import { CHICAGO } from '../../../domain/zone.ts';
import { DAY_MS, MINUTE_MS } from '../../../domain/units.ts';

/** Chicago hour, relative variance of a minute, relative volume of a minute; linear in between. */
type Knot = readonly [hour: number, variance: number, volume: number];

const SHAPES: Readonly<Record<SessionKind, readonly Knot[]>> = {
  // Quiet Asia, Europe from 02:00, data at 07:30, the opening at 08:30, lunch, the close at 15:00.
  equity: [
    [0, 0.2, 0.12],
    [1.9, 0.25, 0.15],
    [2.2, 0.5, 0.35],
    [7.4, 0.45, 0.4],
    [7.6, 0.8, 0.7],
    [8.45, 0.7, 0.8],
    [8.5, 4.2, 4.6],
    [9.5, 2.5, 2.9],
    [11.5, 1.2, 1.5],
    [12.5, 1.0, 1.2],
    [14.0, 1.4, 1.7],
    [14.8, 2.0, 2.9],
    [15.0, 1.6, 3.2],
    [15.05, 0.5, 0.7],
    [16.0, 0.2, 0.2],
    [17.0, 0.3, 0.25],
    [19.0, 0.35, 0.2],
    [24.0, 0.2, 0.12],
  ],
  metal: [
    [0, 0.5, 0.45],
    [2.0, 0.8, 0.8],
    [7.2, 0.9, 1.0],
    [7.35, 2.4, 2.8],
    [9.0, 2.8, 3.0],
    [11.0, 1.5, 1.6],
    [12.5, 1.3, 1.5],
    [13.0, 0.6, 0.5],
    [16.0, 0.3, 0.2],
    [17.0, 0.4, 0.3],
    [19.0, 0.8, 0.7],
    [21.5, 0.7, 0.6],
    [24.0, 0.5, 0.45],
  ],
  energy: [
    [0, 0.3, 0.2],
    [2.0, 0.7, 0.6],
    [8.0, 1.8, 2.2],
    [9.5, 2.6, 2.9],
    [13.2, 1.8, 2.4],
    [13.6, 0.7, 0.6],
    [16.0, 0.3, 0.2],
    [17.0, 0.4, 0.3],
    [24.0, 0.3, 0.2],
  ],
  fx: [
    [0, 0.5, 0.4],
    [1.5, 1.2, 1.1],
    [3.0, 1.5, 1.5],
    [6.0, 1.1, 1.2],
    [7.5, 2.2, 2.4],
    [9.5, 1.9, 2.2],
    [11.0, 1.0, 1.0],
    [14.0, 0.6, 0.6],
    [16.0, 0.25, 0.15],
    [17.0, 0.3, 0.2],
    [19.0, 0.6, 0.5],
    [24.0, 0.5, 0.4],
  ],
};

const DAY_MINUTES = 1_440;
const WEEK_MINUTES = 7 * DAY_MINUTES;
/** Variance while the exchange is closed, in days' worth: it shows as the gap at the opening. */
const BREAK_VARIANCE = 0.004;
const WEEKEND_VARIANCE = 0.12;

/** How variance and volume spread over the week's Chicago clock. One day's sum of each is 1. */
export class Season {
  /** Variance from the week's start to each minute. */
  readonly #cumulative = new Float64Array(WEEK_MINUTES + 1);
  readonly #variance: Float64Array;
  readonly #volume: Float64Array;

  /** `everyDay`: open on seven days without a break. */
  constructor(kind: SessionKind, everyDay: boolean) {
    const day = Array.from({ length: DAY_MINUTES }, (_, minute) => at(SHAPES[kind], minute / 60));
    const open = (minute: number): boolean => everyDay || minute < 16 * 60 || minute >= 17 * 60;
    const sum = (part: 1 | 2): number =>
      day.reduce((total, knot, minute) => total + (open(minute) ? knot[part] : 0), 0);
    const [varianceSum, volumeSum] = [sum(1), sum(2)];
    this.#variance = Float64Array.from({ length: WEEK_MINUTES }, (_, m) => {
      const weekend = !everyDay && weekendMinute(m);
      if (weekend) return WEEKEND_VARIANCE / WEEKEND_MINUTES;
      if (!open(m % DAY_MINUTES)) return BREAK_VARIANCE / 60;
      return (day[m % DAY_MINUTES]?.[1] ?? 0) / varianceSum;
    });
    this.#volume = Float64Array.from({ length: WEEK_MINUTES }, (_, m) => (day[m % DAY_MINUTES]?.[2] ?? 0) / volumeSum);
    for (let m = 0; m < WEEK_MINUTES; m += 1)
      this.#cumulative[m + 1] = (this.#cumulative[m] ?? 0) + (this.#variance[m] ?? 0);
  }

  /** Variance from a fixed origin to the start of a minute (minutes since the epoch), in days' worth. */
  before(minute: number): number {
    const wall = minute + offsetMinutes(minute);
    const week = Math.floor(wall / WEEK_MINUTES);
    return week * (this.#cumulative[WEEK_MINUTES] ?? 0) + (this.#cumulative[wall - week * WEEK_MINUTES] ?? 0);
  }

  /** Variance of one minute, in days' worth. */
  variance(minute: number): number {
    return this.#variance[minuteOfWeek(minute)] ?? 0;
  }

  /** Part of a day's volume that falls on this minute. */
  volume(minute: number): number {
    return this.#volume[minuteOfWeek(minute)] ?? 0;
  }
}

function offsetMinutes(minute: number): number {
  return CHICAGO.offsetMs(minute * MINUTE_MS) / MINUTE_MS;
}

function minuteOfWeek(minute: TimeMs): number {
  const wall = minute + offsetMinutes(minute);
  return wall - Math.floor(wall / WEEK_MINUTES) * WEEK_MINUTES;
}

/** Weeks are counted from the epoch, a Thursday: Friday 16:00 is 40 hours in, Sunday 17:00 is 89. */
const WEEKEND_FROM = (DAY_MS + 16 * 60 * MINUTE_MS) / MINUTE_MS;
const WEEKEND_TO = (3 * DAY_MS + 17 * 60 * MINUTE_MS) / MINUTE_MS;
const WEEKEND_MINUTES = WEEKEND_TO - WEEKEND_FROM;

function weekendMinute(minute: number): boolean {
  return minute >= WEEKEND_FROM && minute < WEEKEND_TO;
}

function at(knots: readonly Knot[], hour: number): Knot {
  let before = knots[0];
  for (const knot of knots) {
    if (before !== undefined && knot[0] > hour) {
      const part = (hour - before[0]) / (knot[0] - before[0]);
      return [hour, before[1] + part * (knot[1] - before[1]), before[2] + part * (knot[2] - before[2])];
    }
    before = knot;
  }
  return before ?? [hour, 0, 0];
}
