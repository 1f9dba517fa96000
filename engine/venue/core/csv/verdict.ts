import type { ImportOptions } from './import-options.ts';
import type { RollSeen } from '../../../domain/session.ts';
import type { TimeMs } from '../../../domain/units.ts';

/** Why a row was refused, in the words of the table. */
export const ROW_REASONS = {
  cells: 'other number of cells than names',
  unparsable: 'unparsable',
  nan: 'NaN or empty cell',
  off_tick: 'off the tick',
  off_minute: 'not on a minute',
  off_grid: "off the file's own interval",
  impossible: 'impossible OHLC',
  bad_volume: 'bad volume',
  duplicate: 'duplicate time',
  out_of_order: 'out of order',
  no_such_time: 'time does not exist in the zone',
  other_instrument: 'another instrument',
  not_a_print: 'no trade',
} as const;
export type RowReason = keyof typeof ROW_REASONS;

const TOLD = (flag: string, key: string): string => `(${flag} of import, "${key}" of a replay in the file of --config)`;

/** Why a whole file was refused. */
export const FILE_PROBLEMS = {
  empty: 'the file has no rows',
  columns: `the columns were not recognized; say which is which ${TOLD('--columns', 'columns')}`,
  ambiguous: 'the columns are not told apart by their names',
  zone: `its times carry no zone; say which they are in ${TOLD('--zone', 'zone')}`,
  unknown_zone: 'the zone is not known, expected one such as America/Chicago',
  date_order: `the rows do not tell the order of day and month; say it ${TOLD('--date-order mdy or dmy', 'dateOrder')}`,
  instruments: `the file has several instruments side by side; say which is meant ${TOLD('--instrument', 'instrument')}`,
  price_scale: `the prices may be multiplied; say with what they are to be ${TOLD('--price-scale 0.01, or 1', 'priceScale')}`,
  too_long: 'the file has more rows than are taken at once; cut it into parts (by years) and take them one by one',
  nothing_left: 'no row was usable',
  most_refused: 'most rows were refused; take the rest only if that is meant (--allow-refused)',
} as const;
export type FileProblem = keyof typeof FILE_PROBLEMS;

export interface RowRefusals {
  readonly count: number;
  /** Line numbers of the first ones. */
  readonly lines: readonly number[];
}

/** What became of a file. */
export interface Verdict {
  readonly name: string;
  readonly root: string;
  /** Who writes files like this, as far as its shape tells. */
  readonly format: string;
  /** What was read and how: encoding, delimiter, numbers, stamps. One thing each. */
  readonly readAs: readonly string[];
  /** Lines before the table that are no rows. */
  readonly linesBefore: number;
  readonly rows: number;
  readonly bars: number;
  /** Of a recording of prints: how many were taken; the bars are those of the prints. */
  readonly prints?: number;
  readonly intervalMs: number | undefined;
  readonly fromMs: TimeMs | undefined;
  readonly toMs: TimeMs | undefined;
  /** In words: which clock the times were read by. */
  readonly zone: string | undefined;
  readonly stamps: 'open' | 'close';
  /** The instruments that the file names, those with most rows first; those that were taken. */
  readonly instruments: readonly string[];
  readonly taken: readonly string[];
  readonly refused: Readonly<Partial<Record<RowReason, RowRefusals>>>;
  /** The first row that was refused, with what was expected. */
  readonly firstRefused: FirstRefused | undefined;
  /** Rows whose prices were rounded to the tick. */
  readonly rounded: RowRefusals | undefined;
  /** Kept: prices without volume. */
  readonly withoutVolume: RowRefusals | undefined;
  /** Kept: bars at times at which the exchange is closed by today's table. */
  readonly outsideHours: RowRefusals | undefined;
  /** Sessions of the exchange between the first and the last bar: those with bars, those without. */
  readonly sessions: { readonly traded: number; readonly empty: number };
  /** Intervals of open sessions without a bar, how many stretches they form, the longest. They stay gaps. */
  readonly missing: number;
  readonly gaps: number;
  readonly longestGapMs: number;
  readonly newestFirst: boolean;
  readonly rolls: readonly RollSeen[];
  /** What looks wrong and cannot be known, each with the flag that settles it. */
  readonly hints: readonly string[];
  readonly problem: { readonly code: FileProblem; readonly detail: string } | undefined;
}

