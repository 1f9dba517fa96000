import { loadNumbers, saveNumbers, validPeriod, type SavedIndicator, type SeriesIndicator } from './indicator.ts';

/**
 * Simple moving average: the mean of the last n numbers; first value with the n-th. Same as TA-Lib, TradingView and every
 * other.
 *
 * O(1): a running sum, computed anew from the window each time the ring comes round (every n numbers, which depends on
 * the count alone), so that rounding never builds up. Whole numbers (ticks) sum exactly.
 */
export class Sma implements SeriesIndicator {
  readonly id: string;
  readonly period: number;
  private readonly ring: Float64Array;
  private head = 0;
  private filled = 0;
  private total = 0;

  constructor(period: number) {
    this.period = validPeriod(period, 'sma');
    this.id = `sma(${period})`;
    this.ring = new Float64Array(period);
  }

  next(x: number): number | undefined {
    this.push(x);
    return this.value;
  }

  push(x: number): void {
    const { ring, period } = this;
    const head = this.head;
    const leaving = ring[head] as number;
    ring[head] = x;
    if (this.filled < period) this.filled++;
    if (head + 1 < period) {
      // An empty place of the ring is 0, so the same line serves while it fills.
      this.total += x - leaving;
      this.head = head + 1;
    } else {
      let total = 0;
      for (let i = 0; i < period; i++) total += ring[i] as number;
      this.total = total;
      this.head = 0;
    }
  }

  get value(): number | undefined {
    return this.filled === this.period ? this.total / this.period : undefined;
  }

  /** Sum of the window (of what is there, while it fills). */
  get sum(): number {
    return this.total;
  }

  reset(): void {
    this.ring.fill(0);
    this.head = this.filled = this.total = 0;
  }

  save(): SavedIndicator {
    return saveNumbers(this.id, [this.head, this.filled, this.total], this.ring);
  }

  load(saved: unknown): void {
    const [head, filled, total] = loadNumbers(this.id, saved, 3, this.ring) as [number, number, number];
    this.head = head;
    this.filled = filled;
    this.total = total;
  }
}
