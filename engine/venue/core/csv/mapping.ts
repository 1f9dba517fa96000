import type { ColumnMapping } from '../../../config/settings.ts';
import type { Field } from './column-names.ts';
import type { FoundTable } from './find-table.ts';
import type { Row } from './table.ts';
import { columnsNamed, columnsOf, plainName } from './column-names.ts';
import { isNumberLike } from './find-table.ts';
import { zoneSaid } from './stamp-zone.ts';
import { chooseShape } from './stamp.ts';

/** Columns by position. */
export interface Layout {
  /** Columns that may hold the stamp, those first that are preferred; of several columns it is joined. */
  readonly times: readonly (readonly number[])[];
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** Columns that may hold the volume, the preferred first; of several columns it is their sum (up and down). */
  readonly volumes: readonly (readonly number[])[];
  /** Tells instruments of one file apart. */
  readonly instrument: number | undefined;
  /** The zone of the stamps where the name of their column says it. */
  readonly zone: string | undefined;
  /** True when a person has told a column. */
  readonly told: boolean;
}

export type Recognized =
  | { readonly ok: true; readonly layout: Layout }
  /** What is not known, for a person. */
  | { readonly ok: false; readonly missing: string }
  | { readonly ok: false; readonly ambiguous: string };

const PRICES = ['open', 'high', 'low', 'close'] as const;
type Found =
  { readonly column: number | undefined } | { readonly missing: string } | { readonly twice: readonly number[] };

/** Finds the columns by their names, as told, or without names by what the cells hold. */
export function recognize(table: FoundTable, sample: readonly Row[], mapping: ColumnMapping = {}): Recognized {
  const names = table.names ?? [];
  const tells = (field: Field): string | number | undefined => (field === 'instrument' ? undefined : mapping[field]);
  const find = (field: Field): Found => {
    const told = tells(field);
    if (typeof told === 'number') {
      return told < table.width
        ? { column: told }
        : { missing: `${field}: there are ${table.width} columns, from 0 on` };
    }
    const found = told === undefined ? columnsOf(names, field)[0] : columnsNamed(names, plainName(told));
    if (found === undefined) return { column: undefined };
    if (found.length === 0) return { missing: `${field}: none is named "${told}" ${namesText(table)}` };
    return found.length > 1 ? { twice: found } : { column: found[0] };
  };

  const told = (['time', 'date', ...PRICES, 'volume'] as const).some((field) => mapping[field] !== undefined);
  if (table.names === undefined && !PRICES.every((field) => typeof mapping[field] === 'number')) {
    return inferred(table, sample);
  }
  const columns: Partial<Record<Field, number>> = {};
  const doubles: [Field, readonly number[]][] = [];
  for (const field of ['time', 'date', ...PRICES, 'volume', 'instrument'] as const) {
    const found = find(field);
    if ('missing' in found) return { ok: false, missing: found.missing };
    if ('twice' in found && field === 'instrument') columns[field] = found.twice[0] ?? 0;
    else if ('twice' in found) doubles.push([field, found.twice]);
    else if (found.column !== undefined) columns[field] = found.column;
  }
  if (doubles.length > 0) return { ok: false, ambiguous: doublesText(table, doubles) };
  const { open, high, low, close, time, date } = columns;
  for (const field of PRICES) {
    if (columns[field] === undefined) return { ok: false, missing: `${field} ${namesText(table)}` };
  }
  if (open === undefined || high === undefined || low === undefined || close === undefined)
    return { ok: false, missing: 'prices' };
  const times = timesOf(time, date, mapping);
  const taken = [open, high, low, close];
  const byCells =
    mapping.time === undefined ? timesByCells(table, sample, [...taken, ...volumeColumns(names)], times) : times;
  if (byCells.length === 0) return { ok: false, missing: `time ${namesText(table)}` };
  return {
    ok: true,
    layout: {
      times: byCells,
      open,
      high,
      low,
      close,
      volumes: volumesOf(names, columns.volume, mapping),
      instrument: columns.instrument,
      zone: zoneNamed((byCells[0] ?? []).map((column) => table.written[column] ?? '')),
      told,
    },
  };
}

function timesOf(
  time: number | undefined,
  date: number | undefined,
  mapping: ColumnMapping,
): readonly (readonly number[])[] {
  if (time === undefined) return date === undefined ? [] : [[date]];
  if (date === undefined || date === time) return [[time]];
  return mapping.date === undefined ? [[date, time], [time], [date]] : [[date, time]];
}

/** Those of the columns that read as stamps; where none does, a column that has another name or none and does. */
function timesByCells(
  table: FoundTable,
  sample: readonly Row[],
  taken: readonly number[],
  times: readonly (readonly number[])[],
): readonly (readonly number[])[] {
  const rows = sample.slice(0, 200);
  const reads = (columns: readonly number[]): boolean =>
    isStamped(rows.map((row) => joined(row, columns)).filter((text) => !isPrice(text)));
  if (times.some(reads)) return times;
  for (let column = 0; column < table.width; column += 1) {
    if (taken.includes(column)) continue;
    if (times.flat().includes(column)) continue;
    const clock = times[0]?.at(-1);
    if (reads([column])) return clock === undefined ? [[column]] : [[column, clock], [column]];
  }
  return times;
}

