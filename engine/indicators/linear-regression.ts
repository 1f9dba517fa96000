import { loadNumbers, saveNumbers, validPeriod, type SavedIndicator, type SeriesIndicator } from './indicator.ts';

/**
 * Least-squares line through the last n numbers (x = 0 the oldest, n - 1 the newest); `value` is its end point,
 * intercept + slope (n - 1). TradingView's `ta.linreg(source, n, 0)`, TA-Lib's LINEARREG, Skender's EPMA. First value with
 * the n-th number; n of at least 2.
 *
 * O(1): with S = sum y and W = sum i y, dropping the oldest and adding y gives W' = W - (S - oldest) + (n - 1) y,
 * S' = S - oldest + y. Sums are of y - a with a recent anchor a, and computed anew each time the ring comes round (every n
 * numbers: an error in S would else grow in W).
 */
export class LinearRegression implements SeriesIndicator {
  readonly id: string;
  readonly period: number;
  private readonly ring: Float64Array;
  private readonly slopeDivisor: number;
  private head = 0;
  private filled = 0;
  private anchor = 0;
  private sum = 0;
  private weighted = 0;

  constructor(period: number) {
    this.period = validPeriod(period, 'linreg', 2);
    this.id = `linreg(${period})`;
    this.ring = new Float64Array(period);
    this.slopeDivisor = period * (period * period - 1);
  }

  next(y: number): number | undefined {
    this.push(y);
    return this.value;
  }

  push(y: number): void {
    const { ring, period } = this;
    const head = this.head;
    if (this.filled === period) {
      const leaving = (ring[head] as number) - this.anchor;
      const entering = y - this.anchor;
      this.sum -= leaving;
      this.weighted += (period - 1) * entering - this.sum;
      this.sum += entering;
    } else {
      // While it fills nothing is read: the ring comes round with the n-th number and all is computed then.
      this.filled++;
    }
    ring[head] = y;
    if (head + 1 < period) {
      this.head = head + 1;
    } else {
      this.head = 0;
      this.reanchor(y);
    }
  }

  /** Called when the newest number lies at the ring's end, so that ring order is time order. */
  private reanchor(anchor: number): void {
    const { ring, period } = this;
    let sum = 0;
    let weighted = 0;
    for (let i = 0; i < period; i++) {
      const d = (ring[i] as number) - anchor;
      sum += d;
      weighted += i * d;
    }
    this.anchor = anchor;
    this.sum = sum;
    this.weighted = weighted;
  }

  get value(): number | undefined {
    return this.filled === this.period ? this.at(0) : undefined;
  }

  get slope(): number | undefined {
    if (this.filled < this.period) return undefined;
    return (12 * this.weighted - 6 * (this.period - 1) * this.sum) / this.slopeDivisor;
  }

  /** The line's height `offset` numbers before the newest. */
  at(offset: number): number | undefined {
    if (this.filled < this.period) return undefined;
    const { period, sum } = this;
    const fromMiddle = (period - 1) / 2 - offset;
    // One division: mean + slope x fromMiddle over the common divisor.
    const rise = (12 * this.weighted - 6 * (period - 1) * sum) * fromMiddle;
    return this.anchor + (sum * (period * period - 1) + rise) / this.slopeDivisor;
  }

  reset(): void {
    this.ring.fill(0);
    this.head = this.filled = this.anchor = this.sum = this.weighted = 0;
  }

  save(): SavedIndicator {
    return saveNumbers(this.id, [this.head, this.filled, this.anchor, this.sum, this.weighted], this.ring);
  }

  load(saved: unknown): void {
    const numbers = loadNumbers(this.id, saved, 5, this.ring) as [number, number, number, number, number];
    [this.head, this.filled, this.anchor, this.sum, this.weighted] = numbers;
  }
}
