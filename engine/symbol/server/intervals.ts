import type { Bar } from '../../domain/bar.ts';
import type { Calendar } from '../../domain/session.ts';
import { MINUTE_MS } from '../../domain/units.ts';
import { aggregate, aggregateDays } from '../../market/aggregate.ts';
import type { Interval } from '../../wire/index.ts';

const MINUTES = { '5m': 5, '15m': 15, '1h': 60 } as const;
/** 1-minute bars of the longest trading day. */
const DAY_MINUTES = 1_440;

/** 1-minute bars in one bar of the interval, at most. */
export function minutesIn(interval: Interval): number {
  if (interval === '1m') return 1;
  return interval === '1d' ? DAY_MINUTES : MINUTES[interval];
}

/** Bars of an interval from 1-minute bars, oldest first; the last one may be incomplete. */
export function barsOf(interval: Interval, minutes: readonly Bar[], calendar: Calendar): Bar[] {
  if (interval === '1m') return [...minutes];
  if (interval === '1d') return aggregateDays(minutes, calendar).map(({ tradingDay: _day, ...bar }) => bar);
  return aggregate(minutes, MINUTES[interval]);
}

/** One interval's bar in the making: fed by closed minutes; the forming minute is merged for showing only. */
export class IntervalBar {
  readonly interval: Interval;
  private readonly calendar: Calendar;
  private held: Bar | undefined;

  constructor(interval: Interval, calendar: Calendar) {
    this.interval = interval;
    this.calendar = calendar;
  }

  /** Takes a closed minute; returns the interval's bars that are complete with it. A day's ends with the next one's first minute. */
  close(minute: Bar): Bar[] {
    const bars = barsOf(this.interval, this.held === undefined ? [minute] : [this.held, minute], this.calendar);
    const last = bars.pop();
    if (last === undefined) return bars;
    const whole =
      this.interval !== '1d' && minute.timeMs + MINUTE_MS >= last.timeMs + minutesIn(this.interval) * MINUTE_MS;
    this.held = whole ? undefined : last;
    return whole ? [...bars, last] : bars;
  }

  /** The bar as it stands with the forming minute. */
  forming(minute: Bar | undefined): Bar | undefined {
    if (minute === undefined) return this.held;
    return barsOf(this.interval, this.held === undefined ? [minute] : [this.held, minute], this.calendar).at(-1);
  }
}
