import type { ColumnMapping } from '../../../config/settings.ts';
import type { Delimiter, Line } from '../csv/table.ts';
import { columnsNamed, columnsOf, plainName } from '../csv/column-names.ts';
import { isNumberLike, withoutEmptyEnd } from '../csv/find-table.ts';
import { cut, DELIMITERS } from '../csv/table.ts';

/** A table with a row for each print: what stands where. Columns by position. */
export interface PrintTable {
  readonly exporter: string;
  readonly delimiter: Delimiter;
  readonly names: readonly string[];
  readonly width: number;
  readonly fromLine: number;
  readonly before: number;
  /** Columns whose text, joined, is the stamp. */
  readonly time: readonly number[];
  /** Midnight's date of times that are ms since then ("20260304"). */
  readonly date: string | undefined;
  readonly price: number;
  readonly size: number | undefined;
  /** Says who took; `letters`: B the buyer, A the seller. */
  readonly side: { readonly column: number; readonly letters: boolean } | undefined;
  /** The quotes beside the print, which say who took. */
  readonly quote: { readonly bid: number; readonly ask: number } | undefined;
  /** What kind of event a row is: only T is a trade. */
  readonly action: number | undefined;
  readonly instrument: number | undefined;
  /** True where a column numbers the prints, so that the same row again is a double. */
  readonly numbered: boolean;
}

const PRICES = ['price', 'last', 'last price', 'trade price', 'px'];
const SIZES = ['size', 'quantity', 'qty', 'volume', 'vol', 'trade size', 'last size', 'amount'];
const SIDES = ['side', 'aggressor', 'aggressor side', 'taker side'];
const NUMBERS = ['sequence', 'trade id', 'tradeid', 'id'];

const NOTHING = {
  names: [],
  before: 0,
  date: undefined,
  side: undefined,
  quote: undefined,
  action: undefined,
  instrument: undefined,
  numbered: false,
};

/** Finds a table of prints; undefined: the file is something else. `name`: of the file, which may hold its date. */
export function printTableOf(head: readonly Line[], name: string, mapping: ColumnMapping = {}): PrintTable | undefined {
  for (const [at, line] of head.entries()) {
    for (const delimiter of DELIMITERS) {
      const found = named(line, delimiter, mapping);
      if (found !== undefined) return { ...found, before: at };
    }
  }
  const [first] = head;
  if (first === undefined) return undefined;
  if (/^\d{8} \d{6} \d{7};[\d.,]+;[\d.,]+;[\d.,]+;\d+$/.test(first.text.trim())) {
    const columns = { time: [0], price: 1, quote: { bid: 2, ask: 3 }, size: 4 };
    return { ...NOTHING, exporter: 'NinjaTrader', delimiter: ';', width: 5, fromLine: first.line, ...columns };
  }
  const date = /(?:^|[/\\])(\d{8})_(?!.*quote).*(?:trade|tick)/i.exec(name)?.[1];
  const cells = cut(first.text, ',');
  if (date !== undefined && cells.length >= 3 && /^\d{1,8}(?:\.\d+)?$/.test(cells[0] ?? '')) {
    const columns = { time: [0], price: 1, size: 2 };
    const width = cells.length;
    return { ...NOTHING, exporter: 'LEAN', delimiter: ',', width, fromLine: first.line, ...columns, date };
  }
  return undefined;
}

function named({ text, line }: Line, delimiter: Delimiter, mapping: ColumnMapping): PrintTable | undefined {
  const cells = withoutEmptyEnd(cut(text, delimiter));
  if (cells.length < 3 || cells.some(isNumberLike)) return undefined;
  const names = cells.map(plainName);
  if (['open', 'high', 'low'].filter((price) => names.includes(price)).length > 1) return undefined;
  const told = (column: string | number | undefined, otherwise: number | undefined): number | undefined => {
    if (column === undefined) return otherwise;
    return typeof column === 'number' ? column : columnsNamed(names, plainName(column))[0];
  };
  const oneOf = (wanted: readonly string[]): number | undefined =>
    wanted.map((name) => names.indexOf(name)).find((at) => at >= 0);
  const time = told(mapping.time, columnsOf(names, 'time')[0]?.[0]);
  const date = told(mapping.date, columnsOf(names, 'date')[0]?.[0]);
  const price = told(mapping.close, oneOf(PRICES));
  const size = told(mapping.volume, oneOf(SIZES));
  const stamp = [date, time].filter((column) => column !== undefined);
  if (stamp.length === 0 || price === undefined || size === undefined) return undefined;
  const isDatabento = names.includes('ts event');
  const side = oneOf(SIDES);
  return {
    ...NOTHING,
    exporter: isDatabento ? 'databento' : 'named columns',
    delimiter,
    names,
    width: cells.length,
    fromLine: line + 1,
    time: isDatabento && time !== undefined ? [time] : stamp,
    price,
    size,
    side: side === undefined ? undefined : { column: side, letters: isDatabento },
    action: isDatabento ? oneOf(['action']) : undefined,
    instrument: columnsOf(names, 'instrument')[0]?.[0],
    numbered: oneOf(NUMBERS) !== undefined,
  };
}
