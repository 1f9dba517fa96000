import type { Interval } from '../../engine/wire/index.ts';
import { EMPTY_SERIES, trimmed, withBar, withHistory, withOlder, withTick } from '../state/series.ts';
import type { ChangedSeries, ChartPoint, FormingBar, Series, SeriesChange } from '../state/series.ts';

export const INTERVAL_MS: Readonly<Record<Interval, number>> = {
  '1m': 60_000,
  '5m': 300_000,
  '15m': 900_000,
  '1h': 3_600_000,
  '1d': 86_400_000,
};

/** Twenty hours of minutes, trimmed to what two views at the usual width show; older ones load again as one scrolls back. */
const MOST_POINTS = 1_200;
const KEPT_POINTS = 800;
/** So near to the end of what a trimming would leave, older ones would be asked for again. */
const SPARE_POINTS = 100;

export type SeriesListener = (series: Series, change: SeriesChange) => void;

/** Loads points that end before `beforeMs`; undefined when the server did not answer (it is tried again later). */
export type LoadOlder = (beforeMs: number) => Promise<readonly ChartPoint[] | undefined>;

/** The bars of one strategy at one interval: kept here, drawn by whoever listens. */
export class ChartFeed {
  readonly interval: Interval;
  private series: Series = EMPTY_SERIES;
  private readonly listeners = new Set<SeriesListener>();
  private loading = false;
  private isDeep = false;
  private readonly loadOlderPoints: LoadOlder;

  constructor(interval: Interval, loadOlder: LoadOlder) {
    this.interval = interval;
    this.loadOlderPoints = loadOlder;
  }

  get(): Series {
    return this.series;
  }

  listen(listener: SeriesListener): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }

  get isListenedTo(): boolean {
    return this.listeners.size > 0;
  }

  history(points: readonly ChartPoint[], forming?: FormingBar | null): void {
    this.take(withHistory(this.series, points, INTERVAL_MS[this.interval]));
    if (forming !== undefined && forming !== null) this.tick(forming);
  }

  /** How many bars back from the newest one the view reaches. Who looks at older bars keeps them. */
  reach(bars: number): void {
    this.isDeep = bars > KEPT_POINTS - SPARE_POINTS;
  }

  bar(point: ChartPoint): void {
    const { series, change } = withBar(this.series, point);
    const kept = this.isDeep ? series : trimmed(series, MOST_POINTS, KEPT_POINTS);
    this.take({ series: kept, change: kept === series ? change : 'whole' });
  }

  tick(bar: FormingBar): void {
    this.take(withTick(this.series, bar));
  }

  /** Called as one scrolls toward the left edge; does nothing while it is at it, or when there is nothing older. */
  async older(): Promise<void> {
    const first = this.series.points[0];
    if (this.loading || this.series.complete || first === undefined) return;
    this.loading = true;
    this.isDeep = true;
    try {
      const points = await this.loadOlderPoints(first.timeMs);
      if (points !== undefined) this.take(withOlder(this.series, points));
    } finally {
      this.loading = false;
    }
  }

  private take(changed: ChangedSeries): void {
    this.series = changed.series;
    if (changed.change === 'none') return;
    for (const listener of this.listeners) listener(this.series, changed.change);
  }
}
