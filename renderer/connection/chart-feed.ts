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

/** Loads so many points that end before `beforeMs`; undefined when the server did not answer (it is tried again later). */
export type LoadOlder = (beforeMs: number, points: number) => Promise<readonly ChartPoint[] | undefined>;

/** What one scroll to the left edge loads, and what a jump loads at a time. */
export const OLDER_POINTS = 500;
const JUMP_POINTS = 2_000;
/** A chart jumps no further back than this: longer bars reach further. */
export const MOST_JUMP_POINTS = 40_000;

/** Whether a chart has the bars of a moment: they are not kept, too many bars back, or the server did not answer. */
export type Reached = 'there' | 'none' | 'too-far' | 'no-answer';

/** The bars of one strategy at one interval: kept here, drawn by whoever listens. */
export class ChartFeed {
  readonly interval: Interval;
  private series: Series = EMPTY_SERIES;
  private readonly listeners = new Set<SeriesListener>();
  private loading: Promise<void> | undefined;
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
    if (this.loading !== undefined || this.series.complete || first === undefined) return;
    this.isDeep = true;
    await this.whileLoading(async () => {
      const points = await this.loadOlderPoints(first.timeMs, OLDER_POINTS);
      if (points !== undefined) this.take(withOlder(this.series, points));
    });
  }

  /** Loads the bars back to a moment, where they are to be had. A feed without any bar waits for its first. */
  async back(timeMs: number): Promise<Reached> {
    if (this.series.points.length === 0) await this.firstBars();
    while (this.loading !== undefined) await this.loading;
    let reached: Reached = 'no-answer';
    await this.whileLoading(async () => {
      reached = await this.loadBack(timeMs);
    });
    return reached;
  }

  /** Page after page, and all of them into the picture at once. */
  private async loadBack(timeMs: number): Promise<Reached> {
    const begin = this.series.points[0]?.timeMs ?? timeMs;
    let older: readonly ChartPoint[] = [];
    let reached: Reached | undefined = this.series.complete && begin > timeMs ? 'none' : undefined;
    while (reached === undefined) {
      const first = older[0]?.timeMs ?? begin;
      if (first <= timeMs) reached = 'there';
      else if (older.length >= MOST_JUMP_POINTS) reached = 'too-far';
      else {
        const page = await this.loadOlderPoints(first, JUMP_POINTS);
        const fresh = page?.filter((point) => point.timeMs < first);
        // A new picture came meanwhile: what was loaded may not join it.
        if (fresh === undefined || this.series.points[0]?.timeMs !== begin) return 'no-answer';
        if (fresh.length === 0) reached = 'none';
        older = [...fresh, ...older];
      }
    }
    this.isDeep = true;
    if (older.length > 0) this.take(withOlder(this.series, older));
    if (reached === 'none') this.take(withOlder(this.series, []));
    return reached;
  }

  private async whileLoading(work: () => Promise<void>): Promise<void> {
    this.loading = work().finally(() => (this.loading = undefined));
    await this.loading;
  }

  private firstBars(): Promise<void> {
    return new Promise((resolve) => {
      const stop = this.listen((series) => {
        if (series.points.length === 0) return;
        stop();
        resolve();
      });
    });
  }

  private take(changed: ChangedSeries): void {
    this.series = changed.series;
    if (changed.change === 'none') return;
    for (const listener of this.listeners) listener(this.series, changed.change);
  }
}
