import type { Calendar } from '../../../domain/session.ts';
import type { TimeMs } from '../../../domain/units.ts';
import { sessionsBetween } from '../../../domain/session.ts';
import { DAY_MS, MINUTE_MS } from '../../../domain/units.ts';

/** Counting begins here; simulated times before it have negative numbers. */
const ORIGIN_MS = Date.UTC(2020, 0, 1);

/** Counts a contract's open minutes from a fixed origin: quotes get gap-free numbers without having been played. */
export class OpenMinutes {
  readonly #calendar: Calendar;
  readonly #root: string;
  /** Open minutes from the origin to the start of each day of UTC counted so far, forward. */
  readonly #byDay: number[] = [0];

  constructor(calendar: Calendar, root: string) {
    this.#calendar = calendar;
    this.#root = root;
  }

  /** Open minutes between the origin and a whole minute. */
  before(timeMs: TimeMs): number {
    if (this.#calendar.mode === 'always') return (timeMs - ORIGIN_MS) / MINUTE_MS;
    if (timeMs < ORIGIN_MS) return -this.#within(timeMs, ORIGIN_MS);
    const day = Math.floor((timeMs - ORIGIN_MS) / DAY_MS);
    for (let d = this.#byDay.length; d <= day; d += 1) {
      const from = ORIGIN_MS + (d - 1) * DAY_MS;
      this.#byDay.push((this.#byDay[d - 1] ?? 0) + this.#within(from, from + DAY_MS));
    }
    return (this.#byDay[day] ?? 0) + this.#within(ORIGIN_MS + day * DAY_MS, timeMs);
  }

  #within(fromMs: TimeMs, toMs: TimeMs): number {
    let minutes = 0;
    for (const session of sessionsBetween(this.#calendar, this.#root, fromMs, toMs)) {
      const open = Math.min(session.closeMs, toMs) - Math.max(session.openMs, fromMs);
      if (open > 0) minutes += open / MINUTE_MS;
    }
    return minutes;
  }
}
