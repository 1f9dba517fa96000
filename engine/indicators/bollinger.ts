import { loadParts, saveParts, validFactor, type Indicator, type SavedIndicator } from './indicator.ts';
import { StandardDeviation } from './standard-deviation.ts';

export interface Bands {
  readonly upper: number;
  readonly middle: number;
  readonly lower: number;
}

/**
 * Bollinger bands: the n-bar mean and k population standard deviations to either side; first value with bar n.
 * J. Bollinger, "Bollinger on Bollinger Bands" (2001). Same as TradingView, TA-Lib, Skender and trading-signals; bands of
 * the sample deviation are 2.6 % wider at n = 20.
 */
export class Bollinger implements Indicator {
  readonly id: string;
  readonly deviation: StandardDeviation;
  readonly multiplier: number;

  constructor(period: number, multiplier: number) {
    this.deviation = new StandardDeviation(period);
    this.multiplier = validFactor(multiplier, 'bollinger');
    this.id = `bollinger(${period},${multiplier})`;
  }

  next(close: number): Bands | undefined {
    this.push(close);
    return this.value;
  }

  push(close: number): void {
    this.deviation.push(close);
  }

  get middle(): number | undefined {
    return this.deviation.mean;
  }

  /** Distance of either band from the middle. */
  get width(): number | undefined {
    const { value } = this.deviation;
    return value === undefined ? undefined : this.multiplier * value;
  }

  get upper(): number | undefined {
    const { mean, value } = this.deviation;
    return mean === undefined || value === undefined ? undefined : mean + this.multiplier * value;
  }

  get lower(): number | undefined {
    const { mean, value } = this.deviation;
    return mean === undefined || value === undefined ? undefined : mean - this.multiplier * value;
  }

  get value(): Bands | undefined {
    const { mean, value } = this.deviation;
    if (mean === undefined || value === undefined) return undefined;
    const width = this.multiplier * value;
    return { upper: mean + width, middle: mean, lower: mean - width };
  }

  reset(): void {
    this.deviation.reset();
  }

  save(): SavedIndicator {
    return saveParts(this.id, [this.deviation]);
  }

  load(saved: unknown): void {
    loadParts(this.id, saved, [this.deviation]);
  }
}
