/** The bars of one chart: closed points with their indicators, and the forming bar. Bars come ready from the engine. */

export interface FormingBar {
  /** Open time of the bar, epoch ms. */
  readonly timeMs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

export interface ChartPoint extends FormingBar {
  readonly volume: number;
  readonly bbUpper?: number;
  readonly bbMiddle?: number;
  readonly bbLower?: number;
  readonly rsi?: number;
  readonly momentum?: number;
  readonly squeezeOn?: boolean;
  readonly signal?: 'long' | 'short';
  readonly entry: boolean;
  readonly exit: boolean;
}

export interface Series {
  /** Oldest first, strictly rising times. */
  readonly points: readonly ChartPoint[];
  /** Newer than the last point, or null. */
  readonly forming: FormingBar | null;
  /** True when the server has nothing older. */
  readonly complete: boolean;
}

export const EMPTY_SERIES: Series = { points: [], forming: null, complete: false };

/** What a change did to the picture: `whole` must be set anew, `last` is one bar added or moved at the right edge. */
export type SeriesChange = 'whole' | 'last' | 'none';

export interface ChangedSeries {
  readonly series: Series;
  readonly change: SeriesChange;
}

function lastTime(series: Series): number {
  return series.points.at(-1)?.timeMs ?? Number.NEGATIVE_INFINITY;
}

/** Points in order of time, one per time; of two the later given one stays. */
function ordered(points: readonly ChartPoint[]): readonly ChartPoint[] {
  const isOrdered = points.every((point, index) => index === 0 || point.timeMs > (points[index - 1]?.timeMs ?? 0));
  if (isOrdered) return points;
  const byTime = new Map(points.map((point) => [point.timeMs, point]));
  return [...byTime.values()].sort((a, b) => a.timeMs - b.timeMs);
}

/**
 * A history as the server sends it on connection. What was loaded before it (older bars) stays when the two overlap or
 * touch; with a hole between them the old part goes, for a chart must not skip bars silently.
 */
export function withHistory(series: Series, history: readonly ChartPoint[], intervalMs: number): ChangedSeries {
  const points = ordered(history);
  const first = points[0];
  if (first === undefined) return { series, change: 'none' };
  const older = series.points.filter((point) => point.timeMs < first.timeMs);
  const touches = lastTime(series) + intervalMs >= first.timeMs;
  const kept = touches ? older : [];
  const last = points.at(-1)?.timeMs ?? 0;
  const forming = series.forming !== null && series.forming.timeMs > last ? series.forming : null;
  return {
    series: {
      points: kept.length > 0 ? [...kept, ...points] : points,
      forming,
      complete: kept.length > 0 && series.complete,
    },
    change: 'whole',
  };
}

/** Older bars, loaded as one scrolls back. None: the server has nothing older. */
export function withOlder(series: Series, older: readonly ChartPoint[]): ChangedSeries {
  const first = series.points[0]?.timeMs ?? Number.POSITIVE_INFINITY;
  const fresh = ordered(older).filter((point) => point.timeMs < first);
  if (fresh.length === 0) return { series: { ...series, complete: true }, change: 'none' };
  return { series: { ...series, points: [...fresh, ...series.points] }, change: 'whole' };
}

/** A closed bar. A late one that is already there replaces it (an engine repeats bars after a restart). */
export function withBar(series: Series, bar: ChartPoint): ChangedSeries {
  const last = lastTime(series);
  const forming = series.forming !== null && series.forming.timeMs <= bar.timeMs ? null : series.forming;
  if (bar.timeMs > last) return { series: { ...series, points: [...series.points, bar], forming }, change: 'last' };
  const at = series.points.findIndex((point) => point.timeMs === bar.timeMs);
  if (at < 0) return { series, change: 'none' };
  const points = series.points.with(at, bar);
  return {
    series: { ...series, points, forming },
    change: at === points.length - 1 && forming === null ? 'last' : 'whole',
  };
}

/** Without its oldest bars when it has more than `most`: a page that stays open for days must not grow. They load again. */
export function trimmed(series: Series, most: number, keep: number): Series {
  if (series.points.length <= most) return series;
  return { ...series, points: series.points.slice(-keep), complete: false };
}

/** The forming bar moved. One that is older than the last closed bar is late and dropped. */
export function withTick(series: Series, tick: FormingBar): ChangedSeries {
  if (tick.timeMs <= lastTime(series)) return { series, change: 'none' };
  if (series.forming !== null && tick.timeMs < series.forming.timeMs) return { series, change: 'none' };
  return { series: { ...series, forming: tick }, change: 'last' };
}

/** The point that a crosshair time lies on, or undefined. Binary search: called on every mouse move. */
export function pointAt(series: Series, timeMs: number): ChartPoint | undefined {
  let low = 0;
  let high = series.points.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const point = series.points[middle];
    if (point === undefined || point.timeMs === timeMs) return point;
    if (point.timeMs < timeMs) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}
