import type { Bar } from '../domain/bar.ts';
import { loadParts, saveParts, type Indicator, type SeriesIndicator } from '../indicators/indicator.ts';
import { ChartIndicatorSet, CHART_DEFAULTS, type ChartIndicators, type ChartParameters } from './chart-indicators.ts';
import type { IndicatorSet } from './strategy.ts';

/** An indicator with the way in which it takes a bar. */
export interface Declared<T> {
  readonly indicator: Indicator;
  next(bar: Bar, sessionStart: boolean): T | undefined;
}

/** An indicator of one series, fed with the closes. */
export function ofClose(indicator: SeriesIndicator): Declared<number> {
  return { indicator, next: (bar) => indicator.next(bar.close) };
}

/** An indicator of one series, fed with what `pick` takes from the bar. */
export function ofBar(indicator: SeriesIndicator, pick: (bar: Bar) => number): Declared<number> {
  return { indicator, next: (bar) => indicator.next(pick(bar)) };
}

/** An indicator of high, low and close (ATR, true range). */
export function ofRange(
  indicator: Indicator & { next(high: number, low: number, close: number): number | undefined },
): Declared<number> {
  return { indicator, next: (bar) => indicator.next(bar.high, bar.low, bar.close) };
}

export type DeclaredValues<D> = { readonly [K in keyof D]: D[K] extends Declared<infer T> ? T | undefined : never };

/**
 * The chart's own four indicators and whatever else a strategy declares, by name:
 * `chartWith({ fast: ofClose(new Ema(9)), slow: ofClose(new Ema(21)) })`.
 */
export function chartWith<D extends Readonly<Record<string, Declared<unknown>>>>(
  declared: D,
  chart: ChartParameters = CHART_DEFAULTS,
): IndicatorSet<ChartIndicators & DeclaredValues<D>> {
  const base = new ChartIndicatorSet(chart);
  const entries = Object.entries(declared);
  const parts = entries.map(([, each]) => each.indicator);
  const id = `set(${entries.map(([name, each]) => `${name}=${each.indicator.id}`).join(',')})`;
  return {
    next(bar, sessionStart) {
      const own = entries.map(([name, each]) => [name, each.next(bar, sessionStart)] as const);
      return { ...base.next(bar), ...Object.fromEntries(own) } as ChartIndicators & DeclaredValues<D>;
    },
    reset() {
      base.reset();
      for (const part of parts) part.reset();
    },
    save: () => ({ chart: base.save(), own: saveParts(id, parts) }),
    load(saved) {
      const { chart: savedChart, own } = (saved ?? {}) as { readonly chart?: unknown; readonly own?: unknown };
      base.load(savedChart);
      loadParts(id, own, parts);
    },
  };
}
