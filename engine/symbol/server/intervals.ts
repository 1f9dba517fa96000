import type { Bar } from '../../domain/bar.ts';
import type { ContractSpec } from '../../domain/contract.ts';
import type { Calendar } from '../../domain/session.ts';
import { MINUTE_MS } from '../../domain/units.ts';
import { aggregate, aggregateDays } from '../../market/aggregate.ts';
import { encodeForming } from '../../wire/encode/index.ts';
import type { Interval } from '../../wire/index.ts';
import { HISTORY_POINTS } from './chart-memory.ts';

/** Intervals beyond a minute. */
export type WideInterval = Exclude<Interval, '1m'>;

const MINUTES = { '5m': 5, '15m': 15, '1h': 60 } as const;

/** Bars of an interval from shorter ones of the same grid, oldest first; the last one may be incomplete. */
export function barsOf(interval: WideInterval, shorter: readonly Bar[], calendar: Calendar): Bar[] {
  if (interval === '1d') return aggregateDays(shorter, calendar).map(({ tradingDay: _day, ...bar }) => bar);
  return aggregate(shorter, MINUTES[interval]);
}

/**
 * One interval's last closed bars, each encoded once, and its bar in the making: fed by closed minutes; the forming
 * minute is merged for showing only.
 */
export class IntervalBar {
  readonly interval: WideInterval;
  private readonly spec: ContractSpec;
  private readonly calendar: Calendar;
  private readonly closed: string[] = [];
  private held: Bar | undefined;

  constructor(interval: WideInterval, spec: ContractSpec, calendar: Calendar) {
    this.interval = interval;
    this.spec = spec;
    this.calendar = calendar;
  }

  /** Begins with the interval's stored bars, oldest first; `lastMinuteMs`: open time of the newest minute in them. */
  load(bars: readonly Bar[], lastMinuteMs: number): void {
    const last = bars.at(-1);
    this.held = last === undefined || this.isWhole(last, lastMinuteMs) ? undefined : last;
    this.keep(this.held === undefined ? bars : bars.slice(0, -1));
  }

  /** Takes a closed minute; returns the interval's bars that are complete with it. A day's ends with the next one's first minute. */
  close(minute: Bar): Bar[] {
    const bars = barsOf(this.interval, this.held === undefined ? [minute] : [this.held, minute], this.calendar);
    const last = bars.at(-1);
    this.held = last === undefined || this.isWhole(last, minute.timeMs) ? undefined : last;
    const done = this.held === undefined ? bars : bars.slice(0, -1);
    this.keep(done);
    return done;
  }

  /** The bar as it stands with the forming minute. */
  forming(minute: Bar | undefined): Bar | undefined {
    if (minute === undefined) return this.held;
    return barsOf(this.interval, this.held === undefined ? [minute] : [this.held, minute], this.calendar).at(-1);
  }

  /** JSON array of the closed bars as chart points, oldest first. */
  get json(): string {
    return `[${this.closed.join(',')}]`;
  }

  private isWhole(bar: Bar, lastMinuteMs: number): boolean {
    if (this.interval === '1d') return false;
    return lastMinuteMs + MINUTE_MS >= bar.timeMs + MINUTES[this.interval] * MINUTE_MS;
  }

  private keep(bars: readonly Bar[]): void {
    for (const bar of bars) this.closed.push(JSON.stringify(encodeForming(this.spec, bar)));
    if (this.closed.length > HISTORY_POINTS) this.closed.splice(0, this.closed.length - HISTORY_POINTS);
  }
}
