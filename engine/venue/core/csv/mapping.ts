import type { ColumnMapping } from '../../../config/settings.ts';
import type { DateOrder } from './stamp.ts';
import type { Table } from './table.ts';

/** Columns by position, and how their cells are read. */
export interface Layout {
  /** The kind of file, for the verdict. */
  readonly format: 'bars' | 'tradingview' | 'databento' | 'named columns' | 'no header' | 'mapping';
  readonly time: number;
  readonly date: number | undefined;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number | undefined;
  /** Tells instruments of one file apart. */
  readonly instrument: number | undefined;
  readonly dateOrder: DateOrder | undefined;
  readonly priceScale: number;
}

const NAMES = {
  time: ['timestamp', 'datetime', 'date/time', 'date_time', 'ts_event', 'time', 'gmt time', 'local time', 't'],
  date: ['date', 'day'],
  open: ['open', 'o'],
  high: ['high', 'h'],
  low: ['low', 'l'],
  close: ['close', 'c', 'last'],
  volume: ['volume', 'vol', 'v', 'tick volume', 'total volume'],
  instrument: ['instrument_id', 'symbol', 'ticker', 'contract'],
} as const;

/** Finds the columns, or says what is missing. */
export function recognize(table: Table, mapping: ColumnMapping = {}): Layout | { readonly missing: string } {
  const names = table.header?.map((name) => name.toLowerCase().replace(/^<|>$/g, ''));
  if (names === undefined && mapping.time === undefined) return withoutHeader(table);

  const find = (field: keyof typeof NAMES): number | undefined => {
    const told = field === 'instrument' ? undefined : mapping[field];
    if (typeof told === 'number') return told;
    const wanted: readonly string[] = told === undefined ? NAMES[field] : [told.toLowerCase()];
    for (const name of wanted) {
      const at = names?.indexOf(name) ?? -1;
      if (at >= 0) return at;
    }
    return undefined;
  };

  const date = find('date');
  const time = find('time') ?? date;
  const [open, high, low, close] = [find('open'), find('high'), find('low'), find('close')];
  if (time === undefined) return { missing: 'time' };
  if (open === undefined) return { missing: 'open' };
  if (high === undefined) return { missing: 'high' };
  if (low === undefined) return { missing: 'low' };
  if (close === undefined) return { missing: 'close' };
  const told = (['time', 'open', 'high', 'low', 'close', 'volume'] as const).some(
    (field) => mapping[field] !== undefined,
  );
  const databento = names?.includes('ts_event') === true;
  return {
    format: told ? 'mapping' : databento ? 'databento' : formatOf(names ?? []),
    time,
    date: date === time ? undefined : date,
    open,
    high,
    low,
    close,
    volume: find('volume'),
    instrument: find('instrument'),
    dateOrder: mapping.dateOrder,
    priceScale: mapping.priceScale ?? (databento ? databentoScale(table, open) : 1),
  };
}

function formatOf(names: readonly string[]): Layout['format'] {
  if (names.join() === 'timestamp,open,high,low,close,volume') return 'bars';
  return names[0] === 'time' ? 'tradingview' : 'named columns';
}

/** Databento writes prices as integers of 1e-9, or as decimals when it was asked for pretty prices. */
function databentoScale(table: Table, open: number): number {
  return table.rows.slice(0, 20).every((row) => /^-?\d+$/.test(row.cells[open] ?? '')) ? 1e-9 : 1;
}

/** Files of time, open, high, low, close[, volume] without names (NinjaTrader and the like). */
function withoutHeader(table: Table): Layout | { readonly missing: string } {
  const width = table.rows[0]?.cells.length ?? 0;
  if (width !== 5 && width !== 6) return { missing: 'header' };
  return {
    format: 'no header',
    time: 0,
    date: undefined,
    open: 1,
    high: 2,
    low: 3,
    close: 4,
    volume: width === 6 ? 5 : undefined,
    instrument: undefined,
    dateOrder: undefined,
    priceScale: 1,
  };
}
