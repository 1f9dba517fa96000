import type { FoundTable } from './find-table.ts';

/** Who writes files of a shape, and whether their stamps are known to be the bars' close. */
export interface Exporter {
  readonly name: string;
  readonly stamps?: 'close';
}

/** By names that must stand over the columns, the narrowest first. */
const BY_NAMES: readonly (readonly [names: readonly string[], exporter: Exporter])[] = [
  [['ts event', 'rtype', 'open'], { name: 'databento' }],
  [['ts event', 'ts init', 'open'], { name: 'Nautilus', stamps: 'close' }],
  [['ts event', 'open'], { name: 'databento' }],
  [['numberoftrades', 'bidvolume', 'askvolume', 'last'], { name: 'Sierra Chart' }],
  [['date', 'time', 'open', 'up', 'down'], { name: 'TradeStation', stamps: 'close' }],
  [['date', 'time', 'open', 'totalvolume'], { name: 'MultiCharts', stamps: 'close' }],
  [['tickvol', 'vol', 'spread'], { name: 'MetaTrader 5' }],
  [['tick volume', 'spread', 'real volume'], { name: 'MetaTrader 5' }],
  [['gmt time', 'open'], { name: 'Dukascopy' }],
  [['local time', 'open'], { name: 'Dukascopy' }],
  [['date', 'open', 'average', 'barcount'], { name: 'Interactive Brokers' }],
  [['date', 'open', 'dividends', 'stock splits'], { name: 'Yahoo' }],
  [['price', 'close', 'high', 'low', 'open', 'volume'], { name: 'Yahoo' }],
  [['open', 'adj close'], { name: 'Yahoo' }],
  [['window start', 'transactions'], { name: 'Polygon' }],
  [['open time', 'open', 'close time'], { name: 'Binance' }],
  [['price', 'change %'], { name: 'Investing.com' }],
  [['ticker', 'per', 'date', 'time'], { name: 'MetaStock' }],
];

export function exporterOf({ names, delimiter }: FoundTable, stampWords: string): Exporter {
  if (names === undefined) {
    // HistData writes the same, with stamps at the open.
    return delimiter === ';' && stampWords === 'yyyymmdd' ? { name: 'NinjaTrader or HistData' } : { name: 'no header' };
  }
  for (const [wanted, exporter] of BY_NAMES) if (wanted.every((name) => names.includes(name))) return exporter;
  if (names.join() === 'timestamp,open,high,low,close,volume') return { name: 'bars' };
  return { name: names[0] === 'time' && delimiter === ',' ? 'tradingview' : 'named columns' };
}
