/**
 * The formulas written out over whole arrays, two passes, nothing incremental: what the indicators are compared with.
 * Index i of a result belongs to input i; undefined while there is nothing.
 */
export type Values = readonly (number | undefined)[];

export interface HighLowClose {
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

const overWindow = (xs: readonly number[], n: number, f: (window: readonly number[]) => number): Values =>
  xs.map((_, i) => (i + 1 < n ? undefined : f(xs.slice(i + 1 - n, i + 1))));

const mean = (xs: readonly number[]): number => xs.reduce((sum, x) => sum + x, 0) / xs.length;

export const directSma = (xs: readonly number[], n: number): Values => overWindow(xs, n, mean);

/** `divisor` n for the population's deviation, n - 1 for the sample's (the mutation that tests must notice). */
export function directDeviation(xs: readonly number[], n: number, divisor = n): Values {
  return overWindow(xs, n, (window) => {
    const middle = mean(window);
    return Math.sqrt(window.reduce((sum, x) => sum + (x - middle) ** 2, 0) / divisor);
  });
}

export const directHighest = (xs: readonly number[], n: number): Values => overWindow(xs, n, (w) => Math.max(...w));
export const directLowest = (xs: readonly number[], n: number): Values => overWindow(xs, n, (w) => Math.min(...w));

/** Least squares from the definition: slope = cov(x, y) / var(x). */
export function directLine(xs: readonly number[], n: number): Values {
  return overWindow(xs, n, (ys) => {
    const middleX = (n - 1) / 2;
    const middleY = mean(ys);
    const cov = ys.reduce((sum, y, i) => sum + (i - middleX) * (y - middleY), 0);
    const variance = ys.reduce((sum, _, i) => sum + (i - middleX) ** 2, 0);
    return middleY + (cov / variance) * middleX;
  });
}

export function directWilder(xs: readonly number[], n: number): Values {
  let smoothed = 0;
  return xs.map((x, i) => {
    if (i + 1 < n) return undefined;
    smoothed = i + 1 === n ? mean(xs.slice(0, n)) : (smoothed * (n - 1) + x) / n;
    return smoothed;
  });
}

export function directRsi(closes: readonly number[], n: number): Values {
  const changes = closes.slice(1).map((close, i) => close - (closes[i] ?? 0));
  const gains = directWilder(
    changes.map((change) => Math.max(change, 0)),
    n,
  );
  const losses = directWilder(
    changes.map((change) => Math.max(-change, 0)),
    n,
  );
  const values = gains.map((gain, i) => {
    const loss = losses[i];
    if (gain === undefined || loss === undefined) return undefined;
    return gain + loss === 0 ? 50 : 100 - 100 / (1 + gain / loss);
  });
  return closes.length === 0 ? [] : [undefined, ...values];
}

export function directTrueRange(bars: readonly HighLowClose[]): readonly number[] {
  return bars.map(({ high, low }, i) => {
    const before = bars[i - 1];
    return before === undefined
      ? high - low
      : Math.max(high - low, Math.abs(high - before.close), Math.abs(low - before.close));
  });
}

export function directSqueeze(bars: readonly HighLowClose[], n: number, sigmas = 2, ranges = 1.5) {
  const closes = bars.map((bar) => bar.close);
  const middle = directSma(closes, n);
  const deviation = directDeviation(closes, n);
  const range = directSma(directTrueRange(bars), n);
  const highest = directHighest(
    bars.map((bar) => bar.high),
    n,
  );
  const lowest = directLowest(
    bars.map((bar) => bar.low),
    n,
  );
  const on = middle.map((m, i) => {
    const sigma = deviation[i];
    const mr = range[i];
    if (m === undefined || sigma === undefined || mr === undefined) return undefined;
    return m + sigmas * sigma < m + ranges * mr && m - sigmas * sigma > m - ranges * mr;
  });
  const distances = closes.flatMap((close, i) => {
    const [hh, ll, m] = [highest[i], lowest[i], middle[i]];
    return hh === undefined || ll === undefined || m === undefined ? [] : [close - ((hh + ll) / 2 + m) / 2];
  });
  const momentum: Values = [
    ...Array.from({ length: Math.min(n - 1, closes.length) }, () => undefined),
    ...directLine(distances, n),
  ];
  return { on, momentum, distances };
}
