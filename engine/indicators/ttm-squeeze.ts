import { invariant } from '../domain/assert.ts';
import { HighestLowest } from './highest-lowest.ts';
import { loadParts, saveParts, validFactor, type Indicator, type SavedIndicator } from './indicator.ts';
import { LinearRegression } from './linear-regression.ts';
import { Sma } from './sma.ts';
import { StandardDeviation } from './standard-deviation.ts';
import { TrueRange } from './true-range.ts';

export interface SqueezeValue {
  readonly on: boolean;
  readonly momentum: number;
}

export interface SqueezeInputs {
  /** Of the closes, with the squeeze's period. */
  readonly closes: StandardDeviation;
  /** With `tr-from-first-bar`. */
  readonly range: TrueRange;
}

/**
 * TTM squeeze of J. Carter, "Mastering the Trade" (2005).
 *
 * ON: the Bollinger bands (n, 2 population sigma) lie strictly inside the Keltner channel SMA(close, n) +- 1.5 SMA(TR, n).
 * Both have the same middle, so ON means 2 sigma < 1.5 SMA(TR). It is compared as squares of whole sums, without root or
 * division: in ticks no rounding can flip it, and a dead market (0 inside 0) is not ON.
 *
 * Momentum: end point of the regression line through the last n distances d = close - ((HH + LL) / 2 + SMA(close)) / 2,
 * HH and LL the highest high and lowest low of n bars. First with bar 2 n - 1.
 *
 * Whose differ: LazyBear's script uses 1.5 in place of 2 for the Bollinger bands; trading-signals takes an EMA and
 * Wilder's ATR for the channel; both have the same momentum. The first bar's true range is high - low (TradingView's `tr`
 * has none there, which shifts the first flag by one bar and no other).
 */
export class TtmSqueeze implements Indicator {
  readonly id: string;
  readonly period: number;
  private readonly ratio: number;
  private readonly shared: boolean;
  private readonly closes: StandardDeviation;
  private readonly range: TrueRange;
  private readonly ranges: Sma;
  private readonly extremes: HighestLowest;
  private readonly line: LinearRegression;

  /**
   * `shared`: windows that a set keeps anyway. Their owner feeds, saves and resets them, and feeds them before this one.
   */
  constructor(period = 20, bollingerFactor = 2, keltnerFactor = 1.5, shared?: SqueezeInputs) {
    this.shared = shared !== undefined;
    this.closes = shared?.closes ?? new StandardDeviation(period);
    this.range = shared?.range ?? new TrueRange('tr-from-first-bar');
    invariant(
      this.closes.period === period,
      `squeeze(${period}): expected a window of its period, found ${this.closes.id}`,
    );
    this.ranges = new Sma(period);
    this.extremes = new HighestLowest(period);
    this.line = new LinearRegression(period);
    this.period = period;
    this.ratio = (validFactor(keltnerFactor, 'squeeze') / validFactor(bollingerFactor, 'squeeze')) ** 2;
    this.id = `squeeze(${period},${bollingerFactor},${keltnerFactor})`;
  }

  next(high: number, low: number, close: number): SqueezeValue | undefined {
    this.push(high, low, close);
    return this.value;
  }

  push(high: number, low: number, close: number): void {
    const { closes, range } = this;
    if (!this.shared) {
      range.push(high, low, close);
      closes.push(close);
    }
    this.ranges.push(range.latest);
    const { extremes } = this;
    extremes.push(high, low);
    const { highest, lowest } = extremes;
    if (highest === undefined || lowest === undefined) return;
    // 4 n d = 2 n (close - mean) + n ((close - HH) + (close - LL)): whole in ticks.
    this.line.push(2 * closes.scaledDistance(close) + this.period * (close - highest + (close - lowest)));
  }

  /** Undefined for the first n - 1 bars. */
  get on(): boolean | undefined {
    if (!this.closes.ready) return undefined;
    const range = this.ranges.sum;
    return this.closes.squaredSpread < this.ratio * range * range;
  }

  /** Undefined for the first 2 n - 2 bars; in the unit of the prices. */
  get momentum(): number | undefined {
    const end = this.line.value;
    return end === undefined ? undefined : end / (4 * this.period);
  }

  get value(): SqueezeValue | undefined {
    const { on, momentum } = this;
    return on === undefined || momentum === undefined ? undefined : { on, momentum };
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
    const own = [this.ranges, this.extremes, this.line];
    return this.shared ? own : [this.closes, this.range, ...own];
  }
}
