import type { Calendar } from '../../../domain/session.ts';
import type { Prints } from '../../../domain/recording/prints.ts';
import type { ImportedBars } from '../csv/import-bars.ts';
import type { ImportOptions } from '../csv/import-options.ts';
import type { RecordedText } from '../csv/source.ts';
import type { FileProblem, RowRefusals, Verdict } from '../csv/verdict.ts';
import type { ReadPrints } from './read-prints.ts';
import { CME, isOpen } from '../../../domain/session.ts';
import { MINUTE_MS } from '../../../domain/units.ts';
import { barsOfPrints } from '../../../market/prints.ts';
import { rollsSeen } from '../../../market/rolls-seen.ts';
import { importBars } from '../csv/import-bars.ts';
import { chooseInstrument } from '../csv/instruments.ts';
import { coverageOf } from '../csv/sessions-of.ts';
import { textOf } from '../csv/source.ts';
import { headLines } from '../csv/table.ts';
import { LINES_SHOWN, Tally } from '../csv/tally.ts';
import { emptyVerdict, mostRefused } from '../csv/verdict.ts';
import { PrintRows } from './print-rows.ts';
import { printTableOf } from './print-table.ts';
import { addPrint, FLOAT32_PART, readPrints, scaleQuestion } from './read-prints.ts';
import { readScid } from './scid.ts';

/** What was read of a file: its bars, and its prints where it has them (the bars are then those of the prints). */
export interface ReadRecording extends ImportedBars {
  readonly prints?: Prints;
}

const HEAD_LINES = 60;
/** About 50 bytes each in memory while they are read. */
const MOST_PRINTS = 40_000_000;
const MOST_SAMPLED = 5_000;

/** Reads a recording of bars or of prints, whichever the file holds. */
export function importRecording(given: string | RecordedText, options: ImportOptions): ReadRecording {
  const text = typeof given === 'string' ? textOf(given) : given;
  const { bytes, name = options.name ?? '' } = text;
  const rows = new PrintRows();
  const tally = new Tally();
  const bounded = { ...options, mostRows: options.mostRows ?? MOST_PRINTS };
  if (bytes !== undefined) {
    const read = scidRows({ ...text, bytes }, name, bounded, rows, tally);
    return judged(read, rows, tally, options);
  }
  const table = printTableOf(headLines(text, HEAD_LINES), name, options.mapping);
  if (table === undefined) return importBars(text, options);
  return judged(readPrints(text, table, bounded, rows, tally), rows, tally, options);
}

function scidRows(
  { bytes, read }: { readonly bytes: () => Iterable<Uint8Array>; readonly read: readonly string[] },
  name: string,
  options: ImportOptions & { readonly mostRows: number },
  rows: PrintRows,
  tally: Tally,
): ReadPrints {
  const { spec, mapping = {} } = options;
  const scale = mapping.priceScale ?? 1;
  const instrument = name.replace(/^.*[/\\]|\.scid$/gi, '');
  const sampled: number[] = [];
  let count = 0;
  const problem = readScid(
    bytes(),
    (record) => {
      count += 1;
      if (sampled.length < MOST_SAMPLED) sampled.push(record.price);
      if (rows.length > options.mostRows) return;
      const refusal = addPrint(rows, options, { ...record, instrument, price: record.price * scale }, FLOAT32_PART);
      if (refusal !== undefined) tally.add(record.line, refusal);
    },
    (line, refusal) => {
      count += 1;
      tally.add(line, refusal);
    },
  );
  const readAs = [...read, 'records of 40 bytes', ...(scale === 1 ? [] : [`prices times ${scale}`])];
  const told = { rows: count, format: 'Sierra Chart', readAs, zone: 'UTC, counted since 1899' };
  if (problem !== undefined) return { ok: false, code: 'columns', detail: problem, told };
  if (count === 0) return { ok: false, code: 'empty', detail: '', told };
  if (rows.length > options.mostRows)
    return { ok: false, code: 'too_long', detail: `more than ${options.mostRows}`, told };
  if (rows.length === 0 && tally.all().not_a_print !== undefined) {
    const detail = 'its records are bars, not ticks: let Sierra Chart store 1 tick, or export the bars as text';
    return { ok: false, code: 'nothing_left', detail, told };
  }
  const question = scaleQuestion(sampled, spec.tickSize, mapping.priceScale);
  if (question !== undefined) return { ok: false, code: 'price_scale', detail: question, told };
  return { ok: true, newestFirst: false, told };
}

