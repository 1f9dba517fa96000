import { describe, expect, test } from 'vitest';
import { Atr } from '../../engine/indicators/atr.ts';
import { Bollinger, type Bands } from '../../engine/indicators/bollinger.ts';
import { Ema } from '../../engine/indicators/ema.ts';
import { HighestLowest } from '../../engine/indicators/highest-lowest.ts';
import { KeltnerEma } from '../../engine/indicators/keltner.ts';
import { LinearRegression } from '../../engine/indicators/linear-regression.ts';
import { Rma } from '../../engine/indicators/rma.ts';
import { Rsi } from '../../engine/indicators/rsi.ts';
import { Sma } from '../../engine/indicators/sma.ts';
import { StandardDeviation } from '../../engine/indicators/standard-deviation.ts';
import { TrueRange } from '../../engine/indicators/true-range.ts';
import { TtmSqueeze } from '../../engine/indicators/ttm-squeeze.ts';
import { haveShared, readColumns, readShared } from '../support/shared-data.ts';

/**
 * Values that others computed (TradingView's exports, Skender's results, Jesse's), where definitions agree, at 1e-9; also
 * where they have none, we have none. The files are private test inputs; without them these tests are skipped by name.
 */
const TOLERANCE = 1e-9;

interface PriceBar {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

/** A value of ours for each bar; undefined where there is none. */
type Computed = (bar: PriceBar) => number | undefined;

/** The largest difference, and how many values were compared; a value on one side only is a failure. */
function compare(
  bars: readonly PriceBar[],
  theirs: readonly (number | null | undefined)[],
  ours: Computed,
  tolerance = TOLERANCE,
): number {
  let compared = 0;
  bars.forEach((bar, i) => {
    const value = ours(bar);
    const expected = theirs[i];
    if (expected === null || expected === undefined || Number.isNaN(expected)) {
      expect(value, `bar ${i}: a value before theirs`).toBeUndefined();
      return;
    }
    expect(value, `bar ${i}: no value`).toBeDefined();
    expect(Math.abs((value ?? Number.NaN) - expected), `bar ${i}: ${value} against ${expected}`).toBeLessThan(
      tolerance,
    );
    compared += 1;
  });
  return compared;
}

function barsOf(columns: ReadonlyMap<string, readonly number[]>): readonly PriceBar[] {
  const column = (name: string): readonly number[] => columns.get(name) ?? [];
  return column('close').map((close, i) => ({
    open: column('open')[i] ?? Number.NaN,
    high: column('high')[i] ?? Number.NaN,
    low: column('low')[i] ?? Number.NaN,
    close,
  }));
}

const series = (indicator: { next(x: number): number | undefined }, pick: (bar: PriceBar) => number): Computed => {
  return (bar) => indicator.next(pick(bar));
};
const band = (
  indicator: { next(high: number, low: number, close: number): Bands | undefined },
  edge: keyof Bands,
): Computed => {
  return ({ high, low, close }) => indicator.next(high, low, close)?.[edge];
};
const bollinger = (n: number, k: number, edge: keyof Bands): Computed => {
  const bands = new Bollinger(n, k);
  return ({ close }) => bands.next(close)?.[edge];
};
const close = (bar: PriceBar): number => bar.close;
const extreme = (n: number, which: 'highest' | 'lowest', high: keyof PriceBar, low: keyof PriceBar): Computed => {
  const extremes = new HighestLowest(n);
  return (bar) => extremes.next(bar[high], bar[low])?.[which];
};
/** In percent of the middle. */
const bollingerWidth = (): Computed => {
  const bands = new Bollinger(20, 2.1);
  return (bar) => {
    const value = bands.next(bar.close);
    return value === undefined ? undefined : (100 * (value.upper - value.lower)) / value.middle;
  };
};
/** `useTrueRange=false`: the EMA of high - low takes the place of the true range's. */
const keltnerWidthOfRange = (): Computed => {
  const middle = new Ema(20);
  const range = new Ema(20);
  return (bar) => {
    const m = middle.next(bar.close);
    const r = range.next(bar.high - bar.low);
    return m === undefined || r === undefined ? undefined : (2 * 2.1 * r) / m;
  };
};
const lineAt = (n: number, offset: number): Computed => {
  const line = new LinearRegression(n);
  return (bar) => {
    line.push(bar.close);
    return line.at(offset);
  };
};

const TRADINGVIEW: Readonly<Record<string, Readonly<Record<string, () => Computed>>>> = {
  'bb.csv': {
    'ta.bb(close, 20, 2).base': () => bollinger(20, 2, 'middle'),
    'ta.bb(close, 20, 2).upper': () => bollinger(20, 2, 'upper'),
    'ta.bb(close, 20, 2).lower': () => bollinger(20, 2, 'lower'),
    'ta.bbw(close, 20, 2.1)': bollingerWidth,
  },
  'highest+lowest.csv': {
    'ta.highest(10)': () => extreme(10, 'highest', 'high', 'high'),
    'ta.highest(close, 10)': () => extreme(10, 'highest', 'close', 'close'),
    'ta.lowest(10)': () => extreme(10, 'lowest', 'low', 'low'),
    'ta.lowest(close, 10)': () => extreme(10, 'lowest', 'close', 'close'),
  },
  'kc.csv': {
    'ta.kc(close, 20, 2).base': () => series(new Ema(20), close),
    'ta.kc(close, 20, 2).upper': () => band(new KeltnerEma(20, 2), 'upper'),
    'ta.kc(close, 20, 2).lower': () => band(new KeltnerEma(20, 2), 'lower'),
    'ta.kcw(close, 20, 2.1, useTrueRange=false)': keltnerWidthOfRange,
  },
  'linreg.csv': {
    'ta.linreg(close, 20, 0)': () => lineAt(20, 0),
    'ta.linreg(close, 20, 10)': () => lineAt(20, 10),
  },
  'ma.csv': {
    'ta.sma(close, 10)': () => series(new Sma(10), close),
    'ta.sma(hl2, 20)': () => series(new Sma(20), ({ high, low }) => (high + low) / 2),
    'ta.sma(hlc3, 15)': () => series(new Sma(15), (bar) => (bar.high + bar.low + bar.close) / 3),
    'ta.ema(close, 20)': () => series(new Ema(20), close),
    'ta.ema(ohlc4, 10)': () => series(new Ema(10), (bar) => (bar.open + bar.high + bar.low + bar.close) / 4),
    'ta.rma(hlcc4, 5)': () => series(new Rma(5), (bar) => (bar.high + bar.low + 2 * bar.close) / 4),
    'ta.rma(high, 15)': () => series(new Rma(15), ({ high }) => high),
  },
  'mfi+rsi+stoch.csv': { 'ta.rsi(close, 14)': () => series(new Rsi(14), close) },
  'tr.csv': {
    'ta.tr(false)': () => trueRange(new TrueRange('tr-needs-previous-close')),
    'ta.tr(true)': () => trueRange(new TrueRange('tr-from-first-bar')),
    'ta.tr': () => trueRange(new TrueRange('tr-needs-previous-close')),
    'ta.atr(14)': () => trueRange(new Atr(14)),
  },
};

function trueRange(indicator: { next(high: number, low: number, close: number): number | undefined }): Computed {
  return (bar) => indicator.next(bar.high, bar.low, bar.close);
}

describe("TradingView's exports, EURUSD 1 h", () => {
  for (const [file, columns] of Object.entries(TRADINGVIEW)) {
    const path = `reference/pynecore-tradingview/${file}`;
    for (const [name, ours] of Object.entries(columns)) {
      test.skipIf(!haveShared(path))(`${file}: ${name}`, () => {
        const table = readColumns(path);
        expect(table.has(name)).toBe(true);
        expect(compare(barsOf(table), table.get(name) ?? [], ours())).toBeGreaterThan(80);
      });
    }
  }
});

describe("Skender's results, 502 days of SPY", () => {
  const bars = 'reference/skender/default.csv';
  const columns: readonly (readonly [string, string, () => Computed])[] = [
    ['sma', 'sma', () => series(new Sma(20), close)],
    ['ema', 'ema', () => series(new Ema(20), close)],
    ['stdev', 'stdDev', () => deviation(14)],
    ['bb', 'sma', () => bollinger(20, 2, 'middle')],
    ['bb', 'upperBand', () => bollinger(20, 2, 'upper')],
    ['bb', 'lowerBand', () => bollinger(20, 2, 'lower')],
    ['rsi', 'rsi', () => series(new Rsi(14), close)],
    ['tr', 'tr', () => trueRange(new TrueRange('tr-needs-previous-close'))],
    ['atr', 'atr', () => trueRange(new Atr(14, 'tr-needs-previous-close'))],
    ['keltner', 'upperBand', () => band(new KeltnerEma(20, 2, { of: 'atr', period: 10 }), 'upper')],
    ['keltner', 'centerline', () => band(new KeltnerEma(20, 2, { of: 'atr', period: 10 }), 'middle')],
    ['keltner', 'lowerBand', () => band(new KeltnerEma(20, 2, { of: 'atr', period: 10 }), 'lower')],
    ['slope', 'slope', () => slope(14)],
    ['epma', 'epma', () => lineAt(10, 0)],
  ];
  for (const [file, column, ours] of columns) {
    const path = `reference/skender/${file}.standard.json`;
    test.skipIf(!haveShared(bars, path))(`${file}: ${column}`, () => {
      const rows = readShared(path) as readonly Readonly<Record<string, number | null>>[];
      const theirs = rows.map((row) => row[column]);
      expect(compare(barsOf(readColumns(bars)), theirs, ours())).toBeGreaterThan(450);
    });
  }
});

function deviation(n: number): Computed {
  return series(new StandardDeviation(n), close);
}

function slope(n: number): Computed {
  const line = new LinearRegression(n);
  return (bar) => {
    line.push(bar.close);
    return line.slope;
  };
}

test.skipIf(!haveShared('reference/jesse/candles.json'))("Jesse: LazyBear's momentum on 239 daily candles", () => {
  const all = readShared('reference/jesse/candles.json') as Readonly<Record<string, readonly (readonly number[])[]>>;
  const squeeze = new TtmSqueeze();
  const momentum = (all.test_candles_19 ?? []).map(([, , last = 0, high = 0, low = 0]) => {
    squeeze.push(high, low, last);
    return squeeze.momentum;
  });
  expect(momentum.length).toBe(239);
  expect(momentum.at(-1)).toBeCloseTo(-52.23, 2);
  expect(momentum.at(-10)).toBeCloseTo(-37.97, 2);
  expect(momentum.findIndex((value) => value !== undefined)).toBe(38);
});

describe("TradingView's Bollinger columns on NQ minutes (its single-pass variance: 1e-6)", () => {
  const path = 'exports/tradingview_NQ_1m_with_indicators.csv';
  const columns: readonly (readonly [string, number, keyof Bands])[] = [
    ['BB Basis', 2, 'middle'],
    ['BB #1 Upper', 2, 'upper'],
    ['BB #1 Lower', 2, 'lower'],
    ['BB #2 Upper', 3, 'upper'],
    ['BB #2 Lower', 3, 'lower'],
  ];
  for (const [name, k, edge] of columns) {
    test.skipIf(!haveShared(path))(`${name}, in prices and in ticks`, () => {
      const table = readColumns(path);
      const bars = barsOf(table);
      const theirs = table.get(name) ?? [];
      expect(compare(bars, theirs, bollinger(20, k, edge), 1e-6)).toBeGreaterThan(1_000);
      const inTicks = bollinger(20, k, edge);
      const ours: Computed = (bar) => {
        const ticks = inTicks({ ...bar, close: bar.close * 4 });
        return ticks === undefined ? undefined : ticks / 4;
      };
      expect(compare(bars, theirs, ours, 1e-6)).toBeGreaterThan(1_000);
    });
  }
});
