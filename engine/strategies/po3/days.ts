import type { Bar } from '../../domain/bar.ts';
import type { Ticks } from '../../domain/units.ts';
import type { BarClock } from '../strategy.ts';

/** Complete trading days as far as the daily ATR needs them, built from the minute bars. */
export interface DayHistory {
  /** True ranges of complete trading days, oldest first. */
  readonly trueRanges: readonly Ticks[];
  /** Last price of the day before today; null after a roll, when it was another contract's. */
  readonly previousClose: Ticks | null;
  readonly today: Today | null;
}

interface Today {
  readonly tradingDay: string;
  readonly high: Ticks;
  readonly low: Ticks;
  readonly close: Ticks;
  /** Seen from its beginning. */
  readonly fromStart: boolean;
  /** The last bar lay at the end of a session. */
  readonly toEnd: boolean;
}

export const NO_DAYS: DayHistory = { trueRanges: [], previousClose: null, today: null };

const DAY_BEGINS = 18 * 60;
/** A day may lack this many minutes without trades at either end and still count as complete. */
const SLACK_MINUTES = 30;

/** Takes a closed bar; a new trading day closes the one before. */
export function withBar(history: DayHistory, bar: Bar, clock: BarClock, keep: number): DayHistory {
  const { today } = history;
  if (today !== null && today.tradingDay === clock.tradingDay) {
    const grown: Today = {
      ...today,
      high: Math.max(today.high, bar.high),
      low: Math.min(today.low, bar.low),
      close: bar.close,
      toEnd: atEnd(clock),
    };
    return { ...history, today: grown };
  }
  const closed = today === null ? history : withDay(history, today, keep);
  const open = clock.newYorkOpenMinute;
  return {
    ...closed,
    today: {
      tradingDay: clock.tradingDay,
      high: bar.high,
      low: bar.low,
      close: bar.close,
      fromStart: open >= DAY_BEGINS && open < DAY_BEGINS + SLACK_MINUTES,
      toEnd: atEnd(clock),
    },
  };
}

/** A roll: ranges of earlier days still measure the market, its last price is another contract's. */
export function rolled(history: DayHistory, keep: number): DayHistory {
  const closed = history.today === null ? history : withDay(history, history.today, keep);
  return { ...closed, previousClose: null, today: null };
}

function withDay(history: DayHistory, day: Today, keep: number): DayHistory {
  const { previousClose } = history;
  const high = previousClose === null ? day.high : Math.max(day.high, previousClose);
  const low = previousClose === null ? day.low : Math.min(day.low, previousClose);
  const complete = day.fromStart && day.toEnd;
  const trueRanges = complete ? [...history.trueRanges, high - low].slice(-keep) : history.trueRanges;
  return { trueRanges, previousClose: day.close, today: null };
}

/** Close to the session's end, early closes counted; or in the last hours of an ordinary day where no end is known. */
function atEnd(clock: BarClock): boolean {
  const open = clock.newYorkOpenMinute;
  return clock.minutesToSessionEnd <= SLACK_MINUTES || (open >= DAY_BEGINS - 90 && open < DAY_BEGINS);
}

/** Mean true range of the complete days, or undefined when they are too few. */
export function dailyAtr(history: DayHistory, minDays: number): number | undefined {
  const { trueRanges } = history;
  if (trueRanges.length < Math.max(1, minDays)) return undefined;
  return trueRanges.reduce((sum, range) => sum + range, 0) / trueRanges.length;
}
