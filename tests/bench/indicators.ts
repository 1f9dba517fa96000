import { ATR, BollingerBands, RSI, TTMSqueeze } from 'trading-signals';
import type { Bar } from '../../engine/domain/bar.ts';
import { Atr } from '../../engine/indicators/atr.ts';
import { Bollinger } from '../../engine/indicators/bollinger.ts';
import { Ema } from '../../engine/indicators/ema.ts';
import { HighestLowest } from '../../engine/indicators/highest-lowest.ts';
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
import { walk } from '../support/seeded-bars.ts';
import type { BenchTable } from './table.ts';

/** Each runs over bars and returns a sum of every value of every bar, so that no work can be left out. */
type Run = (bars: readonly Bar[]) => number;

const GOAL_BARS = 10e6;
const GOAL_RATIO = 20;

/** Bollinger (20, 3), RSI(24), ATR(14), squeeze with momentum: all seven values of each bar are read. */
const four: Run = (bars) => {
  const set = new ChartIndicatorSet(CHART_DEFAULTS);
  const { bollinger, rsi, atr, squeeze } = set;
  let sum = 0;
  for (let i = 0; i < bars.length; i++) {
    const bar = bars[i] as Bar;
    set.push(bar.high, bar.low, bar.close);
    const middle = bollinger.middle ?? 0;
    const width = bollinger.width ?? 0;
    sum += middle + width + (middle - width) + (rsi.value ?? 0) + (atr.value ?? 0);
    sum += (squeeze.on === true ? 1 : 0) + (squeeze.momentum ?? 0);
  }
  return sum;
};

/** The same through the record of values that the pipeline takes for the chart and the strategy. */
const fourAsRecords: Run = (bars) => {
  const set = new ChartIndicatorSet(CHART_DEFAULTS);
  let sum = 0;
  for (const bar of bars) {
    const { bb, rsi, atr, squeeze } = set.next(bar);
    sum += (bb?.upper ?? 0) + (bb?.middle ?? 0) + (bb?.lower ?? 0) + (rsi ?? 0) + (atr ?? 0);
    sum += (squeeze?.on === true ? 1 : 0) + (squeeze?.momentum ?? 0);
  }
  return sum;
};

const theirs: Run = (bars) => {
  const bands = new BollingerBands(20, 3);
  const rsi = new RSI(24);
  const atr = new ATR(14);
  const squeeze = new TTMSqueeze();
  let sum = 0;
  for (let i = 0; i < bars.length; i++) {
    const bar = bars[i] as Bar;
    const bb = bands.add(bar.close);
    const momentum = squeeze.add(bar);
    sum += (bb?.upper ?? 0) + (bb?.middle ?? 0) + (bb?.lower ?? 0) + (rsi.add(bar.close) ?? 0) + (atr.add(bar) ?? 0);
    sum += (momentum?.isSqueezed === true ? 1 : 0) + (momentum?.momentum ?? 0);
  }
  return sum;
};

