import type { RollSeen } from '../../../domain/session.ts';
import type { TimeMs } from '../../../domain/units.ts';
import type { Layout } from './mapping.ts';

/** Why a row was refused, in the words of the table. */
export const ROW_REASONS = {
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
} as const;
export type RowReason = keyof typeof ROW_REASONS;

/** Why a whole file was refused. */
export const FILE_PROBLEMS = {
  empty: 'the file has no rows',
  columns:
    'the columns were not recognized; say which is which (--columns of import, "columns" of a replay in the file of --config)',
  zone: 'its times carry no zone; say which they are in (--zone of import, "zone" of a replay in the file of --config)',
  unknown_zone: 'the zone is not known, expected one such as America/Chicago',
  nothing_left: 'no row was usable',
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
  readonly format: Layout['format'] | 'unknown';
  readonly rows: number;
  readonly bars: number;
  readonly intervalMs: number | undefined;
  readonly fromMs: TimeMs | undefined;
  readonly toMs: TimeMs | undefined;
  readonly refused: Readonly<Partial<Record<RowReason, RowRefusals>>>;
  /** Rows whose prices were rounded to the tick. */
  readonly rounded: RowRefusals | undefined;
  /** Kept: prices without volume. */
  readonly withoutVolume: RowRefusals | undefined;
  /** Kept: bars at times at which the exchange is closed by today's table. */
  readonly outsideHours: RowRefusals | undefined;
  /** Intervals of open sessions without a bar, how many stretches they form, the longest. They stay gaps. */
  readonly missing: number;
  readonly gaps: number;
  readonly longestGapMs: number;
  readonly newestFirst: boolean;
  readonly rolls: readonly RollSeen[];
  readonly problem: { readonly code: FileProblem; readonly detail: string } | undefined;
}

/** The verdict as a short table, one fact a line. */
export function verdictTable(verdict: Verdict): string {
  const rows: [string, string][] = [
    ['file', verdict.name],
    ['format', verdict.format],
    ['as', verdict.root],
  ];
  if (verdict.problem !== undefined) {
    rows.push([
      'REFUSED',
      `${FILE_PROBLEMS[verdict.problem.code]}${verdict.problem.detail === '' ? '' : `: ${verdict.problem.detail}`}`,
    ]);
  }
  rows.push(['rows', String(verdict.rows)], ['bars', String(verdict.bars)]);
  if (verdict.intervalMs !== undefined) rows.push(['interval', `${verdict.intervalMs / 60_000} min`]);
  if (verdict.fromMs !== undefined && verdict.toMs !== undefined) {
    rows.push(['from', isoText(verdict.fromMs)], ['to', isoText(verdict.toMs)]);
  }
  if (verdict.newestFirst) rows.push(['order', 'newest first, turned round']);
  for (const [reason, refusals] of Object.entries(verdict.refused)) {
    rows.push([`refused: ${ROW_REASONS[reason as RowReason]}`, counted(refusals)]);
  }
  if (verdict.rounded !== undefined) rows.push(['rounded to the tick', counted(verdict.rounded)]);
  if (verdict.withoutVolume !== undefined) rows.push(['without volume (kept)', counted(verdict.withoutVolume)]);
  if (verdict.outsideHours !== undefined) rows.push(['outside hours (kept)', counted(verdict.outsideHours)]);
  if (verdict.missing > 0) {
    rows.push([
      'missing intervals',
      `${verdict.missing} in ${verdict.gaps} gaps, longest ${verdict.longestGapMs / 60_000} min`,
    ]);
  }
  for (const roll of verdict.rolls) rows.push([`roll seen (${roll.kind})`, isoText(roll.atMs)]);
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}

function counted(refusals: RowRefusals): string {
  const more = refusals.count > refusals.lines.length ? ', …' : '';
  return `${refusals.count} (line ${refusals.lines.join(', ')}${more})`;
}

function isoText(timeMs: TimeMs): string {
  return new Date(timeMs).toISOString().replace('.000Z', 'Z');
}
