import { ACCOUNT_STRATEGY, pnlId, pnlRange, timeOfPnlId } from '../schema/packing.ts';
import { accountSeries } from './pnl-account-series.ts';
import type { PnlLevel } from './pnl-levels.ts';
import { MINUTES, SECONDS, levelFor } from './pnl-levels.ts';
import { rollupExtremes } from './rollup-extremes.ts';
import { secondExtremes } from './second-extremes.ts';
import type { SeriesPoint } from './series-point.ts';
import type { StoreReader } from './store-reader.ts';

export interface SeriesQuery {
  /** Market time, from included, to excluded. */
  readonly fromMs: number;
  readonly toMs: number;
  /** About how many points; the least and the greatest figure and the deepest drawdown of every stretch are among them. */
  readonly points?: number;
  /** Strategy number; without it the whole account. */
  readonly strategy?: number;
  readonly run?: number;
}

const DEFAULT_POINTS = 1_000;

/**
 * P&L and drawdown of a range in about `points` points, each time once and ascending. Short ranges come from second
 * rows, longer ones from minute and hour roll-ups, whose lowest point carries the deepest drawdown of its interval.
 */
export function readSeries(reader: StoreReader, query: SeriesQuery): readonly SeriesPoint[] {
  const run = query.run ?? reader.presentRun();
  const strategy = query.strategy ?? ACCOUNT_STRATEGY;
  const points = Math.max(10, query.points ?? DEFAULT_POINTS);
  const range = clipToRun(reader, run, query);
  return range === undefined
    ? []
    : seriesFrom(reader, sourceOf(reader, { run, strategy, ...range }), { points, ...range });
}

/** Where a series comes from: rows of which strategy at which level, or the account put together from its strategies. */
export interface SeriesSource {
  readonly run: number;
  readonly strategy: number;
  readonly level: PnlLevel;
  readonly sum: boolean;
}

/** The source that answers a range (epoch seconds, `to` excluded) out of a bounded number of rows. */
export function sourceOf(
  reader: StoreReader,
  { run, strategy, from, to }: { run: number; strategy: number; from: number; to: number },
): SeriesSource {
  const sum = strategy === ACCOUNT_STRATEGY && !hasAccountRows(reader, run);
  return { run, strategy, level: chooseLevel(reader, run, { from, to }, sum), sum };
}

/** A range (epoch seconds, `to` excluded) of a source in about `points` points, each time once and ascending. */
export function seriesFrom(
  reader: StoreReader,
  { run, strategy, level, sum }: SeriesSource,
  { points, from, to }: { readonly points: number; readonly from: number; readonly to: number },
): readonly SeriesPoint[] {
  if (sum) return accountSeries(reader, { run, level, points, from, to });
  if (level === SECONDS) return secondExtremes(reader, { run, strategy, points, from, to });
  const rolledTo = Math.min(to, (newestMinute(reader, run) + 1) * 60);
  const rolled = rolledTo > from ? rollupExtremes(reader, { run, strategy, points, level, from, to: rolledTo }) : [];
  const tail = { from: Math.max(from, rolledTo), to };
  // Seconds of the minute that is not rolled up yet.
  return tail.from < to ? [...rolled, ...secondExtremes(reader, { run, strategy, points: 10, ...tail })] : rolled;
}

/** The asked range in seconds, cut to what the run has. */
export function clipToRun(
  reader: StoreReader,
  run: number,
  query: Pick<SeriesQuery, 'fromMs' | 'toMs'>,
): { from: number; to: number } | undefined {
  const ids = pnlRange(run);
  const edge = (table: string, which: 'min' | 'max'): number | undefined => {
    const id = reader.sql(`SELECT ${which}(id) FROM ${table} WHERE id >= ? AND id < ?`).pluck().get(ids.from, ids.to);
    return typeof id === 'number' ? timeOfPnlId(id) : undefined;
  };
  const firsts = [edge('pnl_seconds', 'min'), minuteStart(edge('pnl_minutes', 'min'))].filter((t) => t !== undefined);
  const lasts = [edge('pnl_seconds', 'max'), minuteEnd(edge('pnl_minutes', 'max'))].filter((t) => t !== undefined);
  if (firsts.length === 0) return undefined;
  const from = Math.max(Math.ceil(query.fromMs / 1_000), Math.min(...firsts));
  const to = Math.min(Math.ceil(query.toMs / 1_000), Math.max(...lasts) + 1);
  return from < to ? { from, to } : undefined;
}

function minuteStart(minute: number | undefined): number | undefined {
  return minute === undefined ? undefined : minute * 60;
}

function minuteEnd(minute: number | undefined): number | undefined {
  return minute === undefined ? undefined : minute * 60 + 59;
}

/** By the length of the range; seconds that are not there (days in advance, beyond retention) are read as minutes. */
function chooseLevel(reader: StoreReader, run: number, range: { from: number; to: number }, sum: boolean): PnlLevel {
  const level = levelFor(range.to - range.from, sum);
  if (level !== SECONDS) return level;
  const first = (table: string, unit: number): number => {
    const id = reader
      .sql(`SELECT min(id) FROM ${table} WHERE id >= ? AND id < ?`)
      .pluck()
      .get(pnlId(run, Math.floor(range.from / unit), 0), pnlId(run, Math.ceil(range.to / unit), 0));
    return typeof id === 'number' ? timeOfPnlId(id) * unit : Number.POSITIVE_INFINITY;
  };
  return first('pnl_seconds', 1) > first('pnl_minutes', 60) + 60 ? MINUTES : SECONDS;
}

function hasAccountRows(reader: StoreReader, run: number): boolean {
  const found = reader
    .sql(`SELECT 1 FROM pnl_days WHERE run = ? AND strategy = ${ACCOUNT_STRATEGY} LIMIT 1`)
    .pluck()
    .get(run);
  return found === 1;
}

function newestMinute(reader: StoreReader, run: number): number {
  const ids = pnlRange(run);
  const id = reader.sql(`SELECT max(id) FROM ${MINUTES.table} WHERE id >= ? AND id < ?`).pluck().get(ids.from, ids.to);
  return typeof id === 'number' ? timeOfPnlId(id) : -1;
}
