import type { Bar } from '../../../domain/bar.ts';
import { CHICAGO, wallMinute } from '../../../domain/zone.ts';
import { MINUTE_MS } from '../../../domain/units.ts';

/** What tells a market's minutes apart from noise. Returns are of neighboring minutes, in units of their own usual size. */
export interface BarStatistics {
  readonly minutes: number;
  /** Standard deviation of a minute's return, in ticks. */
  readonly sigmaTicks: number;
  readonly medianRangeTicks: number;
  readonly volumePerMinute: number;
  /** Part of the volume by Chicago hour, 0 to 23. */
  readonly volumeByHour: readonly number[];
  /** Mean size of a return by Chicago hour against the mean of all hours. */
  readonly moveByHour: readonly number[];
  /** Autocorrelation of returns and of their sizes at lags in minutes. */
  readonly returnCorrelation: readonly number[];
  readonly sizeCorrelation: readonly number[];
  /** Fourth moment; 3 for a normal distribution. Of the raw returns, and with the hour's own size taken out. */
  readonly kurtosis: number;
  readonly kurtosisByHour: number;
  /** Returns beyond 5 standard deviations of their hour, per 10,000 minutes (normal: 0.006). */
  readonly jumps: number;
  /** Greatest and least daily standard deviation against the median day's. */
  readonly wildestDay: number;
  readonly quietestDay: number;
  /** Mean absolute difference between a minute's open and the last close, ticks. */
  readonly openGapTicks: number;
}

export const LAGS: readonly number[] = [1, 2, 5, 15, 60];

export function barStatistics(bars: readonly Bar[]): BarStatistics {
  const returns: { at: number; hour: number; value: number }[] = [];
  let gaps = 0;
  for (let i = 1; i < bars.length; i += 1) {
    const [before, bar] = [bars[i - 1], bars[i]];
    if (before === undefined || bar === undefined || bar.timeMs - before.timeMs !== MINUTE_MS) continue;
    returns.push({ at: bar.timeMs, hour: chicagoHour(bar.timeMs), value: bar.close - before.close });
    gaps += Math.abs(bar.open - before.close);
  }
  const values = returns.map((r) => r.value);
  const sizes = values.map(Math.abs);
  const sigma = deviation(values);
  const bySigma = hourly(returns, (some) => deviation(some.map((r) => r.value)));
  const scaled = returns.map((r) => ({ ...r, value: r.value / (bySigma[r.hour] || sigma || 1) }));
  const days = dailySigmas(returns);
  const middle = median(days);
  return {
    minutes: bars.length,
    sigmaTicks: sigma,
    medianRangeTicks: median(bars.map((bar) => bar.high - bar.low)),
    volumePerMinute: mean(bars.map((bar) => bar.volume)),
    volumeByHour: shares(bars),
    moveByHour: hourly(returns, (some) => mean(some.map((r) => Math.abs(r.value))) / (mean(sizes) || 1)),
    returnCorrelation: LAGS.map((lag) => autocorrelation(scaled, lag, (x) => x)),
    sizeCorrelation: LAGS.map((lag) => autocorrelation(scaled, lag, Math.abs)),
    kurtosis: kurtosis(values),
    kurtosisByHour: kurtosis(scaled.map((r) => r.value)),
    jumps: (scaled.filter((r) => Math.abs(r.value) > 5).length / Math.max(1, scaled.length)) * 10_000,
    wildestDay: Math.max(...days) / middle,
    quietestDay: Math.min(...days) / middle,
    openGapTicks: gaps / Math.max(1, returns.length),
  };
}

/** Correlation of the returns of minutes that both have. */
export function returnCorrelation(a: readonly Bar[], b: readonly Bar[]): number {
  const other = new Map<number, number>();
  for (let i = 1; i < b.length; i += 1) other.set(b[i]?.timeMs ?? 0, (b[i]?.close ?? 0) - (b[i - 1]?.close ?? 0));
  const xs: number[] = [];
  const ys: number[] = [];
  for (let i = 1; i < a.length; i += 1) {
    const [before, bar] = [a[i - 1], a[i]];
    const y = other.get(bar?.timeMs ?? Number.NaN);
    if (before === undefined || bar === undefined || y === undefined || bar.timeMs - before.timeMs !== MINUTE_MS)
      continue;
    xs.push(bar.close - before.close);
    ys.push(y);
  }
  const [mx, my] = [mean(xs), mean(ys)];
  const covariance = mean(xs.map((x, i) => (x - mx) * ((ys[i] ?? my) - my)));
  return covariance / (deviation(xs) * deviation(ys) || 1);
}

function chicagoHour(timeMs: number): number {
  return Math.floor(wallMinute(CHICAGO, timeMs) / 60);
}

type Return = { readonly at: number; readonly hour: number; readonly value: number };

function hourly(returns: readonly Return[], of: (some: readonly Return[]) => number): number[] {
  const hours: Return[][] = Array.from({ length: 24 }, () => []);
  for (const r of returns) hours[r.hour]?.push(r);
  return hours.map((some) => (some.length === 0 ? 0 : of(some)));
}

function shares(bars: readonly Bar[]): number[] {
  const sums = Array.from({ length: 24 }, () => 0);
  for (const bar of bars) {
    const hour = chicagoHour(bar.timeMs);
    sums[hour] = (sums[hour] ?? 0) + bar.volume;
  }
  const total = sums.reduce((a, b) => a + b, 0);
  return sums.map((sum) => sum / (total || 1));
}

function autocorrelation(returns: readonly Return[], lag: number, of: (x: number) => number): number {
  const xs = returns.map((r) => of(r.value));
  const m = mean(xs);
  let sum = 0;
  let count = 0;
  for (let i = lag; i < xs.length; i += 1) {
    if ((returns[i]?.at ?? 0) - (returns[i - lag]?.at ?? 0) !== lag * MINUTE_MS) continue;
    sum += ((xs[i] ?? 0) - m) * ((xs[i - lag] ?? 0) - m);
    count += 1;
  }
  return sum / Math.max(1, count) / (deviation(xs) ** 2 || 1);
}

function dailySigmas(returns: readonly Return[]): number[] {
  const days = new Map<number, number[]>();
  for (const r of returns) {
    const day = Math.floor((r.at + CHICAGO.offsetMs(r.at) + 7 * 3_600_000) / 86_400_000);
    const values = days.get(day) ?? [];
    values.push(r.value);
    days.set(day, values);
  }
  return [...days.values()].filter((values) => values.length > 300).map(deviation);
}

function mean(xs: readonly number[]): number {
  return xs.length === 0 ? 0 : xs.reduce((a, b) => a + b, 0) / xs.length;
}

function deviation(xs: readonly number[]): number {
  const m = mean(xs);
  return Math.sqrt(mean(xs.map((x) => (x - m) ** 2)));
}

function kurtosis(xs: readonly number[]): number {
  const m = mean(xs);
  return mean(xs.map((x) => (x - m) ** 4)) / (mean(xs.map((x) => (x - m) ** 2)) ** 2 || 1);
}

function median(xs: readonly number[]): number {
  return xs.toSorted((a, b) => a - b)[xs.length >> 1] ?? 0;
}