/** Chooses the instrument, sets its prints in order, and says what was found. */
function judged(read: ReadPrints, rows: PrintRows, tally: Tally, options: ImportOptions): ReadRecording {
  const { spec, mapping } = options;
  let told: Partial<Verdict> = { ...read.told, prints: 0 };
  const refuse = (code: FileProblem, detail: string): ReadRecording => {
    const verdict = { ...emptyVerdict(options), ...told, refused: tally.all(), firstRefused: tally.first };
    return { bars: [], intervalMs: MINUTE_MS, rolls: [], verdict: { ...verdict, problem: { code, detail } } };
  };
  if (!read.ok) return refuse(read.code, read.detail);
  const named = rows.names.filter((name) => name !== '');
  const instrument = instrumentOf(rows, spec.root, mapping?.instrument);
  if (instrument.kind === 'ask') return refuse('instruments', named.slice(0, 20).join(', '));
  if (instrument.kind === 'one' && !rows.names.includes(instrument.name))
    return refuse(
      'instruments',
      named.length === 0
        ? `the file names none, so none is "${instrument.name}"`
        : `found ${named.slice(0, 20).join(', ')}, not "${instrument.name}"`,
    );
  const taken = instrument.kind === 'one' ? [instrument.name] : named;
  told = { ...told, instruments: named, taken };
  const isTaken = (name: string): boolean => instrument.kind === 'all' || name === instrument.name;
  const { prints, places } = rows.inOrder(isTaken, read.newestFirst, tally);
  if (prints.length === 0) return refuse('nothing_left', '');
  const problem = mostRefused({ refused: tally.all(), bars: prints.length });
  if (problem !== undefined && options.allowRefused !== true) return refuse(problem.code, problem.detail);

  const bars = barsOfPrints(prints);
  const rolls = rollsSeen(spec, bars);
  const calendar: Calendar = { mode: 'cme', rolls: { [spec.root]: rolls } };
  const line = (at: number): number => rows.lineOf(places[at] ?? 0);
  const hints =
    rows.repeated >= 0.45 * rows.length && rows.length > 1
      ? ['nearly every row says the same as the one before it: was the file written twice?']
      : [];
  const verdict: Verdict = {
    ...emptyVerdict(options),
    ...told,
    prints: prints.length,
    bars: bars.length,
    intervalMs: MINUTE_MS,
    fromMs: prints.timeMs[0],
    toMs: prints.timeMs[prints.length - 1],
    refused: tally.all(),
    firstRefused: tally.first,
    withoutVolume: notedAt(prints.length, line, (i) => prints.size[i] === 0),
    outsideHours: notedAt(prints.length, line, outsideHours(prints, spec.root)),
    ...coverageOf(calendar, spec.root, bars, MINUTE_MS),
    newestFirst: read.newestFirst,
    rolls,
    hints,
  };
  return { bars, intervalMs: MINUTE_MS, rolls, prints, verdict };
}

function instrumentOf(rows: PrintRows, root: string, told: string | undefined): ReturnType<typeof chooseInstrument> {
  if (told === undefined && rows.names.length < 2) return { kind: 'all', names: rows.names };
  const names = Array.from({ length: rows.length }, (_, i) => rows.instrumentOf(i));
  return chooseInstrument(names, Array.from(rows.columns.timeMs.subarray(0, rows.length)), root, told);
}

function outsideHours({ timeMs }: Prints, root: string): (at: number) => boolean {
  let minute = Number.NaN;
  let outside = false;
  return (at) => {
    const now = Math.floor((timeMs[at] ?? 0) / MINUTE_MS);
    if (now !== minute) {
      minute = now;
      outside = !isOpen(CME, root, now * MINUTE_MS);
    }
    return outside;
  };
}

function notedAt(length: number, line: (at: number) => number, test: (at: number) => boolean): RowRefusals | undefined {
  let count = 0;
  const lines: number[] = [];
  for (let at = 0; at < length; at += 1) {
    if (!test(at)) continue;
    count += 1;
    if (lines.length < LINES_SHOWN) lines.push(line(at));
  }
  return count === 0 ? undefined : { count, lines };
}
