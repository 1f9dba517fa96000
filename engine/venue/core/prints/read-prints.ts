import type { Zone } from '../../../domain/zone.ts';
import type { ImportOptions } from '../csv/import-options.ts';
import type { Refusal } from '../csv/read-rows.ts';
import type { RecordedText } from '../csv/source.ts';
import type { Stamp } from '../csv/stamp.ts';
import type { Row } from '../csv/table.ts';
import type { Tally } from '../csv/tally.ts';
import type { FileProblem, Verdict } from '../csv/verdict.ts';
import type { Taker } from '../../../domain/recording/prints.ts';
import type { PrintRows } from './print-rows.ts';
import type { PrintTable } from './print-table.ts';
import { dayNumber } from '../../../domain/civil-day.ts';
import { isOnTick, toTicks } from '../../../domain/contract.ts';
import { DAY_MS } from '../../../domain/units.ts';
import { createZone } from '../../../domain/zone.ts';
import { DELIMITER_WORDS, descends, zoneWords } from '../csv/decide.ts';
import { chooseStyle, isEmptyCell, numberReader, readVolume } from '../csv/numbers.ts';
import { chooseShape, expectedStamp, resolveNaive } from '../csv/stamp.ts';
import { rowsFrom } from '../csv/table.ts';

export type ReadPrints =
  | { readonly ok: true; readonly newestFirst: boolean; readonly told: Partial<Verdict> }
  | { readonly ok: false; readonly code: FileProblem; readonly detail: string; readonly told: Partial<Verdict> };

const ALL_ROWS = 5_000;
const ONE_IN = 200;
const WHOLE_PRICES = 100;
const FEW_PRICES = 5;

