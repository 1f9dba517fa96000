import type { ColumnMapping } from '../../../config/settings.ts';
import type { Delimiter, Line } from './table.ts';
import { columnsNamed, columnsOf, plainName } from './column-names.ts';
import { cut, DELIMITERS } from './table.ts';

/** Where the table of a file begins, and how its lines are cut. */
export interface FoundTable {
  readonly delimiter: Delimiter;
  /** Names over the columns as they are compared (`plainName`); undefined: the file has none. */
  readonly names: readonly string[] | undefined;
  /** The same as written, for messages. */
  readonly written: readonly string[];
  /** Cells of the line right above the names, where it has as many (tickers). */
  readonly above: readonly string[];
  /** Cells of lines between the names and the first row (a ticker, a second name), as written. */
  readonly under: readonly (readonly string[])[];
  /** Cells that a row must have. */
  readonly width: number;
  /** First line that may be a row. */
  readonly fromLine: number;
  /** Lines before the table: a title, `sep=;`, an address. */
  readonly before: number;
}

const PRICES = ['open', 'high', 'low', 'close'] as const;
/** Lines under the names that may stand before the first row. */
const MOST_UNDER = 4;
const NUMBER = /^[-+$€£]?\s*\d[\d.,'’\s]*(?:e[-+]?\d+)?$/i;

export const isNumberLike = (cell: string): boolean => NUMBER.test(cell);

/** Columns of prices by their names or as told, those that are found. */
function pricesNamed(names: readonly string[], mapping: ColumnMapping): readonly number[] {
  return PRICES.flatMap((field) => {
    const told = mapping[field];
    if (typeof told === 'number') return told < names.length ? [told] : [];
    const found = told === undefined ? columnsOf(names, field)[0] : columnsNamed(names, plainName(told));
    return found?.slice(0, 1) ?? [];
  });
}

/** Finds the line of names, in any of the first lines; undefined when none names three of the four prices. */
export function tableWithNames(head: readonly Line[], mapping: ColumnMapping): FoundTable | undefined {
  for (const [at, { text, line }] of head.entries()) {
    let best: { delimiter: Delimiter; cells: readonly string[]; prices: readonly number[] } | undefined;
    for (const delimiter of DELIMITERS) {
      const cells = withoutEmptyEnd(cut(text, delimiter));
      if (cells.length < 4 || cells.filter(isNumberLike).length > 1) continue;
      const prices = pricesNamed(cells.map(plainName), mapping);
      if (prices.length >= 3 && (best === undefined || prices.length > best.prices.length))
        best = { delimiter, cells, prices };
    }
    if (best === undefined) continue;
    const { delimiter, cells, prices } = best;
    const under = linesUnder(head.slice(at + 1), delimiter, prices, cells.length);
    return {
      delimiter,
      names: cells.map(plainName),
      written: cells,
      above: at === 0 ? [] : sameCount(cut(head[at - 1]?.text ?? '', delimiter), cells.length),
      under,
      width: cells.length,
      fromLine: (head[at + under.length]?.line ?? line) + 1,
      before: at,
    };
  }
  return undefined;
}

function sameCount(cells: readonly string[], count: number): readonly string[] {
  return cells.length === count ? cells : [];
}

function linesUnder(
  lines: readonly Line[],
  delimiter: Delimiter,
  prices: readonly number[],
  width: number,
): readonly (readonly string[])[] {
  const under: (readonly string[])[] = [];
  for (const { text } of lines.slice(0, MOST_UNDER)) {
    const cells = cut(text, delimiter);
    const isRow = cells.length > width || prices.some((column) => isNumberLike(cells[column] ?? ''));
    // A row whose prices are all missing has a stamp all the same.
    const hasStamp = cells.some((cell) => /\d[-/.: ]?\d{2}/.test(cell) && !/[=!]/.test(cell));
    if (isRow || hasStamp) break;
    under.push(cells);
  }
  return under.length === lines.length ? [] : under;
}

/** A table without names: cut as most of its first lines have most cells. Undefined when no sign cuts five. */
export function tableWithoutNames(head: readonly Line[], least: number): FoundTable | undefined {
  for (const delimiter of [';', '\t', '|', ',', ' '] as const) {
    const widths = head.map(({ text }) => withoutEmptyEnd(cut(text, delimiter)).length);
    const width = mostFrequent(widths);
    if (width === undefined || width < least) continue;
    const first = widths.findIndex((one, i) => one === width && hasNumbers(cut(head[i]?.text ?? '', delimiter)));
    const line = head[first];
    if (line === undefined) continue;
    return {
      delimiter,
      names: undefined,
      written: [],
      above: [],
      under: [],
      width,
      fromLine: line.line,
      before: first,
    };
  }
  return undefined;
}

const hasNumbers = (cells: readonly string[]): boolean => cells.filter(isNumberLike).length >= 4;

/** An export that ends each line with its delimiter has no column more for it. */
export function withoutEmptyEnd(cells: readonly string[]): readonly string[] {
  let end = cells.length;
  while (end > 0 && cells[end - 1] === '') end -= 1;
  return end === cells.length ? cells : cells.slice(0, end);
}

function mostFrequent(values: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0];
}
