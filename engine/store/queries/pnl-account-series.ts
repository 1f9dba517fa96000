import { pnlId, strategyOfPnlId, timeOfPnlId } from '../schema/packing.ts';
import type { PnlLevel } from './pnl-levels.ts';
import type { SeriesPoint } from './series-point.ts';
import type { StoreReader } from './store-reader.ts';
import { SECONDS } from './pnl-levels.ts';
import { tradingDays } from './trading-days.ts';

export interface AccountSeriesQuery {
  readonly run: number;
  readonly level: PnlLevel;
  readonly points: number;
  /** Epoch seconds, from included, to excluded. */
  readonly from: number;
  readonly to: number;
}

/**
 * The account's series where the file holds rows of its strategies only: the sum of what each stood at, a strategy without
 * a row in an interval keeping its last figure of the day. Exact from seconds; from roll-ups as of each interval's end.
 */
export function accountSeries(reader: StoreReader, query: AccountSeriesQuery): readonly SeriesPoint[] {
  const { run, level, from, to, points } = query;
  const column = level === SECONDS ? 'pnl_cents' : 'last_cents';
  const rows = reader
    .sql(`SELECT id, ${column} FROM ${level.table} WHERE id >= ? AND id < ? AND (id & 63) > 0 ORDER BY id`)
    .raw()
    .all(pnlId(run, Math.floor(from / level.unit), 0), pnlId(run, Math.ceil(to / level.unit), 0)) as [number, number][];
  return thin(sumOf(rows, { level, from }, daysBetween(reader, run, from, to)), points);
}

/** Starts of the trading days that touch the range, epoch seconds, ascending. */
function daysBetween(reader: StoreReader, run: number, from: number, to: number): readonly number[] {
  const starts = tradingDays(reader, run, to * 1_000).map((day) => day.startMs / 1_000);
  const firstBefore = starts.findIndex((start) => start <= from);
  return (firstBefore === -1 ? starts : starts.slice(0, firstBefore + 1)).reverse();
}

function sumOf(
  rows: readonly [number, number][],
  { level, from }: Pick<AccountSeriesQuery, 'level' | 'from'>,
  days: readonly number[],
): readonly SeriesPoint[] {
  const series: SeriesPoint[] = [];
  const figures = new Map<number, number>();
  let sum = 0;
  let highWater = 0;
  let day = 0;
  let present = -1;
  const put = (): void => {
    if (present === -1) return;
    highWater = Math.max(highWater, sum);
    const timeMs = Math.max(present * level.unit, from) * 1_000;
    series.push({ timeMs, pnlCents: sum, drawdownCents: highWater - sum });
  };
  for (const [id, pnl] of rows) {
    const time = timeOfPnlId(id);
    if (time !== present) {
      put();
      present = time;
      while (day < days.length && (days[day] ?? 0) <= time * level.unit) {
        day += 1;
        figures.clear();
        sum = 0;
        highWater = 0;
      }
    }
    const strategy = strategyOfPnlId(id);
    sum += pnl - (figures.get(strategy) ?? 0);
    figures.set(strategy, pnl);
  }
  put();
  return series;
}

/** Lowest, highest and deepest point of each bucket, and the ends. */
function thin(series: readonly SeriesPoint[], points: number): readonly SeriesPoint[] {
  if (series.length <= points) return series;
  const width = Math.ceil((3 * series.length) / points);
  const kept = new Set<SeriesPoint | undefined>([series[0], series.at(-1)]);
  for (let start = 0; start < series.length; start += width) {
    const bucket = series.slice(start, start + width);
    const by = (better: (a: SeriesPoint, b: SeriesPoint) => boolean): SeriesPoint | undefined =>
      bucket.reduce<SeriesPoint | undefined>(
        (best, p) => (best === undefined || better(p, best) ? p : best),
        undefined,
      );
    kept.add(by((a, b) => a.pnlCents < b.pnlCents));
    kept.add(by((a, b) => a.pnlCents > b.pnlCents));
    kept.add(by((a, b) => a.drawdownCents > b.drawdownCents));
  }
  return series.filter((point) => kept.has(point));
}
