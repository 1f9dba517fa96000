import type { Clock } from '../../ports/clock.ts';

/** So many at once, then one a gap; of all that wait the newest so many. */
const AT_ONCE = 30;
const GAP_MS = 20;
const MOST_WAITING = 100;

interface Waiting {
  readonly go: () => void;
  readonly drop: () => void;
}

/**
 * Lets acts through at a pace: a burst, then fifty a second. Whoever comes sooner waits in line; when the line is full
 * its oldest is dropped, so that a newcomer has a chance whatever stands before it.
 */
export class Pace {
  private readonly clock: Clock;
  private readonly line: Waiting[] = [];
  private credit = AT_ONCE;
  private creditedMs: number;
  private isTimed = false;

  constructor(clock: Clock) {
    this.clock = clock;
    this.creditedMs = clock.monotonicMs();
  }

  /** `go`: now or later; `drop`: never. */
  enter(go: () => void, drop: () => void): void {
    if (this.line.length === 0 && this.spend()) {
      go();
      return;
    }
    this.line.push({ go, drop });
    if (this.line.length > MOST_WAITING) this.line.shift()?.drop();
    this.wait();
  }

  private wait(): void {
    if (this.isTimed) return;
    this.isTimed = true;
    this.clock.after(GAP_MS, () => {
      this.isTimed = false;
      while (this.line.length > 0 && this.spend()) this.line.shift()?.go();
      if (this.line.length > 0) this.wait();
    });
  }

  private spend(): boolean {
    const now = this.clock.monotonicMs();
    this.credit = Math.min(AT_ONCE, this.credit + (now - this.creditedMs) / GAP_MS);
    this.creditedMs = now;
    if (this.credit < 1) return false;
    this.credit -= 1;
    return true;
  }
}
