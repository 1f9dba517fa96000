import { loadNumbers, saveNumbers, validPeriod, type SavedIndicator, type SeriesIndicator } from './indicator.ts';

/** What the first value is: the mean of the first n numbers, or the first number itself. */
export type EmaSeed = 'sma' | 'first-value';

/**
 * Exponential moving average: e = e + a (x - e), a = 2 / (n + 1).
 *
 * Seed `sma` (default): the mean of the first n numbers is the first value, shown with the n-th. That is TA-Lib,
 * StockCharts, TradingView's exports and Skender. Seed `first-value`: e starts as the first number, and values are shown
 * from the n-th on; that is trading-signals and Pine's textbook formula. After m bars the seed weighs (1 - a)^m.
 */
export class Ema implements SeriesIndicator {
  readonly id: string;
  readonly period: number;
  private readonly alpha: number;
  private readonly fromFirst: boolean;
  private filled = 0;
  private average = 0;

  constructor(period: number, seed: EmaSeed = 'sma') {
    this.period = validPeriod(period, 'ema');
    this.alpha = 2 / (period + 1);
    this.fromFirst = seed === 'first-value';
    this.id = `ema(${period},${seed})`;
  }

  next(x: number): number | undefined {
    this.push(x);
    return this.value;
  }

  push(x: number): void {
    if (this.filled === this.period) {
      this.average += this.alpha * (x - this.average);
    } else {
      this.filled++;
      if (!this.fromFirst) {
        this.average += x;
        if (this.filled === this.period) this.average /= this.period;
      } else {
        this.average = this.filled === 1 ? x : this.average + this.alpha * (x - this.average);
      }
    }
  }

  get value(): number | undefined {
    return this.filled === this.period ? this.average : undefined;
  }

  reset(): void {
    this.filled = this.average = 0;
  }

  save(): SavedIndicator {
    return saveNumbers(this.id, [this.filled, this.average]);
  }

  load(saved: unknown): void {
    const [filled, average] = loadNumbers(this.id, saved, 2) as [number, number];
    this.filled = filled;
    this.average = average;
  }
}
