import type { Zone } from '../../../domain/zone.ts';
import type { FoundTable } from './find-table.ts';
import type { ImportOptions } from './import-options.ts';
import type { Layout } from './mapping.ts';
import type { Plan } from './read-rows.ts';
import type { RecordedText } from './source.ts';
import type { Stamp, StampShape } from './stamp.ts';
import type { Row } from './table.ts';
import type { FileProblem, Verdict } from './verdict.ts';
import { isOnTick } from '../../../domain/contract.ts';
import { DAY_MS } from '../../../domain/units.ts';
import { CHICAGO, createZone } from '../../../domain/zone.ts';
import { exporterOf } from './exporter.ts';
import { tableWithNames, tableWithoutNames } from './find-table.ts';
import { joined, recognize } from './mapping.ts';
import { chooseStyle, isEmptyCell, numberReader, readVolume } from './numbers.ts';
import { chooseShape } from './stamp.ts';
import { headLines, rowsFrom } from './table.ts';

export type Decided =
  | {
      readonly ok: true;
      readonly table: FoundTable;
      readonly plan: Plan;
      readonly newestFirst: boolean;
      readonly told: Partial<Verdict>;
      readonly hints: readonly string[];
    }
  | { readonly ok: false; readonly code: FileProblem; readonly detail: string; readonly told: Partial<Verdict> };

const HEAD_LINES = 60;
/** Rows that decide: all of the first ones, and of the others one in so many. */
const ALL_ROWS = 20_000;
const ONE_IN = 50;
const FEW = 2_000;

/** How a file is written, from its names and a sample of all its rows. */
export function decide(text: RecordedText, options: ImportOptions): Decided {
  const { mapping = {}, spec } = options;
  let told: Partial<Verdict> = {};
  const refuse = (code: FileProblem, detail: string): Decided => ({ ok: false, code, detail, told });

  const head = headLines(text, HEAD_LINES);
  if (head.length === 0) return refuse('empty', '');
  const table = tableWithNames(head, mapping) ?? tableWithoutNames(head, 5);
  if (table === undefined) {
    const found = `the file begins with "${head[0]?.text.slice(0, 80)}"`;
    return refuse('columns', `no column for time, open, high, low, close: no line names them, and ${found}`);
  }
  told = { linesBefore: table.before };
  const { rows: sample, count } = sampleOf(text, table);
  told = { ...told, rows: count };
  if (sample.length === 0) return refuse('empty', '');
  const fitting = sample.filter((row) => row.cells.length === table.width);
  const rows = fitting.length === 0 ? sample : fitting;
  const recognized = recognize(table, rows, mapping);
  if (!recognized.ok) {
    return 'missing' in recognized
      ? refuse('columns', `no column for ${recognized.missing}`)
      : refuse('ambiguous', recognized.ambiguous);
  }
  const { layout } = recognized;

  let zone: Zone | undefined;
  try {
    zone = createdZone(options.zone, layout);
  } catch {
    return refuse('unknown_zone', options.zone ?? '');
  }
  const stamps = stampsOf(rows, layout, mapping.dateOrder);
  if ('found' in stamps && fitting.length === 0) {
    const [first] = sample;
    const found = `${first?.cells.length} cells in line ${first?.line}`;
    return refuse('nothing_left', `expected ${table.width} cells as there are names, found ${found}`);
  }
  if ('found' in stamps)
    return refuse('nothing_left', `no time is written in a way that is known, found ${stamps.found}`);
  if ('orders' in stamps) return refuse('date_order', stamps.orders);
  const { shape, stampText } = stamps;
  const exporter = exporterOf(table, shape.words);
  told = { ...told, format: layout.told ? 'mapping' : exporter.name };
  const read = rows.flatMap((row) => shape.read(stampText(row)) ?? []);
  if (zone === undefined && read.some((stamp) => stamp.kind === 'naive' && stamp.zone === undefined)) {
    if (!read.every(isDateAlone)) return refuse('zone', '');
    zone = CHICAGO;
  }

  const few = thinned(rows, FEW);
  const cells = (columns: readonly number[]): readonly string[] =>
    few.flatMap((row) => columns.map((column) => row.cells[column] ?? '')).filter((cell) => !isEmptyCell(cell));
  const priceColumns = [layout.open, layout.high, layout.low, layout.close];
  const priceScale = mapping.priceScale ?? (isNanoScaled(table, cells(priceColumns)) ? 1e-9 : 1);
  const style = chooseStyle(
    cells(priceColumns),
    layout.volumes.flatMap(cells),
    (price) => isOnTick(spec, price * priceScale),
    mapping.decimal,
  );
  const number = numberReader(style);
  const counted =
    layout.volumes.find((columns) => cells(columns).some((cell) => (readVolume(cell, number) ?? 0) > 0)) ??
    layout.volumes[0];
  const sizes = cells(counted ?? []).flatMap((cell) => readVolume(cell, number) ?? []);
  // Currencies come with volumes in millions, or in ticks of a broker: no contracts are traded in parts.
  const inParts = sizes.filter((size) => !Number.isInteger(size)).length > sizes.length / 2;
  const volume = inParts ? undefined : counted;
  const volumeName = volume?.map((column) => `"${table.written[column] ?? column}"`).join(' and ');
  told = {
    ...told,
    zone: zoneWords(read, zone, saidBy(options, layout)),
    readAs: [
      ...text.read,
      `cells between ${DELIMITER_WORDS[table.delimiter]}`,
      style.words,
      shape.words,
      ...(layout.volumes.length > 1 ? [`volume of ${volumeName}`] : []),
      ...(priceScale === 1 ? [] : [`prices times ${priceScale}`]),
    ],
  };
  return {
    ok: true,
    table,
    newestFirst: descends(read),
    told,
    hints: [
      ...(mapping.stamp === undefined ? exporterHints(exporter) : []),
      ...(inParts ? ['the volume is not in whole contracts: the bars are taken without it'] : []),
    ],
    plan: {
      spec,
      layout,
      width: table.width,
      stampText,
      shape,
      zone,
      stampsClose: mapping.stamp === 'close',
      number,
      numberWords: style.words,
      priceScale,
      volume,
      round: options.round === true,
    },
  };
}

