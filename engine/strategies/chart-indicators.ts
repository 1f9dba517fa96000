import type { Bar } from '../domain/bar.ts';
import { Atr } from '../indicators/atr.ts';
import { Bollinger, type Bands } from '../indicators/bollinger.ts';
import { loadParts, saveParts, type Indicator } from '../indicators/indicator.ts';
import { Rsi } from '../indicators/rsi.ts';
import { TtmSqueeze, type SqueezeValue } from '../indicators/ttm-squeeze.ts';
import type { IndicatorSet, ParameterDoc } from './strategy.ts';

/** What every strategy of Pitwall shows on its chart, in ticks; undefined while it warms up. */
export interface ChartIndicators {
  readonly bb: Bands | undefined;
  readonly rsi: number | undefined;
  readonly atr: number | undefined;
  readonly squeeze: SqueezeValue | undefined;
}

export interface ChartParameters {
  readonly bbPeriod: number;
  readonly bbSigma: number;
  readonly rsiPeriod: number;
  readonly atrPeriod: number;
  readonly squeezePeriod: number;
  readonly squeezeSigma: number;
  readonly squeezeRange: number;
}

export const CHART_DEFAULTS: ChartParameters = {
  bbPeriod: 20,
  bbSigma: 3,
  rsiPeriod: 24,
  atrPeriod: 14,
  squeezePeriod: 20,
  squeezeSigma: 2,
  squeezeRange: 1.5,
};

const period = (what: string, min = 2): ParameterDoc => {
  return { kind: 'number', unit: 'bars', min, max: 500, integer: true, doc: `Length of ${what}.` };
};
const factor = (unit: string, doc: string): ParameterDoc => {
  return { kind: 'number', unit, min: 0.1, max: 10, integer: false, doc };
};

export const CHART_PARAMETERS: { readonly [K in keyof ChartParameters]: ParameterDoc } = {
  bbPeriod: period('the Bollinger bands'),
  bbSigma: factor('standard deviations', 'Width of the Bollinger bands to either side of their mean.'),
  rsiPeriod: period('the RSI'),
  atrPeriod: period('the average true range'),
  squeezePeriod: period('the squeeze: of its bands, its channel and its momentum'),
  squeezeSigma: factor('standard deviations', "Width of the squeeze's own Bollinger bands."),
  squeezeRange: factor('mean true ranges', "Width of the squeeze's Keltner channel."),
};

/**
 * Bollinger bands, RSI, ATR and squeeze as one unit. The squeeze uses the bands' window of closes where both have the same
 * length, and the ATR's true range: the same numbers (tested), a third less work.
 */
export class ChartIndicatorSet implements IndicatorSet<ChartIndicators> {
  readonly id: string;
  readonly bollinger: Bollinger;
  readonly rsi: Rsi;
  readonly atr: Atr;
  readonly squeeze: TtmSqueeze;

  constructor(params: ChartParameters) {
    const { bbPeriod, squeezePeriod } = params;
    this.bollinger = new Bollinger(bbPeriod, params.bbSigma);
    this.rsi = new Rsi(params.rsiPeriod);
    this.atr = new Atr(params.atrPeriod);
    const shared = bbPeriod === squeezePeriod ? { closes: this.bollinger.deviation, range: this.atr.range } : undefined;
    this.squeeze = new TtmSqueeze(squeezePeriod, params.squeezeSigma, params.squeezeRange, shared);
    this.id = `chart(${this.bollinger.id},${this.rsi.id},${this.atr.id},${this.squeeze.id})`;
  }

  next(bar: Bar): ChartIndicators {
    this.push(bar.high, bar.low, bar.close);
    return this.values();
  }

  /** Takes a bar without making a record of the values. */
  push(high: number, low: number, close: number): void {
    this.bollinger.push(close);
    this.rsi.push(close);
    this.atr.push(high, low, close);
    this.squeeze.push(high, low, close);
  }

  values(): ChartIndicators {
    return {
      bb: this.bollinger.value,
      rsi: this.rsi.value,
      atr: this.atr.value,
      squeeze: this.squeeze.value,
    };
  }

  reset(): void {
    for (const part of this.parts()) part.reset();
  }

  save(): unknown {
    return saveParts(this.id, this.parts());
  }

  load(saved: unknown): void {
    loadParts(this.id, saved, this.parts());
  }

  private parts(): readonly Indicator[] {
    return [this.bollinger, this.rsi, this.atr, this.squeeze];
  }
}
