import type { Clock } from '../../ports/clock.ts';

/**
 * Lets at most one message through per gap of wall time; what comes sooner replaces what waits. `flush` sends what
 * waits at once (a bar's last tick goes out before the bar, outside the cap).
 */
export class RateGate<T> {
  private readonly clock: Clock;
  private readonly gapMs: number;
  private readonly send: (message: T) => void;
  private waiting: { readonly message: T } | undefined;
  private nextMs = Number.NEGATIVE_INFINITY;
  private cancel: (() => void) | undefined;

  constructor(clock: Clock, gapMs: number, send: (message: T) => void) {
    this.clock = clock;
    this.gapMs = gapMs;
    this.send = send;
  }

  offer(message: T): void {
    const now = this.clock.monotonicMs();
    if (now >= this.nextMs && this.waiting === undefined) {
      this.nextMs = now + this.gapMs;
      this.send(message);
      return;
    }
    this.waiting = { message };
    this.cancel ??= this.clock.after(Math.max(0, this.nextMs - now), () => this.release());
  }

  /** Sends what waits now; it does not count against the cap. */
  flush(): void {
    this.cancel?.();
    this.cancel = undefined;
    const held = this.waiting;
    this.waiting = undefined;
    if (held !== undefined) this.send(held.message);
  }

  close(): void {
    this.cancel?.();
    this.cancel = undefined;
    this.waiting = undefined;
  }

  private release(): void {
    this.nextMs = this.clock.monotonicMs() + this.gapMs;
    this.flush();
  }
}
