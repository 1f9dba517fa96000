import type { Bar } from '../../domain/bar.ts';
import type { Calendar } from '../../domain/session.ts';
import { aggregate, aggregateDays } from '../../market/aggregate.ts';
import type { BarTable } from './bars.ts';
import { readBars } from './bars.ts';
import type { StoreReader } from './store-reader.ts';

/** Intervals beyond a minute. */
export type WideInterval = '5m' | '15m' | '1h' | '1d';

export interface WideBarsQuery {
  /** A root ("MNQ": all its contracts, one after the other) or a contract ("MNQZ6"). */
  readonly symbol: string;
  readonly interval: WideInterval;
  /** When a trading day begins. */
  readonly calendar: Calendar;
  /** Open time of the stored bars at or after, and before. */
  readonly fromMs?: number;
  readonly toMs?: number;
  /** The newest so many bars of the interval. */
  readonly limit: number;
  readonly run?: number;
}

/** Rows that one question reads, whatever it asks for: six years of days, a year and a half of quarters of an hour. */
const MOST_ROWS = 36_000;

/** Where an interval's bars come from, and how many rows one of them is at most. A trading day begins on a whole hour. */
const SOURCE: Readonly<Record<WideInterval, { readonly table: BarTable; readonly rows: number }>> = {
  '5m': { table: 'bars_5m', rows: 1 },
  '15m': { table: 'bars_5m', rows: 3 },
  '1h': { table: 'bars_1h', rows: 1 },
  '1d': { table: 'bars_1h', rows: 24 },
};

/** Bars of an interval, oldest first, made of the store's own wider bars; the last one may be incomplete. */
export function readWideBars(reader: StoreReader, query: WideBarsQuery): readonly Bar[] {
  const { interval, calendar, limit, ...asked } = query;
  const { table, rows } = SOURCE[interval];
  const most = Math.min(limit * rows + 1, MOST_ROWS);
  const found = readBars(reader, { ...asked, limit: most }, table).map(({ bar }) => bar);
  const bars = merged(found, interval, calendar);
  // Where the rows were cut off, the first bar may lack its beginning.
  return (found.length === most ? bars.slice(1) : bars).slice(-limit);
}

/** At a change of contract both have a row of the same time: they are one bar. */
function merged(rows: readonly Bar[], interval: WideInterval, calendar: Calendar): readonly Bar[] {
  switch (interval) {
    case '5m':
      return aggregate(rows, 5);
    case '15m':
      return aggregate(rows, 15);
    case '1h':
      return aggregate(rows, 60);
    case '1d':
      return aggregateDays(rows, calendar).map(({ tradingDay: _day, ...bar }) => bar);
  }
}