const isPrice = (cell: string): boolean => /^\d{5}(?:[.,]\d+)?$/.test(cell);
const isStamped = (texts: readonly string[]): boolean =>
  texts.length > 0 && chooseShape(texts, undefined).kind !== 'none';

/** "Gmt time", "timestamp_utc", "Time (America/Chicago)", "Date (UTC-6)": the zone that a name says. */
function zoneNamed(names: readonly string[]): string | undefined {
  for (const name of names) {
    const inBrackets = /[([]([^)\]]+)[)\]]$/.exec(name)?.[1];
    const said = inBrackets ?? /(?:^|[ _])(gmt|utc)(?:[ _]|$)/i.exec(name)?.[1];
    const zone = said === undefined ? undefined : zoneSaid(said);
    if (zone !== undefined) return zone;
  }
  return undefined;
}

export function joined(row: Row, columns: readonly number[]): string {
  return columns.map((column) => row.cells[column] ?? '').join(' ');
}

function volumeColumns(names: readonly string[]): readonly number[] {
  return columnsOf(names, 'volume').flat();
}

/** All columns that bear a volume's name; the first that holds any is taken. TradeStation counts it up and down. */
function volumesOf(
  names: readonly string[],
  volume: number | undefined,
  mapping: ColumnMapping,
): readonly (readonly number[])[] {
  if (mapping.volume !== undefined) return volume === undefined ? [] : [[volume]];
  const [up] = columnsNamed(names, 'up');
  const [down] = columnsNamed(names, 'down');
  const parts = up !== undefined && down !== undefined ? [[up, down]] : [];
  return [...columnsOf(names, 'volume').map((columns) => columns.slice(0, 1)), ...parts];
}

function namesText(table: FoundTable): string {
  return table.written.length === 0 ? '' : `among ${table.written.map((name) => `"${name}"`).join(', ')}`;
}

function doublesText(table: FoundTable, doubles: readonly (readonly [Field, readonly number[]])[]): string {
  const under = (column: number): string => {
    const words = [table.above, ...table.under].map((cells) => cells[column] ?? '').filter((cell) => cell !== '');
    return words.length === 0 ? String(column) : `${column} (${words.join(', ')})`;
  };
  const said = doubles.map(([field, columns]) => `${field}: ${columns.map(under).join(' or ')}`);
  const flag = doubles.map(([field, columns]) => `${field}=${columns[0]}`).join(',');
  return `the same name stands over several columns (counted from 0), ${said.join('; ')}; say which, e.g. --columns ${flag}`;
}

const DATE_ALONE = /^(?:\d{8}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})$/;

/** A table without names: a stamp (of one or two columns), four prices, and no column or the volume after them. */
function inferred(table: FoundTable, sample: readonly Row[]): Recognized {
  const rows = sample.filter((row) => row.cells.length >= table.width).slice(0, 200);
  const cells = (column: number): readonly string[] => rows.map((row) => row.cells[column] ?? '');
  for (let at = 0; at < table.width - 4; at += 1) {
    if (!isStamped(cells(at).filter((cell) => !/^\d{1,5}$/.test(cell) && !isPrice(cell)))) continue;
    const clocked =
      cells(at).every((cell) => DATE_ALONE.test(cell)) &&
      cells(at + 1).every((cell) => /^\d{1,2}:\d{2}|^\d{1,6}$/.test(cell));
    for (const columns of clocked ? [[at, at + 1], [at]] : [[at]]) {
      const open = at + columns.length;
      const more = table.width - open - 4;
      if (more < 0 || more > 1 || !arePrices(rows, open)) continue;
      return {
        ok: true,
        layout: {
          times: [columns],
          open,
          high: open + 1,
          low: open + 2,
          close: open + 3,
          volumes: more === 1 ? [[open + 4]] : [],
          instrument: at > 0 && rows.every((row) => !isNumberLike(row.cells[0] ?? '')) ? 0 : undefined,
          zone: undefined,
          told: false,
        },
      };
    }
  }
  return {
    ok: false,
    missing: 'names: the file has none, and its cells are not a time, four prices and at most a volume',
  };
}

/** In most rows the second is the highest and the third the lowest, as far as digits tell. */
function arePrices(rows: readonly Row[], open: number): boolean {
  let fits = 0;
  let counted = 0;
  for (const row of rows) {
    const prices = [0, 1, 2, 3].map((i) => row.cells[open + i] ?? '');
    if (!prices.every(isNumberLike)) continue;
    counted += 1;
    const numbers = prices.map(Number);
    const [o = 0, h = 0, l = 0, c = 0] = numbers;
    // How numbers are written is decided later; a thousands sign hides nothing else.
    if (!numbers.every(Number.isFinite) || (h >= Math.max(o, l, c) && l <= Math.min(o, c))) fits += 1;
  }
  return counted > 0 && fits > counted / 2;
}
