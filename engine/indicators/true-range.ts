import { loadNumbers, saveNumbers, type Indicator, type SavedIndicator } from './indicator.ts';

/**
 * What the first bar counts as. `tr-from-first-bar`: its high - low (TradingView's `ta.atr`, Tulip, trading-signals).
 * `tr-needs-previous-close`: it has no true range (TA-Lib, Skender, TradingView's bare `ta.tr`).
 */
export type FirstTrueRange = 'tr-from-first-bar' | 'tr-needs-previous-close';

/** True range: max(high - low, |high - previous close|, |low - previous close|). Wilder (1978). */
export class TrueRange implements Indicator {
  readonly id: string;
  private readonly fromFirst: boolean;
  private seen = 0;
  private previousClose = 0;
  private range = 0;

  constructor(first: FirstTrueRange = 'tr-from-first-bar') {
    this.fromFirst = first === 'tr-from-first-bar';
    this.id = `tr(${first})`;
  }

  next(high: number, low: number, close: number): number | undefined {
    this.push(high, low, close);
    return this.value;
  }

  push(high: number, low: number, close: number): void {
    if (this.seen === 0) {
      this.range = high - low;
      this.seen = 1;
    } else {
      const previous = this.previousClose;
      // The same as the three-way maximum: the bar, stretched to the close before it.
      this.range = (high > previous ? high : previous) - (low < previous ? low : previous);
      this.seen = 2;
    }
    this.previousClose = close;
  }

  get value(): number | undefined {
    return this.ready ? this.range : undefined;
  }

  /** High - low on the first bar also where that is not a value; 0 before it. */
  get latest(): number {
    return this.range;
  }

  get ready(): boolean {
    return this.seen === 2 || (this.seen === 1 && this.fromFirst);
  }

  reset(): void {
    this.seen = this.previousClose = this.range = 0;
  }

  save(): SavedIndicator {
    return saveNumbers(this.id, [this.seen, this.previousClose, this.range]);
  }

  load(saved: unknown): void {
    const [seen, previousClose, range] = loadNumbers(this.id, saved, 3) as [number, number, number];
    this.seen = seen;
    this.previousClose = previousClose;
    this.range = range;
  }
}
