import type { Clock } from '../../ports/clock.ts';

/**
 * So many in a window of wall time, by key. Counting is synchronous and on the clock port, so that a message is judged
 * in the order in which it came.
 */
export class FixedWindow {
  private readonly clock: Clock;
  private readonly most: number;
  private readonly windowMs: number;
  private readonly counts = new Map<string, { startMs: number; count: number }>();

  constructor(clock: Clock, most: number, windowMs: number) {
    this.clock = clock;
    this.most = most;
    this.windowMs = windowMs;
  }

  /** Counts one; milliseconds to wait when it is too many, 0 when it is not. */
  take(key: string): number {
    const now = this.clock.monotonicMs();
    const known = this.counts.get(key);
    if (known === undefined || now - known.startMs >= this.windowMs) {
      if (this.counts.size > 10_000) this.sweep(now);
      this.counts.set(key, { startMs: now, count: 1 });
      return this.most >= 1 ? 0 : this.windowMs;
    }
    known.count += 1;
    return known.count > this.most ? Math.ceil(known.startMs + this.windowMs - now) : 0;
  }

  /** Milliseconds to wait before one more may be counted; 0: it may be now. Counts nothing. */
  waitMs(key: string): number {
    const known = this.counts.get(key);
    if (known === undefined || known.count < this.most) return 0;
    return Math.max(0, Math.ceil(known.startMs + this.windowMs - this.clock.monotonicMs()));
  }

  /** Forgets a key (its owner has done right). */
  reset(key: string): void {
    this.counts.delete(key);
  }

  private sweep(now: number): void {
    for (const [key, { startMs }] of this.counts) if (now - startMs >= this.windowMs) this.counts.delete(key);
  }
}
