import type { Clock } from '../../ports/clock.ts';

const FREE_FAILURES = 5;
const FIRST_LOCK_MS = 30_000;
const LONGEST_LOCK_MS = 15 * 60_000;
const FORGET_MS = 60 * 60_000;

interface Record_ {
  failures: number;
  lockedUntilMs: number;
  lastMs: number;
}

/**
 * Back-off and lock of log-ins, by name and by address: five failures are free, then each doubles the wait, from 30 s to
 * 15 minutes. The owner's own way in (token, one-time link) is not touched by it.
 */
export class LoginGuard {
  private readonly clock: Clock;
  private readonly records = new Map<string, Record_>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Milliseconds to wait before another try; 0: go on. */
  waitMs(keys: readonly string[]): number {
    const now = this.clock.now();
    return Math.max(0, ...keys.map((key) => (this.records.get(key)?.lockedUntilMs ?? 0) - now));
  }

  failed(keys: readonly string[]): void {
    const now = this.clock.now();
    for (const [key, record] of this.records) if (now - record.lastMs > FORGET_MS) this.records.delete(key);
    for (const key of keys) {
      const record = this.records.get(key) ?? { failures: 0, lockedUntilMs: 0, lastMs: now };
      record.failures += 1;
      record.lastMs = now;
      const over = record.failures - FREE_FAILURES;
      if (over >= 0) record.lockedUntilMs = now + Math.min(LONGEST_LOCK_MS, FIRST_LOCK_MS * 2 ** Math.min(over, 10));
      this.records.set(key, record);
    }
  }

  succeeded(keys: readonly string[]): void {
    for (const key of keys) this.records.delete(key);
  }
}
