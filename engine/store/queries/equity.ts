import { invariant } from '../../domain/assert.ts';
import { ACCOUNT_STRATEGY } from '../schema/packing.ts';
import { type CalendarDay, readCalendar } from './pnl-calendar.ts';
import { clipToRun, seriesFrom, sourceOf } from './pnl-series.ts';
import type { SeriesPoint } from './series-point.ts';
import type { StoreReader } from './store-reader.ts';
import { openAtStarts, tradingDays } from './trading-days.ts';

export interface EquityQuery {
  /** Trading days "2026-11-20", both included. */
  readonly fromDay: string;
  readonly toDay: string;
  /** About how many points; every day has a few, its least and its greatest figure and its deepest drawdown among them. */
  readonly points: number;
  /** Strategy number; without it the whole account. */
  readonly strategy?: number;
  readonly run?: number;
}

export interface EquityPoint {
  readonly timeMs: number;
  /** The account's balance with what is open; of a strategy its P&L since the run began. */
  readonly equityCents: number;
  /** Below the high-water mark since the run began, never negative. */
  readonly drawdownCents: number;
}

export interface EquityCurve {
  /** What the first day began with: all that was closed before it, and what was open then. */
  readonly startCents: number;
  /** From there to the last point. */
  readonly netCents: number;
  /** The greatest equity up to the last point. */
  readonly highWaterCents: number;
  /** The deepest drawdown among the points. */
  readonly deepestCents: number;
  /** Ascending, each time once; empty where nothing is recorded. */
  readonly points: readonly EquityPoint[];
}

const LEAST_POINTS_OF_A_DAY = 4;

/** Equity over trading days: each day's P&L series, put on the equity it began with, under one high-water mark. */
export function readEquity(reader: StoreReader, query: EquityQuery): EquityCurve {
  const run = query.run ?? reader.presentRun();
  const strategy = query.strategy ?? ACCOUNT_STRATEGY;
  const days = daysOf(reader, run, query.fromDay, query.toDay);
  const ground = groundOf(reader, { run, strategy, fromDay: query.fromDay });
  const start = { startCents: ground.startCents, netCents: 0, highWaterCents: ground.highCents, deepestCents: 0 };
  const first = days[0];
  const last = days.at(-1);
  const span =
    first === undefined || last === undefined
      ? undefined
      : clipToRun(reader, run, { fromMs: first.fromMs, toMs: last.toMs });
  if (span === undefined) return { ...start, points: [] };
  const source = sourceOf(reader, { run, strategy, ...span });
  const perDay = Math.max(LEAST_POINTS_OF_A_DAY, Math.floor(query.points / days.length));
  const points: EquityPoint[] = [];
  let { balanceCents, highCents } = ground;
  let deepestCents = 0;
  for (const { tradingDay, fromMs, toMs } of days) {
    const startCents = balanceCents + ground.openAtStart(tradingDay);
    const range = clipToRun(reader, run, { fromMs, toMs });
    const series = range === undefined ? [] : seriesFrom(reader, source, { points: perDay, ...range });
    for (const { timeMs, pnlCents, drawdownCents: ofDay } of series) {
      const equityCents = startCents + pnlCents;
      const drawdownCents = Math.max(ofDay, highCents - equityCents);
      deepestCents = Math.max(deepestCents, drawdownCents);
      points.push({ timeMs, equityCents, drawdownCents });
    }
    const ofDay = ground.days.get(tradingDay);
    highCents = Math.max(highCents, startCents + highOf(series, ofDay?.maxCents));
    balanceCents += ofDay === undefined ? 0 : realizedOf(ofDay);
  }
  const netCents = (points.at(-1)?.equityCents ?? ground.startCents) - ground.startCents;
  return { ...start, netCents, highWaterCents: highCents, deepestCents, points };
}

interface DaySpan {
  readonly tradingDay: string;
  readonly fromMs: number;
  readonly toMs: number;
}

function daysOf(reader: StoreReader, run: number, fromDay: string, toDay: string): readonly DaySpan[] {
  const all = [...tradingDays(reader, run)].reverse();
  return all
    .map(({ tradingDay, startMs }, index) => ({
      tradingDay,
      fromMs: startMs,
      toMs: all[index + 1]?.startMs ?? Number.MAX_SAFE_INTEGER,
    }))
    .filter(({ tradingDay }) => tradingDay >= fromDay && tradingDay <= toDay);
}

interface Ground {
  /** As the first day began: without and with what was open, in cents. */
  readonly balanceCents: number;
  readonly startCents: number;
  readonly highCents: number;
  readonly days: ReadonlyMap<string, CalendarDay>;
  /** What was open as a day began, in cents. */
  openAtStart(tradingDay: string): number;
}

/** By how much a day changed the balance. */
function realizedOf({ grossCents, feesCents }: CalendarDay): number {
  return grossCents - feesCents;
}

/** What the days before a day left behind. */
function groundOf(
  reader: StoreReader,
  { run, strategy, fromDay }: { readonly run: number; readonly strategy: number; readonly fromDay: string },
): Ground {
  const calendar = readCalendar(reader, { run, strategy });
  const openAtStart = openAtStartOf(reader, run, strategy);
  let balanceCents = strategy === ACCOUNT_STRATEGY ? startBalanceOf(reader, run) : 0;
  let highCents = balanceCents;
  for (const day of calendar) {
    const { tradingDay, netCents, maxCents } = day;
    if (tradingDay >= fromDay) break;
    highCents = Math.max(highCents, balanceCents + openAtStart(tradingDay) + Math.max(0, maxCents ?? netCents));
    balanceCents += realizedOf(day);
  }
  const startCents = balanceCents + openAtStart(fromDay);
  const days = new Map(calendar.map((day) => [day.tradingDay, day]));
  return { balanceCents, startCents, highCents: Math.max(highCents, startCents), days, openAtStart };
}

/** What a strategy, or all books together, held open as each day began, in cents. */
function openAtStartOf(reader: StoreReader, run: number, strategy: number): Ground['openAtStart'] {
  const starts = openAtStarts(reader, run);
  if (starts.size === 0) return () => 0;
  if (strategy === ACCOUNT_STRATEGY)
    return (day) => Object.values(starts.get(day) ?? {}).reduce((sum, cents) => sum + cents, 0);
  const book = reader.sql('SELECT book FROM strategies WHERE id = ?').pluck().get(strategy);
  return (day) => (typeof book === 'string' ? (starts.get(day)?.[book] ?? 0) : 0);
}

/** The day's greatest P&L, its start included: as its points have it, or as its roll-up has it. */
function highOf(series: readonly SeriesPoint[], maxCents: number | null | undefined): number {
  return series.reduce(
    (high, point) => Math.max(high, point.pnlCents + point.drawdownCents),
    Math.max(0, maxCents ?? 0),
  );
}

function startBalanceOf(reader: StoreReader, run: number): number {
  const found = reader.runs().find(({ number }) => number === run);
  invariant(found !== undefined, `expected run ${run} in the file, found none`);
  return found.startBalanceCents;
}