/** Reads a table of prints: how it is written is decided once, from a sample of all its rows, then each is judged. */
export function readPrints(
  text: RecordedText,
  table: PrintTable,
  options: ImportOptions & { readonly mostRows: number },
  rows: PrintRows,
  tally: Tally,
): ReadPrints {
  const { mapping = {}, spec } = options;
  let told: Partial<Verdict> = { linesBefore: table.before, format: table.exporter };
  const refuse = (code: FileProblem, detail: string): ReadPrints => ({ ok: false, code, detail, told });

  const sample: Row[] = [];
  let count = 0;
  for (const row of rowsFrom(text, table.fromLine, table.delimiter)) {
    if (count < ALL_ROWS || count % ONE_IN === 0) sample.push(row);
    count += 1;
  }
  told = { ...told, rows: count };
  const fitting = sample.filter(({ cells }) => cells.length >= table.width);
  const [first] = fitting;
  if (first === undefined)
    return count === 0 ? refuse('empty', '') : refuse('nothing_left', `expected ${table.width} cells`);

  const clock = clockOf(table, fitting, mapping.dateOrder);
  if (typeof clock === 'string') return refuse('nothing_left', clock);
  if ('orders' in clock) return refuse('date_order', clock.orders);
  let zone: Zone | undefined;
  try {
    zone = options.zone === undefined ? undefined : createZone(options.zone);
  } catch {
    return refuse('unknown_zone', options.zone ?? '');
  }
  const stamps = fitting.flatMap((row) => clock.read(clock.textOf(row)) ?? []);
  if (zone === undefined && stamps.some((stamp) => stamp.kind === 'naive' && stamp.zone === undefined))
    return refuse('zone', '');

  const cellsOf = (column: number | undefined): readonly string[] =>
    column === undefined ? [] : fitting.map(({ cells }) => cells[column] ?? '').filter((cell) => !isEmptyCell(cell));
  const prices = cellsOf(table.price);
  const isNano = table.exporter === 'databento' && prices.every((cell) => /^-?\d{9,}$/.test(cell));
  const scale = mapping.priceScale ?? (isNano ? 1e-9 : 1);
  const sizes = cellsOf(table.size);
  const style = chooseStyle(prices, sizes, (price) => isOnTick(spec, price * scale), mapping.decimal);
  const number = numberReader(style);
  const read = prices.flatMap((cell) => number(cell) ?? []);
  const question = scaleQuestion(
    read.map((price) => price * scale),
    spec.tickSize,
    mapping.priceScale,
  );
  if (question !== undefined) return refuse('price_scale', question);
  told = {
    ...told,
    zone: zoneWords(stamps, zone, 'as told'),
    readAs: [
      ...text.read,
      `cells between ${DELIMITER_WORDS[table.delimiter]}`,
      style.words,
      clock.words,
      ...(scale === 1 ? [] : [`prices times ${scale}`]),
    ],
  };

  const newestFirst = descends(stamps);
  const afterMs = new Map<string, number>();
  const size = (cell: string): number | undefined => (isEmptyCell(cell) ? 0 : readVolume(cell, number));
  let before = '';
  const judge = ({ cells, line }: Row): Refusal | undefined => {
    if (cells.length < table.width)
      return { reason: 'cells', expected: `${table.width} cells`, found: `${cells.length}: ${cells.join(' | ')}` };
    const action = table.action === undefined ? 'T' : (cells[table.action] ?? '');
    if (action !== 'T' && action !== 'Trade')
      return { reason: 'not_a_print', expected: 'a trade (T)', found: `"${action}"` };
    const written = clock.textOf({ cells, line });
    const stamp = clock.read(written);
    if (stamp === undefined) return { reason: 'unparsable', expected: clock.expected(written), found: `"${written}"` };
    const cell = cells[table.price] ?? '';
    if (isEmptyCell(cell)) return { reason: 'nan', expected: 'a price', found: `"${cell}"` };
    const price = number(cell);
    const qty = table.size === undefined ? 0 : size(cells[table.size] ?? '');
    if (price === undefined || qty === undefined)
      return { reason: 'unparsable', expected: `a price and a size with ${style.words}`, found: cells.join(' | ') };
    if (table.numbered) {
      const whole = cells.join();
      if (whole === before) return { reason: 'duplicate', expected: 'each print once', found: written };
      before = whole;
    }
    const instrument = table.instrument === undefined ? '' : (cells[table.instrument] ?? '');
    let timeMs = stamp.kind === 'instant' ? stamp.timeMs : undefined;
    if (stamp.kind === 'naive') {
      const own = stamp.zone ?? zone;
      const last = newestFirst ? Number.NEGATIVE_INFINITY : (afterMs.get(instrument) ?? Number.NEGATIVE_INFINITY);
      // The clock of prints may stand still: only what goes back is the repeated hour.
      timeMs = own && resolveNaive(own, stamp.wallMs, last - 1);
      if (timeMs === undefined)
        return { reason: 'no_such_time', expected: `a clock that exists in ${own?.name ?? 'a zone'}`, found: written };
      afterMs.set(instrument, timeMs);
    }
    const taker = takerOf(table, cells, number, price);
    return addPrint(rows, options, { line, instrument, timeMs: timeMs ?? 0, price: price * scale, size: qty, taker });
  };
  for (const row of rowsFrom(text, table.fromLine, table.delimiter)) {
    const refusal = judge(row);
    if (refusal !== undefined) tally.add(row.line, refusal);
    if (rows.length > options.mostRows) return refuse('too_long', `more than ${options.mostRows}`);
  }
  return { ok: true, newestFirst, told };
}

/** Float32 has seven digits: prices that come of it lie this part of themselves beside the tick. */
export const FLOAT32_PART = 1.2e-7;

