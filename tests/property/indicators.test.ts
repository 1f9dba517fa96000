import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Atr } from '../../engine/indicators/atr.ts';
import { Bollinger } from '../../engine/indicators/bollinger.ts';
import { Ema } from '../../engine/indicators/ema.ts';
import { HighestLowest } from '../../engine/indicators/highest-lowest.ts';
import type { Indicator } from '../../engine/indicators/indicator.ts';
import { KeltnerEma, KeltnerSma } from '../../engine/indicators/keltner.ts';
import { LinearRegression } from '../../engine/indicators/linear-regression.ts';
import { Rma } from '../../engine/indicators/rma.ts';
import { Rsi } from '../../engine/indicators/rsi.ts';
import { Sma } from '../../engine/indicators/sma.ts';
import { StandardDeviation } from '../../engine/indicators/standard-deviation.ts';
import { TrueRange } from '../../engine/indicators/true-range.ts';
import { TtmSqueeze } from '../../engine/indicators/ttm-squeeze.ts';
import { Vwap } from '../../engine/indicators/vwap.ts';
import { ChartIndicatorSet, CHART_DEFAULTS } from '../../engine/strategies/chart-indicators.ts';
import {
  directDeviation,
  directHighest,
  directLine,
  directLowest,
  directRsi,
  directSma,
  directSqueeze,
  directTrueRange,
  directWilder,
  type Values,
} from '../support/direct-indicators.ts';
import { walk } from '../support/seeded-bars.ts';

