import { Atr } from './atr.ts';
import type { Bands } from './bollinger.ts';
import { Ema } from './ema.ts';
import { loadParts, saveParts, validFactor, type Indicator, type SavedIndicator } from './indicator.ts';
import { Sma } from './sma.ts';
import { TrueRange } from './true-range.ts';

/** How wide the exponential channel is: the EMA of the true range (TradingView), or Wilder's ATR (StockCharts, Skender). */
export type KeltnerWidth = { readonly of: 'ema-of-true-range' } | { readonly of: 'atr'; readonly period: number };

/**
 * Keltner channel, the modern form: EMA(close, n) and k times a mean range to either side. Five definitions are about;
 * this class is two of them, both with EMA seeds of the SMA kind and no true range on the first bar:
 * `ema-of-true-range`: TradingView's `ta.kc`, width EMA(TR, n); `atr`: Skender and StockCharts, width ATR(m) of Wilder.
 * trading-signals differs (EMA seeded with the first close). First value when both parts have one.
 */
export class KeltnerEma implements Indicator {
  readonly id: string;
  readonly multiplier: number;
  private readonly average: Ema;
  private readonly range: TrueRange;
  private readonly rangeAverage: Ema;
  private readonly atr: Atr | undefined;

  constructor(period: number, multiplier: number, width: KeltnerWidth = { of: 'ema-of-true-range' }) {
    this.average = new Ema(period);
    this.range = new TrueRange('tr-needs-previous-close');
    this.rangeAverage = new Ema(period);
    this.atr = width.of === 'atr' ? new Atr(width.period, 'tr-needs-previous-close') : undefined;
    this.multiplier = validFactor(multiplier, 'keltner');
    this.id = `keltner-ema(${period},${multiplier},${width.of === 'atr' ? `atr(${width.period})` : width.of})`;
  }

  next(high: number, low: number, close: number): Bands | undefined {
    this.push(high, low, close);
    return this.value;
  }

  push(high: number, low: number, close: number): void {
    this.average.push(close);
    if (this.atr !== undefined) {
      this.atr.push(high, low, close);
    } else {
      const range = this.range.next(high, low, close);
      if (range !== undefined) this.rangeAverage.push(range);
    }
  }

  get value(): Bands | undefined {
    return bands(
      this.average.value,
      this.atr === undefined ? this.rangeAverage.value : this.atr.value,
      this.multiplier,
    );
  }

  reset(): void {
    for (const part of this.parts()) part.reset();
  }

  save(): SavedIndicator {
    return saveParts(this.id, this.parts());
  }

  load(saved: unknown): void {
    loadParts(this.id, saved, this.parts());
  }

  private parts(): readonly Indicator[] {
    return this.atr === undefined ? [this.average, this.range, this.rangeAverage] : [this.average, this.atr];
  }
}

/**
 * Keltner channel as J. Carter's squeeze uses it: SMA(close, n) and k times SMA(TR, n) to either side, with the first bar's
 * true range high - low. First value with bar n. thinkorswim's TTM_Squeeze and LazyBear's script have these bands.
 */
export class KeltnerSma implements Indicator {
  readonly id: string;
  readonly multiplier: number;
  private readonly average: Sma;
  private readonly range = new TrueRange('tr-from-first-bar');
  private readonly rangeAverage: Sma;

  constructor(period: number, multiplier: number) {
    this.average = new Sma(period);
    this.rangeAverage = new Sma(period);
    this.multiplier = validFactor(multiplier, 'keltner');
    this.id = `keltner-sma(${period},${multiplier})`;
  }

  next(high: number, low: number, close: number): Bands | undefined {
    this.push(high, low, close);
    return this.value;
  }

  push(high: number, low: number, close: number): void {
    this.average.push(close);
    const range = this.range.next(high, low, close);
    if (range !== undefined) this.rangeAverage.push(range);
  }

  get value(): Bands | undefined {
    return bands(this.average.value, this.rangeAverage.value, this.multiplier);
  }

  reset(): void {
    for (const part of this.parts()) part.reset();
  }

  save(): SavedIndicator {
    return saveParts(this.id, this.parts());
  }

  load(saved: unknown): void {
    loadParts(this.id, saved, this.parts());
  }

  private parts(): readonly Indicator[] {
    return [this.average, this.range, this.rangeAverage];
  }
}

function bands(middle: number | undefined, range: number | undefined, multiplier: number): Bands | undefined {
  if (middle === undefined || range === undefined) return undefined;
  const width = multiplier * range;
  return { upper: middle + width, middle, lower: middle - width };
}
