import { loadParts, saveParts, validPeriod, type Indicator, type SavedIndicator } from './indicator.ts';
import { Rma } from './rma.ts';
import { TrueRange, type FirstTrueRange } from './true-range.ts';

/**
 * Average true range: Wilder's smoothing of the true range. With `tr-from-first-bar` (default, TradingView, Tulip) the
 * first value comes with bar n, with `tr-needs-previous-close` (TA-Lib, Skender) with bar n + 1; after m more bars the
 * two differ by at most (1 - 1/n)^m of the seeds' difference. indicatorts' ATR is a plain mean and is not this one.
 */
export class Atr implements Indicator {
  readonly id: string;
  readonly period: number;
  readonly range: TrueRange;
  private readonly smoothed: Rma;

  constructor(period: number, first: FirstTrueRange = 'tr-from-first-bar') {
    this.period = validPeriod(period, 'atr');
    this.range = new TrueRange(first);
    this.smoothed = new Rma(period);
    this.id = `atr(${period},${first})`;
  }

  next(high: number, low: number, close: number): number | undefined {
    this.push(high, low, close);
    return this.value;
  }

  push(high: number, low: number, close: number): void {
    const { range } = this;
    range.push(high, low, close);
    if (range.ready) this.smoothed.push(range.latest);
  }

  get value(): number | undefined {
    return this.smoothed.value;
  }

  reset(): void {
    this.range.reset();
    this.smoothed.reset();
  }

  save(): SavedIndicator {
    return saveParts(this.id, [this.range, this.smoothed]);
  }

  load(saved: unknown): void {
    loadParts(this.id, saved, [this.range, this.smoothed]);
  }
}