/** Each alone. A loop of its own each: one loop for all would make the calls in it many-shaped, and slow. */
const EACH: Readonly<Record<string, Run>> = {
  'SMA(20)': (bars) => {
    const x = new Sma(20);
    let sum = 0;
    for (const bar of bars) sum += x.next(bar.close) ?? 0;
    return sum;
  },
  'EMA(20)': (bars) => {
    const x = new Ema(20);
    let sum = 0;
    for (const bar of bars) sum += x.next(bar.close) ?? 0;
    return sum;
  },
  'RMA(14)': (bars) => {
    const x = new Rma(14);
    let sum = 0;
    for (const bar of bars) sum += x.next(bar.close) ?? 0;
    return sum;
  },
  'standard deviation (20)': (bars) => {
    const x = new StandardDeviation(20);
    let sum = 0;
    for (const bar of bars) sum += x.next(bar.close) ?? 0;
    return sum;
  },
  'Bollinger (20, 3)': (bars) => {
    const x = new Bollinger(20, 3);
    let sum = 0;
    for (const bar of bars) sum += x.next(bar.close)?.upper ?? 0;
    return sum;
  },
  'RSI(24)': (bars) => {
    const x = new Rsi(24);
    let sum = 0;
    for (const bar of bars) sum += x.next(bar.close) ?? 0;
    return sum;
  },
  'true range': (bars) => {
    const x = new TrueRange();
    let sum = 0;
    for (const bar of bars) sum += x.next(bar.high, bar.low, bar.close) ?? 0;
    return sum;
  },
  'ATR(14)': (bars) => {
    const x = new Atr(14);
    let sum = 0;
    for (const bar of bars) sum += x.next(bar.high, bar.low, bar.close) ?? 0;
    return sum;
  },
  'Keltner EMA (20, 2)': (bars) => {
    const x = new KeltnerEma(20, 2);
    let sum = 0;
    for (const bar of bars) sum += x.next(bar.high, bar.low, bar.close)?.upper ?? 0;
    return sum;
  },
  'Keltner SMA (20, 1.5)': (bars) => {
    const x = new KeltnerSma(20, 1.5);
    let sum = 0;
    for (const bar of bars) sum += x.next(bar.high, bar.low, bar.close)?.upper ?? 0;
    return sum;
  },
  'linear regression (20)': (bars) => {
    const x = new LinearRegression(20);
    let sum = 0;
    for (const bar of bars) sum += x.next(bar.close) ?? 0;
    return sum;
  },
  'highest, lowest (20)': (bars) => {
    const x = new HighestLowest(20);
    let sum = 0;
    for (const bar of bars) sum += x.next(bar.high, bar.low)?.highest ?? 0;
    return sum;
  },
  'TTM squeeze (20)': (bars) => {
    const x = new TtmSqueeze();
    let sum = 0;
    for (const bar of bars) sum += x.next(bar.high, bar.low, bar.close)?.momentum ?? 0;
    return sum;
  },
  VWAP: (bars) => {
    const x = new Vwap();
    let sum = 0;
    for (const bar of bars) sum += x.next(bar.high, bar.low, bar.close, bar.volume, false) ?? 0;
    return sum;
  },
};

/** Bars per second of processor time on one core: the best of some runs, for others share the machine. */
function barsPerSecond(run: Run, bars: readonly Bar[], runs: number): number {
  let best = 0;
  let check: number | undefined;
  for (let i = 0; i < runs; i++) {
    const before = process.cpuUsage();
    const sum = run(bars);
    const { user, system } = process.cpuUsage(before);
    if (check !== undefined && sum !== check)
      throw new Error(`expected the same sum in every run, found ${sum} after ${check}`);
    check = sum;
    best = Math.max(best, (bars.length * 1e6) / Math.max(1, user + system));
  }
  return best;
}

const millions = (rate: number): string => (rate / 1e6).toFixed(rate < 1e6 ? 3 : 1);

export async function run(): Promise<BenchTable> {
  const many = walk(500_000, 2026);
  const few = many.slice(0, 50_000);
  // By turns, so that a busy spell hits both: ours, theirs, ours, theirs.
  const rounds = [0, 1, 2].map(() => ({ own: barsPerSecond(four, many, 4), other: barsPerSecond(theirs, few, 2) }));
  const own = Math.max(...rounds.map((round) => round.own));
  const other = Math.max(...rounds.map((round) => round.other));
  const records = barsPerSecond(fourAsRecords, many, 4);
  const ratio = own / other;
  const rows = [
    ['Bollinger + RSI + ATR + squeeze with momentum', millions(own), `${ratio.toFixed(1)} x`],
    ['the same as records of values (what the pipeline does)', millions(records), `${(records / other).toFixed(1)} x`],
    ['trading-signals, the same four', millions(other), '1 x'],
    ...Object.entries(EACH).map(([name, each]) => [name, millions(barsPerSecond(each, many, 3)), '']),
  ];
  const verdict = (ok: boolean): string => (ok ? 'reached' : 'MISSED');
  return {
    title: 'Indicators, streaming, one core',
    columns: ['indicators', 'million bars/s', 'ratio'],
    rows,
    notes: [
      `goal ${GOAL_BARS / 1e6} million bars/s: ${verdict(own >= GOAL_BARS)}; goal ${GOAL_RATIO} x trading-signals: ${verdict(ratio >= GOAL_RATIO)}`,
      'processor time, best run; every value of every bar is read; bars in ticks',
    ],
  };
}

if (import.meta.main) {
  const { tableText } = await import('./table.ts');
  console.log(tableText(await run()));
}