export interface FirstRefused {
  readonly line: number;
  readonly reason: RowReason;
  readonly expected: string;
  readonly found: string;
  /** The flag that may help. */
  readonly flag: string | undefined;
}

/** Rows refused, without those of other instruments and those that are no prints. */
export function refusedRows({ refused }: Pick<Verdict, 'refused'>): number {
  return Object.entries(refused).reduce(
    (sum, [reason, { count }]) => sum + (reason === 'other_instrument' || reason === 'not_a_print' ? 0 : count),
    0,
  );
}

/** The problem of a file of which most rows were refused. */
export function mostRefused({
  refused,
  bars,
  prints,
}: Pick<Verdict, 'refused' | 'bars' | 'prints'>): Verdict['problem'] {
  const count = refusedRows({ refused });
  const taken = prints ?? bars;
  return count > taken ? { code: 'most_refused', detail: `${count} of ${count + taken}` } : undefined;
}

/** Of a file of which nothing is known yet. */
export function emptyVerdict(options: ImportOptions): Verdict {
  return {
    name: options.name ?? '',
    root: options.spec.root,
    format: 'unknown',
    readAs: [],
    linesBefore: 0,
    rows: 0,
    bars: 0,
    intervalMs: undefined,
    fromMs: undefined,
    toMs: undefined,
    zone: undefined,
    stamps: options.mapping?.stamp ?? 'open',
    instruments: [],
    taken: [],
    refused: {},
    firstRefused: undefined,
    rounded: undefined,
    withoutVolume: undefined,
    outsideHours: undefined,
    sessions: { traded: 0, empty: 0 },
    missing: 0,
    gaps: 0,
    longestGapMs: 0,
    newestFirst: false,
    rolls: [],
    hints: [],
    problem: undefined,
  };
}

/** One sentence about a refused row: where, what was expected, what was found, what helps. */
export function refusalText({ line, reason, expected, found, flag }: FirstRefused): string {
  const what = found.length > 100 ? `${found.slice(0, 100)}…` : found;
  return `line ${line}, ${ROW_REASONS[reason]}: expected ${expected}, found ${what}${flag === undefined ? '' : `; ${flag}`}`;
}

/** Why a file as a whole is not taken, in one sentence. */
export function problemText({ problem, firstRefused }: Pick<Verdict, 'problem' | 'firstRefused'>): string {
  if (problem === undefined) return '';
  const detail = problem.detail === '' ? '' : `: ${problem.detail}`;
  const first = firstRefused === undefined ? '' : `. First refused: ${refusalText(firstRefused)}`;
  return `${FILE_PROBLEMS[problem.code]}${detail}${first}`;
}

/** A file in one sentence, for logs: what is used, what is not and why, and how it was read. */
export function verdictLine(verdict: Verdict): string {
  const { root, name, bars, prints, rows, intervalMs, zone, refused } = verdict;
  const reasons = Object.entries(refused)
    // Keys of the verdict's own record.
    .map(([reason, { count }]) => `${count} ${ROW_REASONS[reason as RowReason]}`)
    .join(', ');
  const interval = intervalMs === undefined || prints !== undefined ? '' : `, bars of ${intervalMs / 60_000} min`;
  const taken = prints === undefined ? `${bars} bars` : `${prints} prints in ${bars} minutes`;
  const stamps = prints === undefined ? `, stamped at the ${verdict.stamps}` : '';
  const first = verdict.firstRefused === undefined ? '' : `; first: ${refusalText(verdict.firstRefused)}`;
  return (
    `${root}: ${taken} of ${rows} rows of ${name}${interval}${stamps}` +
    `${zone === undefined ? '' : `, ${zone}`}; refused: ${reasons === '' ? 'none' : reasons}${first}`
  );
}
