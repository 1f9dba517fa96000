import type { Clock } from '../../ports/clock.ts';

/** Questions of one caller: a page that opens asks a dozen, then one now and then. */
export const AT_ONCE = 40;
export const GAP_MS = 50;
/** Callers that are remembered; beyond, those who have all of their credit are forgotten. */
const MOST_CALLERS = 1_000;

/** Spreads what one caller asks: a burst, then twenty a second. Cheap answers in masses would fill the loop too. */
export class ReadPace {
  private readonly clock: Clock;
  private readonly credits = new Map<string, { credit: number; atMs: number }>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Counts a question; milliseconds that it has to wait. */
  waitMs(caller: string): number {
    const now = this.clock.monotonicMs();
    if (this.credits.size >= MOST_CALLERS) this.forgetRested(now);
    const known = this.credits.get(caller) ?? { credit: AT_ONCE, atMs: now };
    const credit = Math.min(AT_ONCE, known.credit + (now - known.atMs) / GAP_MS) - 1;
    this.credits.set(caller, { credit, atMs: now });
    return credit >= 0 ? 0 : Math.ceil(-credit * GAP_MS);
  }

  private forgetRested(now: number): void {
    for (const [caller, { credit, atMs }] of this.credits)
      if (credit + (now - atMs) / GAP_MS >= AT_ONCE) this.credits.delete(caller);
  }
}
