import type { Clock } from '../ports/clock.ts';

/** At most 4 a second of wall time; after a commit with news as soon as 50 ms have passed since the last. */
const EVERY_MS = 250;
const NEWS_MS = 50;

/** Merges changes of the account's picture into few messages; the last change is never left out. */
export class ViewFeed {
  private readonly clock: Clock;
  private readonly push: () => void;
  private lastMs = Number.NEGATIVE_INFINITY;
  private dueMs = Number.POSITIVE_INFINITY;
  private cancel: (() => void) | undefined;

  constructor(clock: Clock, push: () => void) {
    this.clock = clock;
    this.push = push;
  }

  /** Something changed. `news`: more than a price. */
  touch(news = false): void {
    const now = this.clock.monotonicMs();
    const dueMs = Math.max(now, this.lastMs + (news ? NEWS_MS : EVERY_MS));
    if (dueMs >= this.dueMs) return;
    this.cancel?.();
    this.dueMs = dueMs;
    this.cancel = this.clock.after(dueMs - now, () => this.flush());
  }

  /** What is due goes out now: who was answered shall not see the picture of before. */
  settle(): void {
    if (this.cancel === undefined) return;
    this.cancel();
    this.flush();
  }

  stop(): void {
    this.cancel?.();
    this.cancel = undefined;
    this.dueMs = Number.NEGATIVE_INFINITY;
  }

  private flush(): void {
    this.cancel = undefined;
    this.dueMs = Number.POSITIVE_INFINITY;
    this.lastMs = this.clock.monotonicMs();
    this.push();
  }
}