export const DELIMITER_WORDS = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars', ' ': 'spaces' } as const;

function sampleOf(text: RecordedText, table: FoundTable): { readonly rows: readonly Row[]; readonly count: number } {
  const rows: Row[] = [];
  let count = 0;
  for (const row of rowsFrom(text, table.fromLine, table.delimiter)) {
    if (count < ALL_ROWS || count % ONE_IN === 0) rows.push(row);
    count += 1;
  }
  return { rows, count };
}

function thinned<T>(all: readonly T[], most: number): readonly T[] {
  const step = Math.ceil(all.length / most);
  return step <= 1 ? all : all.filter((_, i) => i % step === 0);
}

function createdZone(told: string | undefined, layout: Layout): Zone | undefined {
  const name = told ?? layout.zone;
  return name === undefined ? undefined : createZone(name);
}

type Stamps =
  | { readonly shape: StampShape; readonly stampText: (row: Row) => string }
  /** No stamp is read; the first one. */
  | { readonly found: string }
  /** Several orders of the date read as many. */
  | { readonly orders: string };

/** Of the columns that may hold the stamp, those of which most are read, in the way in which most are written. */
function stampsOf(rows: readonly Row[], layout: Layout, order: 'mdy' | 'dmy' | 'ymd' | undefined): Stamps {
  const few = thinned(rows, FEW);
  let best: { columns: readonly number[]; read: number } | undefined;
  for (const columns of layout.times) {
    const choice = chooseShape(few.map(textIn(rows, columns)), order);
    const read = choice.kind === 'none' ? 0 : choice.read;
    if (read > (best?.read ?? 0)) best = { columns, read };
  }
  const columns = best?.columns ?? layout.times[0] ?? [0];
  const stampText = textIn(rows, columns);
  const first = rows[0];
  const found = first === undefined ? '' : `"${stampText(first)}" in line ${first.line}`;
  if (best === undefined) return { found };
  const choice = chooseShape(few.map(stampText), order);
  if (choice.kind === 'none') return { found };
  if (choice.kind === 'shape' && choice.shape.order === undefined) return { shape: choice.shape, stampText };
  // The one row of a thirteenth may be any of them.
  const ordered = chooseShape(rows.map(stampText), order);
  if (ordered.kind === 'shape') return { shape: ordered.shape, stampText };
  return { orders: `${found} is ${ordered.kind === 'ask' ? ordered.orders.join(' or ') : 'none'}` };
}

