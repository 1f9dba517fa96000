import { loadNumbers, saveNumbers, validPeriod, type SavedIndicator, type SeriesIndicator } from './indicator.ts';

/**
 * Wilder's smoothing (RMA, SMMA, WSMA): seed = mean of the first n numbers, then r = (r (n - 1) + x) / n.
 * J. W. Wilder, "New Concepts in Technical Trading Systems" (1978); TA-Lib and TradingView's `ta.rma` are the same.
 *
 * Kept as Wilder did by hand, as n times the average: total = total (n - 1) / n + x. One multiplication a bar, and the
 * ratio of two of them (RSI) needs no division by n. Errors fade by (n - 1) / n each bar, so nothing drifts.
 */
export class Rma implements SeriesIndicator {
  readonly id: string;
  readonly period: number;
  private readonly decay: number;
  private filled = 0;
  private accumulated = 0;

  constructor(period: number) {
    this.period = validPeriod(period, 'rma');
    this.decay = (period - 1) / period;
    this.id = `rma(${period})`;
  }

  next(x: number): number | undefined {
    this.push(x);
    return this.value;
  }

  push(x: number): void {
    if (this.filled === this.period) {
      this.accumulated = this.accumulated * this.decay + x;
    } else {
      this.filled++;
      this.accumulated += x;
    }
  }

  get value(): number | undefined {
    return this.filled === this.period ? this.accumulated / this.period : undefined;
  }

  /** n times the average; the plain sum while it warms up. */
  get total(): number {
    return this.accumulated;
  }

  reset(): void {
    this.filled = this.accumulated = 0;
  }

  save(): SavedIndicator {
    return saveNumbers(this.id, [this.filled, this.accumulated]);
  }

  load(saved: unknown): void {
    const [filled, accumulated] = loadNumbers(this.id, saved, 2) as [number, number];
    this.filled = filled;
    this.accumulated = accumulated;
  }
}
