import type { Clock } from '../../ports/clock.ts';
import {
  BUDGET_MS,
  look,
  LOOK_MS,
  NO_LOOK,
  seenThrough,
  type SourceAge,
  standsOtherwise,
  TELL_MS,
} from '../../domain/heard-sources.ts';

/**
 * The sources as a server hears of them: the desk by its own words, the rest through what the desk tells. Looks by the
 * clock, so that a desk that says nothing is noticed.
 */
export class HeardDesk {
  private readonly clock: Clock;
  private told: readonly SourceAge[] = [];
  private heardMs: number;
  private last = NO_LOOK;
  private seen: readonly SourceAge[] = [];
  private passedOnMs = Number.NEGATIVE_INFINITY;
  private tell: (isNews: boolean) => void = () => undefined;
  private cancel: (() => void) | undefined;

  constructor(clock: Clock) {
    this.clock = clock;
    this.heardMs = clock.monotonicMs();
  }

  /** The desk first. */
  get ages(): readonly SourceAge[] {
    return this.seen;
  }

  /** Calls `tell` twice a second, and at once with true when one is heard no more or again. */
  start(tell: (isNews: boolean) => void): void {
    this.tell = tell;
    const next = (): void => {
      this.look();
      this.cancel = this.clock.after(LOOK_MS, next);
    };
    next();
  }

  close(): void {
    this.cancel?.();
  }

  /** The desk said something. */
  heard(): void {
    this.heardMs = this.clock.monotonicMs();
  }

  /** The desk told the others' ages. */
  take(ages: readonly SourceAge[]): void {
    const isNews = standsOtherwise(ages, this.told);
    this.told = ages;
    this.heard();
    if (isNews) this.look();
  }

  private look(): void {
    const nowMs = this.clock.monotonicMs();
    const reading = { kind: 'desk', name: 'desk', heardMs: this.heardMs, budgetMs: BUDGET_MS } as const;
    this.last = look(this.last, nowMs, [reading]);
    const [desk] = this.last.ages;
    if (desk === undefined) return;
    const before = this.seen;
    this.seen = seenThrough(desk, this.told);
    const isNews = standsOtherwise(this.seen, before);
    if (!isNews && nowMs - this.passedOnMs < TELL_MS) return;
    this.passedOnMs = nowMs;
    this.tell(isNews);
  }
}
