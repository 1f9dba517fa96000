import type { Calendar } from '../domain/session.ts';
import type { TimeMs } from '../domain/units.ts';
import { flatBy, sessionsBetween } from '../domain/session.ts';
import { frontMonthAt } from '../domain/contract-month.ts';
import { CELL_MS, DAY_MS } from '../domain/units.ts';

/** The end of the cell whose step first has tEnd >= a time. */
export function cellEndAtOrAfter(timeMs: TimeMs): TimeMs {
  return Math.ceil(timeMs / CELL_MS) * CELL_MS;
}

/** The start of the cell that a time lies in. */
export function cellStartOf(timeMs: TimeMs): TimeMs {
  return Math.floor(timeMs / CELL_MS) * CELL_MS;
}

/**
 * Times in (afterMs, untilMs] at which there must be a step though nobody quotes: openings and closes, flat-by times,
 * expiries and rolls of the given contracts. Ascending, without repeats. (Bar ends and stale limits follow from the quotes;
 * the feed adds them.)
 */
export function forcedTimes(calendar: Calendar, roots: readonly string[], afterMs: TimeMs, untilMs: TimeMs): TimeMs[] {
  const times = new Set<TimeMs>();
  const add = (timeMs: TimeMs): void => {
    const end = cellEndAtOrAfter(timeMs);
    if (end > afterMs && end <= untilMs) times.add(end);
  };
  for (const root of roots) {
    for (const session of sessionsBetween(calendar, root, afterMs - DAY_MS, untilMs + DAY_MS)) {
      add(session.openMs);
      add(session.closeMs);
      const flat = flatBy(calendar, session);
      if (flat === undefined) continue;
      add(flat.strategyMs);
      add(flat.backstopMs);
    }
    for (let t = afterMs; t <= untilMs;) {
      const front = frontMonthAt(calendar, root, t);
      add(front.untilMs);
      add(front.contract.lastTradeMs);
      t = front.untilMs;
    }
  }
  return [...times].sort((a, b) => a - b);
}

/** The first forced time after a time, kept a month at a time so that asking in sequence costs nothing. */
export class ForcedTimes {
  readonly #calendar: Calendar;
  readonly #roots: readonly string[];
  #afterMs = Number.POSITIVE_INFINITY;
  #untilMs = Number.NEGATIVE_INFINITY;
  #times: TimeMs[] = [];
  #cursor = 0;

  constructor(calendar: Calendar, roots: readonly string[]) {
    this.#calendar = calendar;
    this.#roots = roots;
  }

  nextAfter(timeMs: TimeMs): TimeMs {
    if (timeMs < this.#afterMs || timeMs >= this.#untilMs) this.#load(timeMs);
    if ((this.#times[this.#cursor - 1] ?? Number.NEGATIVE_INFINITY) > timeMs) this.#cursor = 0;
    for (;;) {
      const found = this.#times[this.#cursor];
      if (found === undefined) this.#load(this.#untilMs);
      else if (found > timeMs) return found;
      else this.#cursor += 1;
    }
  }

  #load(timeMs: TimeMs): void {
    this.#afterMs = timeMs;
    this.#untilMs = timeMs + 31 * DAY_MS;
    this.#times = forcedTimes(this.#calendar, this.#roots, this.#afterMs, this.#untilMs);
    this.#cursor = 0;
  }
}
