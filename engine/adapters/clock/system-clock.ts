import { performance } from 'node:perf_hooks';
import type { Clock } from '../../ports/clock.ts';

/** Node's timers hold at most 2^31 - 1 ms; a longer wait would fire at once. */
const LONGEST_DELAY_MS = 2_147_483_647;

/** The machine's wall clock and timers. A timer keeps its process alive until it fires or is canceled. */
export class SystemClock implements Clock {
  now(): number {
    return Date.now();
  }

  monotonicMs(): number {
    return performance.now();
  }

  after(delayMs: number, callback: () => void): () => void {
    const timer = setTimeout(callback, Math.min(Math.max(0, delayMs), LONGEST_DELAY_MS));
    return () => clearTimeout(timer);
  }
}
