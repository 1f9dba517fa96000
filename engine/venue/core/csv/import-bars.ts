import type { Bar } from '../../../domain/bar.ts';
import type { ContractSpec } from '../../../domain/contract.ts';
import type { Calendar, RollSeen } from '../../../domain/session.ts';
import type { TimeMs } from '../../../domain/units.ts';
import type { Zone } from '../../../domain/zone.ts';
import type { ColumnMapping } from '../../../config/settings.ts';
import type { Layout } from './mapping.ts';
import type { Row } from './table.ts';
import type { FileProblem, RowReason, RowRefusals, Verdict } from './verdict.ts';
import { isOnTick, toTicks } from '../../../domain/contract.ts';
import { CME, isOpen, sessionsBetween } from '../../../domain/session.ts';
import { MINUTE_MS } from '../../../domain/units.ts';
import { createZone } from '../../../domain/zone.ts';
import { rollsSeen } from '../../../market/rolls-seen.ts';
import { recognize } from './mapping.ts';
import { readStamp, resolveNaive } from './stamp.ts';
import { readTable } from './table.ts';

export interface ImportOptions {
  /** The contract that the bars are taken as (another instrument may stand in). */
  readonly spec: ContractSpec;
  /** The file's name, for the verdict. */
  readonly name?: string;
  /** IANA zone of stamps that name none. Without it such a file is refused. */
  readonly zone?: string;
  readonly mapping?: ColumnMapping;
  /** Round prices off the tick instead of refusing their rows. */
  readonly round?: boolean;
}

export interface ImportedBars {
  /** Ascending, one per time, prices in ticks. Empty when the file was refused. */
  readonly bars: readonly Bar[];
  /** The bars' interval; a minute when there are too few to tell. */
  readonly intervalMs: number;
  readonly rolls: readonly RollSeen[];
  /** `problem` is set when the whole file was refused. */
  readonly verdict: Verdict;
}

const LINES_SHOWN = 5;
/** Databento's "undefined price". */
const UNDEFINED_PRICE = '9223372036854775807';

class Tally {
  readonly #found = new Map<RowReason, { count: number; lines: number[] }>();

  add(reason: RowReason, line: number): void {
    const entry = this.#found.get(reason) ?? { count: 0, lines: [] };
    entry.count += 1;
    if (entry.lines.length < LINES_SHOWN) entry.lines.push(line);
    this.#found.set(reason, entry);
  }