/** The stamp's text of a row; a clock without signs (83000, 930) has lost the zeros before it. */
function textIn(rows: readonly Row[], columns: readonly number[]): (row: Row) => string {
  const clock = columns.length > 1 ? columns.at(-1) : undefined;
  const clocks = clock === undefined ? [] : rows.map((row) => row.cells[clock] ?? '');
  if (clock === undefined || !clocks.every((cell) => /^\d{1,6}$/.test(cell))) return (row) => joined(row, columns);
  const digits = clocks.some((cell) => cell.length > 4) ? 6 : 4;
  const dates = columns.slice(0, -1);
  return (row) => {
    const time = (row.cells[clock] ?? '').padStart(digits, '0');
    const parts =
      digits === 6 ? [time.slice(0, 2), time.slice(2, 4), time.slice(4)] : [time.slice(0, 2), time.slice(2)];
    return `${joined(row, dates)} ${parts.join(':')}`;
  };
}

/** Databento writes prices as integers of 1e-9, or as decimals when it was asked for pretty prices. */
function isNanoScaled(table: FoundTable, prices: readonly string[]): boolean {
  return table.names?.includes('ts event') === true && prices.every((cell) => /^-?\d{9,}$/.test(cell));
}

/** Bars of a day are the exchange's, by the date alone. */
function isDateAlone(stamp: Stamp): boolean {
  return stamp.kind === 'naive' && stamp.zone === undefined && stamp.wallMs % DAY_MS === 0;
}

function saidBy({ zone }: ImportOptions, layout: Layout): string {
  if (zone !== undefined) return 'as told';
  return layout.zone === undefined ? "the exchange's: there are dates alone" : 'as the name of the column says';
}

/** @param said who names the zone of stamps that name none */
export function zoneWords(read: readonly Stamp[], zone: Zone | undefined, said: string): string {
  const own = new Set(read.map((stamp) => (stamp.kind === 'naive' ? stamp.zone?.name : undefined)));
  const named = [...own].filter((name) => name !== undefined);
  if (named.length > 0) return `${named.slice(0, 3).join(', ')}, as the stamps say`;
  if (read.some((stamp) => stamp.kind === 'naive')) return `${zone?.name ?? ''}, ${said}`;
  if (read.every((stamp) => stamp.kind === 'instant' && stamp.wallMs === undefined)) return 'UTC, counted since 1970';
  return read.every((stamp) => stamp.kind === 'instant' && stamp.wallMs === stamp.timeMs)
    ? 'UTC, as the stamps say'
    : 'distance from UTC, as the stamps say';
}

/** True when the file as a whole runs from the newest row to the oldest. */
export function descends(stamps: readonly Stamp[]): boolean {
  let balance = 0;
  let before: number | undefined;
  for (const stamp of stamps) {
    const at = stamp.kind === 'naive' ? stamp.wallMs : stamp.timeMs;
    if (before !== undefined) balance += Math.sign(at - before);
    before = at;
  }
  return balance < 0;
}

function exporterHints({ name, stamps }: { readonly name: string; readonly stamps?: 'close' }): readonly string[] {
  if (stamps === 'close')
    return [`${name} stamps bars at their close; say --stamp close, or --stamp open to keep them`];
  return name === 'NinjaTrader or HistData'
    ? ['NinjaTrader stamps bars at their close, HistData at their open; say which (--stamp close or --stamp open)']
    : [];
}
