import { loadParts, saveParts, validPeriod, type SavedIndicator, type SeriesIndicator } from './indicator.ts';
import { Rma } from './rma.ts';

/** What a market that has not moved reads: neither bought nor sold out, so no threshold fires. */
const FLAT_MARKET = 50;

/**
 * Relative strength index of Wilder: 100 G / (G + L), G and L Wilder's smoothing of the rises and of the falls from one
 * close to the next. Seeds are the means of the first n changes, so the first value comes with close n + 1 (index n). Same
 * as TA-Lib and TradingView; Cutler's variant (plain means) and libraries that show values from the second bar differ.
 *
 * A market without any change reads 50 here; TA-Lib says 0, trading-signals and technicalindicators 100.
 */
export class Rsi implements SeriesIndicator {
  readonly id: string;
  readonly period: number;
  private readonly gains: Rma;
  private readonly losses: Rma;
  private seen = 0;
  private previous = 0;

  constructor(period: number) {
    this.period = validPeriod(period, 'rsi');
    this.gains = new Rma(period);
    this.losses = new Rma(period);
    this.id = `rsi(${period})`;
  }

  next(close: number): number | undefined {
    this.push(close);
    return this.value;
  }

  push(close: number): void {
    if (this.seen > 0) {
      const change = close - this.previous;
      const move = Math.abs(change);
      // Exactly max(change, 0) and max(-change, 0), without a branch on every bar.
      this.gains.push((move + change) / 2);
      this.losses.push((move - change) / 2);
    }
    if (this.seen <= this.period) this.seen++;
    this.previous = close;
  }

  get value(): number | undefined {
    if (this.seen <= this.period) return undefined;
    const gain = this.gains.total;
    const both = gain + this.losses.total;
    return both > 0 ? (100 * gain) / both : FLAT_MARKET;
  }

  reset(): void {
    this.gains.reset();
    this.losses.reset();
    this.seen = this.previous = 0;
  }

  save(): SavedIndicator {
    return saveParts(this.id, [this.gains, this.losses], [this.seen, this.previous]);
  }

  load(saved: unknown): void {
    const [seen, previous] = loadParts(this.id, saved, [this.gains, this.losses], 2) as [number, number];
    this.seen = seen;
    this.previous = previous;
  }
}