  all(): Partial<Record<RowReason, RowRefusals>> {
    return Object.fromEntries(this.#found);
  }
}

interface Candidate {
  readonly line: number;
  readonly bar: Bar;
  readonly rounded: boolean;
}

/**
 * Bars of a text as people have them. Every row is taken or refused with its reason and line; nothing is repaired but
 * what was asked for (`round`), nothing is filled in.
 */
export function importBars(text: string, options: ImportOptions): ImportedBars {
  const table = readTable(text);
  const tally = new Tally();
  const refuse = (code: FileProblem, detail: string, format: Verdict['format']): ImportedBars => ({
    bars: [],
    intervalMs: MINUTE_MS,
    rolls: [],
    verdict: {
      ...emptyVerdict(options),
      format,
      rows: table.rows.length,
      refused: tally.all(),
      problem: { code, detail },
    },
  });

  if (table.rows.length === 0) return refuse('empty', '', 'unknown');
  const layout = recognize(table, options.mapping);
  if ('missing' in layout) return refuse('columns', `no column for ${layout.missing}`, 'unknown');
  let zone: Zone | undefined;
  try {
    zone = options.zone === undefined ? undefined : createZone(options.zone);
  } catch {
    return refuse('unknown_zone', options.zone ?? '', layout.format);
  }
  if (zone === undefined && isNaive(table.rows, layout)) return refuse('zone', '', layout.format);

  const newestFirst = descends(table.rows, layout);
  const rows = newestFirst ? table.rows.toReversed() : table.rows;
  const instrument = mainInstrument(rows, layout);
  const candidates: Candidate[] = [];
  let afterMs = Number.NEGATIVE_INFINITY;
  for (const row of rows) {
    if (layout.instrument !== undefined && row.cells[layout.instrument] !== instrument) {
      tally.add('other_instrument', row.line);
      continue;
    }
    const read = readRow(row, layout, options, zone, afterMs);
    if (typeof read === 'string') {
      tally.add(read, row.line);
      continue;
    }
    afterMs = read.bar.timeMs;
    candidates.push(read);
  }
  const ordered = inOrder(candidates, tally);
  const intervalMs = intervalOf(ordered.map((candidate) => candidate.bar));
  const kept = onGrid(ordered, intervalMs, tally);
  if (kept.length === 0) return refuse('nothing_left', '', layout.format);

  const bars = kept.map((candidate) => candidate.bar);
  const rolls = rollsSeen(options.spec, bars);
  const calendar: Calendar = { mode: 'cme', rolls: { [options.spec.root]: rolls } };
  return {
    bars,
    intervalMs,
    rolls,
    verdict: {
      ...emptyVerdict(options),
      format: layout.format,
      rows: table.rows.length,
      bars: bars.length,
      intervalMs,
      fromMs: bars[0]?.timeMs,
      toMs: bars.at(-1)?.timeMs,
      refused: tally.all(),
      rounded: noted(kept, (candidate) => candidate.rounded),
      withoutVolume: noted(kept, ({ bar }) => bar.volume === 0),
      outsideHours: noted(kept, ({ bar }) => !isOpen(CME, options.spec.root, bar.timeMs)),
      ...gapsIn(calendar, options.spec.root, bars, intervalMs),
      newestFirst,
      rolls,
    },
  };
}

function emptyVerdict(options: ImportOptions): Verdict {
  return {
    name: options.name ?? '',
    root: options.spec.root,
    format: 'unknown',
    rows: 0,
    bars: 0,
    intervalMs: undefined,
    fromMs: undefined,
    toMs: undefined,
    refused: {},
    rounded: undefined,
    withoutVolume: undefined,
    outsideHours: undefined,
    missing: 0,
    gaps: 0,
    longestGapMs: 0,
    newestFirst: false,
    rolls: [],
    problem: undefined,
  };
}

function noted(kept: readonly Candidate[], test: (candidate: Candidate) => boolean): RowRefusals | undefined {
  const found = kept.filter(test);
  return found.length === 0
    ? undefined
    : { count: found.length, lines: found.slice(0, LINES_SHOWN).map((candidate) => candidate.line) };
}

function stampText(row: Row, layout: Layout): string {
  const time = row.cells[layout.time] ?? '';
  return layout.date === undefined ? time : `${row.cells[layout.date] ?? ''} ${time}`;
}

function isNaive(rows: readonly Row[], layout: Layout): boolean {
  for (const row of rows) {
    const stamp = readStamp(stampText(row, layout), layout.dateOrder);
    if (stamp !== undefined) return stamp.kind === 'naive';
  }
  return false;
}

/** True when the file as a whole runs from the newest row to the oldest. */
function descends(rows: readonly Row[], layout: Layout): boolean {
  let balance = 0;
  let before: number | undefined;
  for (const row of rows) {
    const stamp = readStamp(stampText(row, layout), layout.dateOrder);
    if (stamp === undefined) continue;
    const at = stamp.kind === 'naive' ? stamp.wallMs : stamp.timeMs;
    if (before !== undefined) balance += Math.sign(at - before);
    before = at;
  }
  return balance < 0;
}

/** The instrument with the most rows, where a file holds several. */
function mainInstrument(rows: readonly Row[], layout: Layout): string | undefined {
  if (layout.instrument === undefined) return undefined;
  const counts = new Map<string, number>();
  for (const row of rows) {
    const name = row.cells[layout.instrument] ?? '';
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0];
}

function readRow(
  row: Row,
  layout: Layout,
  options: ImportOptions,
  zone: Zone | undefined,
  afterMs: TimeMs,
): Candidate | RowReason {
  const stamp = readStamp(stampText(row, layout), layout.dateOrder);
  if (stamp === undefined) return 'unparsable';
  let timeMs: TimeMs | undefined;
  if (stamp.kind === 'instant') timeMs = stamp.timeMs;
  else if (zone === undefined) return 'unparsable';
  else timeMs = resolveNaive(zone, stamp.wallMs, afterMs);
  if (timeMs === undefined) return 'no_such_time';
  if (timeMs % MINUTE_MS !== 0) return 'off_minute';

  const prices: number[] = [];
  for (const column of [layout.open, layout.high, layout.low, layout.close]) {
    const price = readNumber(row.cells[column]);
    if (typeof price === 'string') return price;
    prices.push(price * layout.priceScale);
  }
  const volume = layout.volume === undefined ? 0 : readNumber(row.cells[layout.volume]);
  if (typeof volume === 'string') return volume;
  if (volume < 0 || !Number.isSafeInteger(volume)) return 'bad_volume';

  const { spec } = options;
  const [open = 0, high = 0, low = 0, close = 0] = prices;
  if (high < Math.max(open, close, low) || low > Math.min(open, close)) return 'impossible';
  // Oil has traded below zero; nothing else has.
  if (low <= 0 && spec.sessionKind !== 'energy') return 'impossible';
  const rounded = !prices.every((price) => isOnTick(spec, price));
  if (rounded && options.round !== true) return 'off_tick';
  const ticks = (price: number): number => toTicks(spec, price);
  const bar = { timeMs, open: ticks(open), high: ticks(high), low: ticks(low), close: ticks(close), volume };
  return { line: row.line, bar, rounded };
}

function readNumber(cell: string | undefined): number | 'nan' | 'unparsable' {
  if (cell === undefined) return 'unparsable';
  if (cell === '' || /^(nan|null|none|n\/a|-)$/i.test(cell) || cell === UNDEFINED_PRICE) return 'nan';
  const value = Number(cell);
  return Number.isFinite(value) && !/^0[xbo]/i.test(cell) ? value : 'unparsable';
}

/**
 * Keeps ascending times. A row that goes back is refused, unless it is the row before it that strayed: when most of
 * the following rows lie before a row, that row is the one out of order.
 */
function inOrder(candidates: readonly Candidate[], tally: Tally): Candidate[] {
  const kept: Candidate[] = [];
  const times = new Set<TimeMs>();
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const [index, candidate] of candidates.entries()) {
    const { timeMs } = candidate.bar;
    const following = candidates.slice(index + 1, index + 6).map((other) => other.bar.timeMs);
    const strayed = following.filter((other) => other < timeMs && other > lastMs).length > following.length / 2;
    if (timeMs <= lastMs || strayed) {
      tally.add(times.has(timeMs) ? 'duplicate' : 'out_of_order', candidate.line);
      continue;
    }
    lastMs = timeMs;
    times.add(timeMs);
    kept.push(candidate);
  }
  return kept;
}

