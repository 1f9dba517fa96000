import type { Clock } from '../../ports/clock.ts';

const FREE_FAILURES = 5;
const FIRST_LOCK_MS = 30_000;
const LONGEST_LOCK_MS = 15 * 60_000;
const FORGET_MS = 60 * 60_000;

/** Failed log-ins of one name or address; wall time. */
export interface Failures {
  readonly failures: number;
  readonly lockedUntilMs: number;
  readonly lastMs: number;
}

/**
 * Back-off and lock of log-ins, by name and by address: five failures are free, then each doubles the wait, from 30 s to
 * 15 minutes. The owner's own way in (token, one-time link) is not touched by it. Those of users are kept in their rows.
 */
export class LoginGuard {
  private readonly clock: Clock;
  private readonly records = new Map<string, Failures>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** What the file knows of an earlier run of the hub. */
  restore(key: string, failures: Failures): void {
    this.records.set(key, failures);
  }

  of(key: string): Failures | undefined {
    return this.records.get(key);
  }

  /** Milliseconds to wait before another try; 0: go on. */
  waitMs(keys: readonly string[]): number {
    const now = this.clock.now();
    return Math.max(0, ...keys.map((key) => (this.records.get(key)?.lockedUntilMs ?? 0) - now));
  }

  failed(keys: readonly string[]): void {
    const now = this.clock.now();
    for (const [key, { lastMs }] of this.records) if (now - lastMs > FORGET_MS) this.records.delete(key);
    for (const key of keys) {
      const before = this.records.get(key);
      const failures = (before?.failures ?? 0) + 1;
      const over = failures - FREE_FAILURES;
      const lockMs = over >= 0 ? Math.min(LONGEST_LOCK_MS, FIRST_LOCK_MS * 2 ** Math.min(over, 10)) : undefined;
      const lockedUntilMs = lockMs === undefined ? (before?.lockedUntilMs ?? 0) : now + lockMs;
      this.records.set(key, { failures, lockedUntilMs, lastMs: now });
    }
  }

  succeeded(keys: readonly string[]): void {
    for (const key of keys) this.records.delete(key);
  }
}