interface PlainBar {
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** Bars in ticks at any level, and the same as prices of a tick that no binary fraction meets. */
const ticks = fc
  .tuple(
    fc.integer({ min: 0, max: 2_000_000 }),
    fc.array(fc.tuple(...[0, 1, 2, 3].map(() => fc.integer({ min: -40, max: 40 }))), { maxLength: 160 }),
  )
  .map(([level, moves]) => {
    let close = level;
    return moves.map(([move = 0, up = 0, down = 0, volume = 0]): PlainBar => {
      const open = close;
      close += move;
      return {
        high: Math.max(open, close) + Math.abs(up),
        low: Math.min(open, close) - Math.abs(down),
        close,
        volume: Math.abs(volume),
      };
    });
  });
const period = fc.integer({ min: 2, max: 30 });

function near(ours: Values, direct: Values, tolerance: number): void {
  expect(ours.length).toBe(direct.length);
  ours.forEach((value, i) => {
    const expected = direct[i];
    if (expected === undefined) expect(value).toBeUndefined();
    else expect(Math.abs((value ?? Number.NaN) - expected)).toBeLessThanOrEqual(tolerance);
  });
}

const closesOf = (bars: readonly PlainBar[]): readonly number[] => bars.map((bar) => bar.close);
const scale = 0.1;
const asPrices = (bars: readonly PlainBar[]): readonly PlainBar[] =>
  bars.map((bar) => ({ high: bar.high * scale, low: bar.low * scale, close: bar.close * scale, volume: bar.volume }));

describe('incremental = direct formula, in ticks and in prices', () => {
  const formulas: Readonly<Record<string, (bars: readonly PlainBar[], n: number) => readonly [Values, Values]>> = {
    SMA: (bars, n) => [each(new Sma(n), bars), directSma(closesOf(bars), n)],
    'standard deviation': (bars, n) => [each(new StandardDeviation(n), bars), directDeviation(closesOf(bars), n)],
    RMA: (bars, n) => [each(new Rma(n), bars), directWilder(closesOf(bars), n)],
    RSI: (bars, n) => [each(new Rsi(n), bars), directRsi(closesOf(bars), n)],
    'linear regression': (bars, n) => [each(new LinearRegression(n), bars), directLine(closesOf(bars), n)],
    ATR: (bars, n) => {
      const atr = new Atr(n);
      return [bars.map((bar) => atr.next(bar.high, bar.low, bar.close)), directWilder(directTrueRange(bars), n)];
    },
    highest: (bars, n) => {
      const extremes = new HighestLowest(n);
      return [
        bars.map((bar) => extremes.next(bar.high, bar.low)?.highest),
        directHighest(
          bars.map((b) => b.high),
          n,
        ),
      ];
    },
    lowest: (bars, n) => {
      const extremes = new HighestLowest(n);
      return [
        bars.map((bar) => extremes.next(bar.high, bar.low)?.lowest),
        directLowest(
          bars.map((b) => b.low),
          n,
        ),
      ];
    },
    'squeeze momentum': (bars, n) => {
      const squeeze = new TtmSqueeze(n);
      const ours = bars.map((bar) => {
        squeeze.push(bar.high, bar.low, bar.close);
        return squeeze.momentum;
      });
      return [ours, directSqueeze(bars, n).momentum];
    },
  };
  for (const [name, formula] of Object.entries(formulas)) {
    test(name, () => {
      fc.assert(
        fc.property(ticks, period, (bars, n) => {
          near(...formula(bars, n), 1e-6);
          near(...formula(asPrices(bars), n), 1e-6);
        }),
        { numRuns: 60 },
      );
    });
  }

  test('squeeze flags, in ticks: identical, ties included', () => {
    fc.assert(
      fc.property(ticks, period, (bars, n) => {
        const squeeze = new TtmSqueeze(n);
        const flags = bars.map((bar) => {
          squeeze.push(bar.high, bar.low, bar.close);
          return squeeze.on;
        });
        expect(flags).toEqual(flagsInWholeNumbers(bars, n));
      }),
      { numRuns: 100 },
    );
  });
});

/** 4 (n sum c^2 - (sum c)^2) < 2.25 (sum TR)^2 in BigInt: no rounding anywhere. */
function flagsInWholeNumbers(bars: readonly PlainBar[], n: number): readonly (boolean | undefined)[] {
  const ranges = directTrueRange(bars);
  return bars.map((_, i) => {
    if (i + 1 < n) return undefined;
    const from = i + 1 - n;
    const sum = (xs: readonly bigint[]): bigint => xs.reduce((total, x) => total + x, 0n);
    const closes = bars.slice(from, i + 1).map((bar) => BigInt(bar.close));
    const spread = BigInt(n) * sum(closes.map((c) => c * c)) - sum(closes) ** 2n;
    const range = sum(ranges.slice(from, i + 1).map(BigInt));
    return 16n * spread < 9n * range * range;
  });
}

function each(indicator: { next(x: number): number | undefined }, bars: readonly PlainBar[]): Values {
  return bars.map((bar) => indicator.next(bar.close));
}

/** Every indicator, with the way in which it takes a bar. */
const ALL: Readonly<
  Record<
    string,
    () => { readonly indicator: Omit<Indicator, 'save'> & { save(): unknown }; next(bar: PlainBar, i: number): unknown }
  >
> = {
  sma: () => fromClose(new Sma(7)),
  'ema by sma': () => fromClose(new Ema(7)),
  'ema by first value': () => fromClose(new Ema(7, 'first-value')),
  rma: () => fromClose(new Rma(7)),
  rsi: () => fromClose(new Rsi(7)),
  deviation: () => fromClose(new StandardDeviation(7)),
  linreg: () => fromClose(new LinearRegression(7)),
  bollinger: () => fromClose(new Bollinger(7, 2)),
  'true range': () => fromRange(new TrueRange('tr-needs-previous-close')),
  atr: () => fromRange(new Atr(7, 'tr-needs-previous-close')),
  'keltner ema': () => fromRange(new KeltnerEma(7, 2)),
  'keltner atr': () => fromRange(new KeltnerEma(7, 2, { of: 'atr', period: 4 })),
  'keltner sma': () => fromRange(new KeltnerSma(7, 1.5)),
  squeeze: () => fromRange(new TtmSqueeze(7)),
  'highest lowest': () => {
    const indicator = new HighestLowest(7);
    return { indicator, next: (bar) => indicator.next(bar.high, bar.low) };
  },
  vwap: () => {
    const indicator = new Vwap();
    return { indicator, next: (bar, i) => indicator.next(bar.high, bar.low, bar.close, bar.volume, i % 50 === 0) };
  },
  'chart set': () => {
    const indicator = new ChartIndicatorSet({ ...CHART_DEFAULTS, bbPeriod: 7, squeezePeriod: 7 });
    return { indicator, next: (bar) => indicator.next({ ...bar, open: bar.close, timeMs: 0 }) };
  },
};

function fromClose<I extends Indicator & { next(x: number): unknown }>(indicator: I) {
  return { indicator, next: (bar: PlainBar) => indicator.next(bar.close) };
}

function fromRange<I extends Indicator & { next(high: number, low: number, close: number): unknown }>(indicator: I) {
  return { indicator, next: (bar: PlainBar) => indicator.next(bar.high, bar.low, bar.close) };
}

describe('saved anywhere, through JSON, and loaded into a fresh one: the same bits as without a break', () => {
  for (const [name, make] of Object.entries(ALL)) {
    test(name, () => {
      fc.assert(
        fc.property(ticks, fc.nat(), (bars, where) => {
          for (const series of [bars, asPrices(bars)]) {
            const cut = series.length === 0 ? 0 : where % series.length;
            const whole = make();
            const expected = series.map((bar, i) => whole.next(bar, i));
            const first = make();
            series.slice(0, cut).forEach((bar, i) => first.next(bar, i));
            const second = make();
            // Something else was in it before.
            for (const bar of bars.slice(0, 11)) second.next(bar, 1);
            second.indicator.load(JSON.parse(JSON.stringify(first.indicator.save())));
            const after = series.slice(cut).map((bar, i) => second.next(bar, cut + i));
            expect(JSON.stringify(after)).toBe(JSON.stringify(expected.slice(cut)));
            expect(JSON.stringify(second.indicator.save())).toBe(JSON.stringify(whole.indicator.save()));
          }
        }),
        { numRuns: 25 },
      );
    });

    test(`${name}: after a reset it is as new`, () => {
      const bars = walk(60, 5);
      const used = make();
      bars.forEach((bar, i) => used.next(bar, i));
      used.indicator.reset();
      const fresh = make();
      const values = bars.map((bar, i) => [used.next(bar, i), fresh.next(bar, i)]);
      for (const [again, once] of values) expect(again).toEqual(once);
    });
  }
});

describe('a million bars', () => {
  const bars = walk(1_000_000, 2026);
  const n = 20;

  /** Bollinger, squeeze flag and momentum from the windows themselves, every 97th bar. */
  function drift(tick: number): { readonly worst: number; readonly flips: number; readonly compared: number } {
    const set = new ChartIndicatorSet(CHART_DEFAULTS);
    let worst = 0;
    let flips = 0;
    let compared = 0;
    bars.forEach((bar, i) => {
      set.push(bar.high * tick, bar.low * tick, bar.close * tick);
      if (i < 3 * n || i % 97 !== 0) return;
      const window = bars
        .slice(i + 2 - 2 * n, i + 1)
        .map((b) => ({ high: b.high * tick, low: b.low * tick, close: b.close * tick }));
      // The first bar of the window lacks its close before; its range is in no sum of the last n.
      const direct = directSqueeze(window, n);
      const closes = window.slice(-n).map((b) => b.close);
      const sigma = directDeviation(closes, n).at(-1) ?? Number.NaN;
      const middle = directSma(closes, n).at(-1) ?? Number.NaN;
      const { bb, squeeze } = set.values();
      worst = Math.max(
        worst,
        Math.abs((bb?.upper ?? Number.NaN) - (middle + 3 * sigma)),
        Math.abs((bb?.lower ?? Number.NaN) - (middle - 3 * sigma)),
        Math.abs((squeeze?.momentum ?? Number.NaN) - (direct.momentum.at(-1) ?? Number.NaN)),
      );
      if (squeeze?.on !== direct.on.at(-1)) flips += 1;
      compared += 1;
    });
    return { worst, flips, compared };
  }

  test('sums of prices alone: mean, deviation and line stay within 1e-9 of their windows', () => {
    const [mean, deviation, line] = [new Sma(n), new StandardDeviation(n), new LinearRegression(n)];
    const prices = bars.map((bar) => bar.close * 0.1);
    let worst = 0;
    prices.forEach((price, i) => {
      const ours = [mean.next(price), deviation.next(price), line.next(price)];
      if (i < n || (i % 997 !== 0 && i < prices.length - 50)) return;
      const window = prices.slice(i + 1 - n, i + 1);
      const direct = [directSma, directDeviation, directLine].map((formula) => formula(window, n).at(-1) ?? Number.NaN);
      direct.forEach((value, k) => (worst = Math.max(worst, Math.abs((ours[k] ?? Number.NaN) - value))));
    });
    expect(worst).toBeLessThan(1e-9);
  });

  test('in ticks and in prices drift stays under 1e-6, no squeeze flag differs', () => {
    for (const tick of [1, 0.1]) {
      const { worst, flips, compared } = drift(tick);
      console.log(
        `tick ${tick}: ${compared} bars compared, worst difference ${worst.toExponential(2)}, flags that differ ${flips}`,
      );
      expect(compared).toBeGreaterThan(10_000);
      expect(worst).toBeLessThan(1e-6);
      expect(flips).toBe(0);
    }
  });
});
