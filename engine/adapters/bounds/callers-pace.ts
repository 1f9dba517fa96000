import type { Clock } from '../../ports/clock.ts';

/** Callers that are remembered; beyond, those who have all of their credit are forgotten. */
const MOST_CALLERS = 1_000;

export interface Rate {
  /** So many at once; then one a gap. */
  readonly atOnce: number;
  readonly gapMs: number;
}

/** Spreads what each caller does: a burst, then an even rate. Cheap answers in masses would fill the loop too. */
export class CallersPace {
  private readonly clock: Clock;
  private readonly rate: Rate;
  private readonly credits = new Map<string, { credit: number; atMs: number }>();

  constructor(clock: Clock, rate: Rate) {
    this.clock = clock;
    this.rate = rate;
  }

  /** Counts an act; milliseconds that it has to wait. */
  waitMs(caller: string): number {
    const { atOnce, gapMs } = this.rate;
    const now = this.clock.monotonicMs();
    if (this.credits.size >= MOST_CALLERS) this.forgetRested(now);
    const known = this.credits.get(caller) ?? { credit: atOnce, atMs: now };
    const credit = Math.min(atOnce, known.credit + (now - known.atMs) / gapMs) - 1;
    this.credits.set(caller, { credit, atMs: now });
    return credit >= 0 ? 0 : Math.ceil(-credit * gapMs);
  }

  private forgetRested(now: number): void {
    const { atOnce, gapMs } = this.rate;
    for (const [caller, { credit, atMs }] of this.credits)
      if (credit + (now - atMs) / gapMs >= atOnce) this.credits.delete(caller);
  }
}