/** Adds a print, or says what is against its price and size. `within`: part of the price that it may be off the tick. */
export function addPrint(
  rows: PrintRows,
  { spec, round }: Pick<ImportOptions, 'spec' | 'round'>,
  print: {
    readonly line: number;
    readonly instrument: string;
    readonly timeMs: number;
    readonly price: number;
    readonly size: number;
    readonly taker: Taker;
  },
  within = 0,
): Refusal | undefined {
  const { line, instrument, timeMs, price, size, taker } = print;
  if (size < 0 || !Number.isSafeInteger(size) || size >= 2 ** 31)
    return { reason: 'bad_volume', expected: 'a whole number of contracts', found: String(size) };
  const ticks = toTicks(spec, price);
  if ((price <= 0 && spec.sessionKind !== 'energy') || !(Math.abs(ticks) < 2 ** 31))
    return { reason: 'impossible', expected: 'a price above zero', found: String(price) };
  const isOn = isOnTick(spec, price) || Math.abs(price - ticks * spec.tickSize) <= Math.abs(price) * within;
  if (!isOn && round !== true)
    return { reason: 'off_tick', expected: `prices in steps of ${spec.tickSize}`, found: String(price) };
  rows.add(line, instrument, timeMs, ticks, size, taker);
  return undefined;
}

/** Whole numbers alone, of a contract that moves in parts of one: is it 2000025 for 20000.25? */
export function scaleQuestion(
  prices: readonly number[],
  tickSize: number,
  told: number | undefined,
): string | undefined {
  if (told !== undefined || Number.isInteger(tickSize) || prices.length < WHOLE_PRICES) return undefined;
  const whole = new Set(prices);
  if (whole.size < FEW_PRICES || !prices.every((price) => Number.isInteger(price))) return undefined;
  return `every price is a whole number (${prices[0]}) although the contract moves in steps of ${tickSize}`;
}

interface Clock {
  readonly words: string;
  readonly textOf: (row: Row) => string;
  readonly read: (text: string) => Stamp | undefined;
  readonly expected: (text: string) => string;
}

function clockOf(
  { time, date }: PrintTable,
  rows: readonly Row[],
  order: 'mdy' | 'dmy' | 'ymd' | undefined,
): Clock | { readonly orders: string } | string {
  const [only = 0] = time;
  const textOf = ({ cells }: Row): string =>
    time.length === 1 ? (cells[only] ?? '') : time.map((column) => cells[column] ?? '').join(' ');
  if (date !== undefined) {
    const midnight = dayNumber(Number(date.slice(0, 4)), Number(date.slice(4, 6)), Number(date.slice(6))) * DAY_MS;
    const expected = (): string => `ms since the midnight of ${date}`;
    const read = (text: string): Stamp | undefined => {
      const ms = /^\d{1,8}(?:\.\d+)?$/.test(text) ? Math.floor(Number(text)) : DAY_MS;
      return ms < DAY_MS ? { kind: 'naive', wallMs: midnight + ms, zone: undefined } : undefined;
    };
    return { words: expected(), textOf, read, expected };
  }
  const texts = rows.slice(0, ALL_ROWS).map(textOf);
  const choice = chooseShape(texts, order);
  if (choice.kind === 'none') return `no time is written in a way that is known, found "${texts[0]}"`;
  if (choice.kind === 'ask') return { orders: `"${texts[0]}" is ${choice.orders.join(' or ')}` };
  const { shape } = choice;
  return {
    words: shape.words,
    textOf,
    read: (text) => shape.read(text),
    expected: (text) => expectedStamp(shape, text),
  };
}

function takerOf(
  { side, quote }: PrintTable,
  cells: readonly string[],
  number: (cell: string) => number | undefined,
  price: number,
): Taker {
  if (quote !== undefined) {
    const [bid, ask] = [number(cells[quote.bid] ?? ''), number(cells[quote.ask] ?? '')];
    if (bid === undefined || ask === undefined || bid >= ask) return 0;
    return price >= ask ? 1 : price <= bid ? -1 : 0;
  }
  if (side === undefined) return 0;
  const word = (cells[side.column] ?? '').toLowerCase();
  // "Ask" alone may be the price that was paid or the side that sold: only Databento's letters are known.
  if (side.letters) return word === 'b' ? 1 : word === 'a' ? -1 : 0;
  return word === 'buy' || word === 'b' ? 1 : word === 'sell' || word === 's' ? -1 : 0;
}