/** Keeps bars on the grid that most of them lie on (bars of several minutes must not overlap). */
function onGrid(candidates: readonly Candidate[], intervalMs: number, tally: Tally): Candidate[] {
  const grid = mostFrequent(candidates.map(({ bar }) => bar.timeMs % intervalMs));
  return candidates.filter(({ bar, line }) => {
    const fits = bar.timeMs % intervalMs === grid;
    if (!fits) tally.add('off_grid', line);
    return fits;
  });
}

/** Intervals that bars come in, minutes, the widest first. */
const INTERVALS: readonly number[] = [1_440, 240, 120, 60, 30, 15, 10, 5, 3, 2, 1];

/** The widest usual interval that nearly all distances between neighbors are whole numbers of: gaps do not mislead it. */
function intervalOf(bars: readonly Bar[]): number {
  const distances = bars.slice(1).map((bar, i) => bar.timeMs - (bars[i]?.timeMs ?? 0));
  if (distances.length === 0) return MINUTE_MS;
  const fits = (minutes: number): boolean =>
    distances.filter((distance) => distance % (minutes * MINUTE_MS) === 0).length >= 0.95 * distances.length;
  return (INTERVALS.find(fits) ?? 1) * MINUTE_MS;
}

function mostFrequent(values: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0];
}

/** Intervals of open sessions between the first and the last bar that have none, and the stretches they form. */
function gapsIn(
  calendar: Calendar,
  root: string,
  bars: readonly Bar[],
  intervalMs: number,
): { missing: number; gaps: number; longestGapMs: number } {
  let missing = 0;
  let gaps = 0;
  let longest = 0;
  for (let i = 1; i < bars.length; i += 1) {
    const fromMs = (bars[i - 1]?.timeMs ?? 0) + intervalMs;
    const untilMs = bars[i]?.timeMs ?? 0;
    if (fromMs >= untilMs) continue;
    for (const session of sessionsBetween(calendar, root, fromMs, untilMs)) {
      const open = Math.max(session.openMs, fromMs);
      const run = Math.ceil((Math.min(session.closeMs, untilMs) - open) / intervalMs);
      if (run <= 0) continue;
      missing += run;
      gaps += 1;
      longest = Math.max(longest, run);
    }
  }
  return { missing, gaps, longestGapMs: longest * intervalMs };
}
