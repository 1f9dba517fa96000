import { loadNumbers, saveNumbers, validPeriod, type SavedIndicator, type SeriesIndicator } from './indicator.ts';

/**
 * Mean and population standard deviation (divided by n) of the last n numbers; first value with the n-th. TradingView's
 * `ta.stdev`, TA-Lib, Skender and trading-signals are the same; spreadsheets' STDEV (divided by n - 1) is wider by
 * sqrt(n / (n - 1)), 2.6 % at n = 20.
 *
 * O(1): sums of x - a and (x - a)^2, where the anchor a is a recent number, so that little cancels whatever the price
 * level. Each time the ring comes round (every n numbers, which depends on the count alone) the newest number becomes the
 * anchor and the sums are computed anew. In ticks all sums are exact whole numbers.
 */
export class StandardDeviation implements SeriesIndicator {
  readonly id: string;
  readonly period: number;
  private readonly ring: Float64Array;
  private head = 0;
  private filled = 0;
  private anchor = 0;
  private sum = 0;
  private squares = 0;

  constructor(period: number) {
    this.period = validPeriod(period, 'stdev');
    this.id = `stdev(${period})`;
    this.ring = new Float64Array(period);
  }

  next(x: number): number | undefined {
    this.push(x);
    return this.value;
  }

  push(x: number): void {
    const { ring, period } = this;
    const head = this.head;
    if (this.filled === period) {
      const leaving = (ring[head] as number) - this.anchor;
      this.sum -= leaving;
      this.squares -= leaving * leaving;
    } else {
      if (this.filled === 0) this.anchor = x;
      this.filled++;
    }
    ring[head] = x;
    const entering = x - this.anchor;
    this.sum += entering;
    this.squares += entering * entering;
    if (head + 1 < period) {
      this.head = head + 1;
    } else {
      this.head = 0;
      this.reanchor(x);
    }
  }

  private reanchor(anchor: number): void {
    const { ring, period } = this;
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < period; i++) {
      const d = (ring[i] as number) - anchor;
      sum += d;
      squares += d * d;
    }
    this.anchor = anchor;
    this.sum = sum;
    this.squares = squares;
  }

  get ready(): boolean {
    return this.filled === this.period;
  }

  get value(): number | undefined {
    return this.filled === this.period ? Math.sqrt(this.squaredSpread) / this.period : undefined;
  }

  get mean(): number | undefined {
    return this.filled === this.period ? this.anchor + this.sum / this.period : undefined;
  }

  /** n^2 times the variance, exact in ticks; at least 0. For comparisons that must not depend on rounding. */
  get squaredSpread(): number {
    const spread = this.period * this.squares - this.sum * this.sum;
    return spread > 0 ? spread : 0;
  }

  /** n times (x - mean), exact in ticks. */
  scaledDistance(x: number): number {
    return this.period * (x - this.anchor) - this.sum;
  }

  reset(): void {
    this.ring.fill(0);
    this.head = this.filled = this.anchor = this.sum = this.squares = 0;
  }

  save(): SavedIndicator {
    return saveNumbers(this.id, [this.head, this.filled, this.anchor, this.sum, this.squares], this.ring);
  }

  load(saved: unknown): void {
    const numbers = loadNumbers(this.id, saved, 5, this.ring) as [number, number, number, number, number];
    [this.head, this.filled, this.anchor, this.sum, this.squares] = numbers;
  }
}
