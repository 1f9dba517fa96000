import type { Bar } from '../../../domain/bar.ts';
import type { Calendar, RollSeen } from '../../../domain/session.ts';
import type { ImportOptions } from './import-options.ts';
import type { RecordedText } from './source.ts';
import type { FileProblem, Verdict } from './verdict.ts';
import { isOpen, CME } from '../../../domain/session.ts';
import { MINUTE_MS } from '../../../domain/units.ts';
import { rollsSeen } from '../../../market/rolls-seen.ts';
import { decide } from './decide.ts';
import { chooseInstrument } from './instruments.ts';
import { ReadRows } from './read-rows.ts';
import { coverageOf, looksClosed } from './sessions-of.ts';
import { textOf } from './source.ts';
import { noted, Tally } from './tally.ts';
import { timeRows } from './time-rows.ts';
import { rowsFrom } from './table.ts';
import { emptyVerdict, mostRefused } from './verdict.ts';

export interface ImportedBars {
  /** Ascending, one per time, prices in ticks. Empty when the file was refused. */
  readonly bars: readonly Bar[];
  /** The bars' interval; a minute when there are too few to tell. */
  readonly intervalMs: number;
  readonly rolls: readonly RollSeen[];
  /** `problem` is set when the whole file was refused. */
  readonly verdict: Verdict;
}

/** More would not fit into the memory that a process has: twenty years of minutes do. */
const MOST_ROWS = 8_000_000;

/**
 * Bars of a text as people have them. How it is written (delimiter, numbers, stamps, interval) is decided once for the
 * whole file, then every row is taken or refused with its reason and line; nothing is repaired but what was asked for
 * (`round`), nothing is filled in.
 */
export function importBars(given: string | RecordedText, options: ImportOptions): ImportedBars {
  const text = typeof given === 'string' ? textOf(given) : given;
  const { spec, mostRows = MOST_ROWS } = options;
  const tally = new Tally();
  let told: Partial<Verdict> = { readAs: text.read };
  const refuse = (code: FileProblem, detail: string): ImportedBars => {
    const verdict = { ...emptyVerdict(options), ...told, refused: tally.all(), firstRefused: tally.first };
    return { bars: [], intervalMs: MINUTE_MS, rolls: [], verdict: { ...verdict, problem: { code, detail } } };
  };

  const decided = decide(text, options);
  told = { ...told, ...decided.told };
  if (!decided.ok) return refuse(decided.code, decided.detail);
  const { table, plan, newestFirst } = decided;

  const rows = new ReadRows();
  let count = 0;
  for (const row of rowsFrom(text, table.fromLine, table.delimiter)) {
    const refusal = rows.read(row, count, plan);
    if (refusal !== undefined) tally.add(row.line, refusal);
    count += 1;
    if (rows.length > mostRows) return refuse('too_long', `more than ${mostRows}`);
  }

  const times = timeRows(rows, { newestFirst, plan, tally });
  const instruments = chooseInstrument(rows.instrument, rows.timeMs, spec.root, options.mapping?.instrument);
  const named = plan.layout.instrument === undefined ? [] : instruments.names;
  if (instruments.kind === 'ask') return refuse('instruments', instruments.names.slice(0, 20).join(', '));
  const taken = instruments.kind === 'one' ? [instruments.name] : named;
  if (instruments.kind === 'one' && !instruments.names.includes(instruments.name))
    return refuse(
      'instruments',
      named.length === 0
        ? `the file names none, so none is "${instruments.name}"`
        : `found ${named.slice(0, 20).join(', ')}, not "${instruments.name}"`,
    );
  told = { ...told, instruments: named, taken };

  const isTaken = (at: number): boolean => instruments.kind === 'all' || rows.instrument[at] === instruments.name;
  const { order, intervalMs } = times.arrange(isTaken, instruments.kind === 'all' && named.length > 1);
  if (order.length === 0) return refuse('nothing_left', '');
  const problem = mostRefused({ refused: tally.all(), bars: order.length });
  if (problem !== undefined && options.allowRefused !== true) return refuse(problem.code, problem.detail);

  const bars = order.map((at) => ({
    timeMs: rows.timeMs[at] ?? 0,
    open: rows.open[at] ?? 0,
    high: rows.high[at] ?? 0,
    low: rows.low[at] ?? 0,
    close: rows.close[at] ?? 0,
    volume: rows.volume[at] ?? 0,
  }));
  const lines = order.map((at) => rows.line[at] ?? 0);
  const rolls = rollsSeen(spec, bars);
  const calendar: Calendar = { mode: 'cme', rolls: { [spec.root]: rolls } };
  return {
    bars,
    intervalMs,
    rolls,
    verdict: {
      ...emptyVerdict(options),
      ...told,
      bars: bars.length,
      intervalMs,
      fromMs: bars[0]?.timeMs,
      toMs: bars.at(-1)?.timeMs,
      refused: tally.all(),
      firstRefused: tally.first,
      rounded: noted(lines, (i) => rows.rounded[order[i] ?? 0] === true),
      withoutVolume: noted(lines, (i) => bars[i]?.volume === 0),
      outsideHours: noted(lines, (i) => !isOpen(CME, spec.root, bars[i]?.timeMs ?? 0)),
      ...coverageOf(calendar, spec.root, bars, intervalMs),
      newestFirst,
      rolls,
      hints: [...decided.hints, ...edgeHints(calendar, options, bars, intervalMs)],
    },
  };
}

function edgeHints(
  calendar: Calendar,
  options: ImportOptions,
  bars: readonly Bar[],
  intervalMs: number,
): readonly string[] {
  if (options.mapping?.stamp !== undefined || !looksClosed(calendar, options.spec, bars, intervalMs)) return [];
  return [
    'no session begins at its opening, and bars stand at the close: the stamps look like the bars’ closes; say --stamp close, or --stamp open to keep them',
  ];
}
