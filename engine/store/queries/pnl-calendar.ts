import { ACCOUNT_STRATEGY } from '../schema/packing.ts';
import { latestPnl } from './latest-pnl.ts';
import type { StoreReader } from './store-reader.ts';
import { tradingDays } from './trading-days.ts';

export interface CalendarQuery {
  /** Trading days "2026-11-20", both included. */
  readonly fromDay?: string;
  readonly toDay?: string;
  /** Strategy number; without it the whole account. */
  readonly strategy?: number;
  readonly run?: number;
}

export interface CalendarDay {
  readonly tradingDay: string;
  /** By how much equity changed in the day: what was booked, less fees, and the change of what was open. */
  readonly netCents: number;
  readonly grossCents: number;
  readonly feesCents: number;
  readonly trades: number;
  readonly wins: number;
  /** Least and greatest P&L of the day and its deepest drawdown; null for an account that was put together from strategies. */
  readonly minCents: number | null;
  readonly maxCents: number | null;
  readonly maxDrawdownCents: number | null;
  /** True for the day in progress. */
  readonly current: boolean;
}

interface DayRow extends Omit<CalendarDay, 'current'> {
  readonly strategy: number;
}

/** Net P&L by exchange trading day, oldest first, from the day roll-ups; days without a row are not listed. */
export function readCalendar(reader: StoreReader, query: CalendarQuery = {}): readonly CalendarDay[] {
  const run = query.run ?? reader.presentRun();
  const strategy = query.strategy ?? ACCOUNT_STRATEGY;
  const from = query.fromDay ?? '';
  const to = query.toDay ?? '9999';
  const days =
    strategy === ACCOUNT_STRATEGY ? accountDays(reader, run, from, to) : dayRows(reader, run, strategy, from, to);
  return withCurrentDay(reader, run, strategy, from, to, days);
}

const COLUMNS = `strategy, trading_day AS tradingDay, net_cents AS netCents, gross_cents AS grossCents,
  fees_cents AS feesCents, trades, wins, min_cents AS minCents, max_cents AS maxCents,
  max_drawdown_cents AS maxDrawdownCents`;

function dayRows(reader: StoreReader, run: number, strategy: number, from: string, to: string): readonly DayRow[] {
  return reader
    .sql(
      `SELECT ${COLUMNS} FROM pnl_days WHERE run = ? AND strategy = ? AND trading_day >= ? AND trading_day <= ?
       ORDER BY trading_day`,
    )
    .all(run, strategy, from, to) as DayRow[];
}

/** The account's own rows; a day without one is the sum of the strategies' rows. */
function accountDays(reader: StoreReader, run: number, from: string, to: string): readonly DayRow[] {
  const own = dayRows(reader, run, ACCOUNT_STRATEGY, from, to);
  const summed = reader
    .sql(
      `SELECT ${ACCOUNT_STRATEGY} AS strategy, trading_day AS tradingDay, sum(net_cents) AS netCents,
         sum(gross_cents) AS grossCents, sum(fees_cents) AS feesCents, sum(trades) AS trades, sum(wins) AS wins,
         NULL AS minCents, NULL AS maxCents, NULL AS maxDrawdownCents
       FROM pnl_days WHERE run = ? AND strategy > 0 AND trading_day >= ? AND trading_day <= ?
       GROUP BY trading_day ORDER BY trading_day`,
    )
    .all(run, from, to) as DayRow[];
  const days = new Map(summed.map((row) => [row.tradingDay, row]));
  for (const row of own) days.set(row.tradingDay, row);
  return [...days.values()].sort((a, b) => (a.tradingDay < b.tradingDay ? -1 : 1));
}

/** Puts the figure of this second in place of the current day's roll-up, which is up to a minute old. */
function withCurrentDay(
  reader: StoreReader,
  run: number,
  strategy: number,
  from: string,
  to: string,
  days: readonly DayRow[],
): readonly CalendarDay[] {
  const listed = days.map(({ strategy: _strategy, ...day }) => ({ ...day, current: false }));
  const [today] = tradingDays(reader, run, undefined, 1);
  if (today === undefined || today.tradingDay < from || today.tradingDay > to) return listed;
  const readings = latestPnl(reader, run).filter((row) => row.timeMs >= today.startMs);
  const ofStrategy = readings.filter((row) => row.strategy === strategy);
  const counted = ofStrategy.length > 0 || strategy !== ACCOUNT_STRATEGY ? ofStrategy : readings;
  const netCents = counted.reduce((sum, row) => sum + row.pnlCents, 0);
  const known = listed.find((day) => day.tradingDay === today.tradingDay);
  if (known !== undefined) {
    const net = counted.length === 0 ? known.netCents : netCents;
    return listed.map((day) => (day === known ? { ...day, netCents: net, current: true } : day));
  }
  if (counted.length === 0) return listed;
  const nothing = { grossCents: netCents, feesCents: 0, trades: 0, wins: 0, minCents: null, maxCents: null };
  return [...listed, { tradingDay: today.tradingDay, netCents, ...nothing, maxDrawdownCents: null, current: true }];
}
