import type { BarStatistics } from './bar-statistics.ts';
import type { EntryStudy } from './entry-study.ts';
import { LAGS } from './bar-statistics.ts';

/** One column of the report: a market of the simulation or a recording. */
export interface Column {
  readonly name: string;
  readonly statistics: BarStatistics;
  /** Mean spread of its quotes in ticks; recordings of bars have none. */
  readonly spreadTicks: number | undefined;
}

export interface StudyRow {
  readonly name: string;
  readonly rule: string;
  readonly study: EntryStudy;
}

/** Cells right-aligned under their heads; the first column left. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, i) => Math.max(cell.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/** Figures of one minute's change, a market a line. */
export function minuteTable(columns: readonly Column[]): string {
  const head = [
    'market',
    'minutes',
    'spread',
    'sigma',
    'range',
    'volume',
    'gap',
    'kurtosis',
    'by hour',
    '>5s /10k',
    'quiet',
    'wild',
  ];
  return table(
    head,
    columns.map(({ name, statistics: s, spreadTicks }) => [
      name,
      String(s.minutes),
      spreadTicks === undefined ? '' : spreadTicks.toFixed(2),
      s.sigmaTicks.toFixed(1),
      String(s.medianRangeTicks),
      s.volumePerMinute.toFixed(0),
      s.openGapTicks.toFixed(2),
      s.kurtosis.toFixed(1),
      s.kurtosisByHour.toFixed(1),
      s.jumps.toFixed(1),
      s.quietestDay.toFixed(2),
      s.wildestDay.toFixed(2),
    ]),
  );
}

/** Autocorrelation of returns (r) and of their sizes (|r|) by lag in minutes. */
export function memoryTable(columns: readonly Column[]): string {
  const head = ['market', ...LAGS.map((lag) => `r ${lag}`), ...LAGS.map((lag) => `|r| ${lag}`)];
  return table(
    head,
    columns.map(({ name, statistics: s }) => [
      name,
      ...[...s.returnCorrelation, ...s.sizeCorrelation].map((x) => x.toFixed(3)),
    ]),
  );
}

/** Volume (percent of the day) or size of moves (1 = the day's mean) by Chicago hour. */
export function hourTable(columns: readonly Column[], of: 'volume' | 'move'): string {
  const hours = Array.from({ length: 24 }, (_, i) => (i + 17) % 24);
  return table(
    ['Chicago hour', ...hours.map((hour) => String(hour).padStart(2, '0'))],
    columns.map(({ name, statistics: s }) => [
      name,
      ...hours.map((hour) => {
        const value = of === 'volume' ? (s.volumeByHour[hour] ?? 0) * 100 : (s.moveByHour[hour] ?? 0);
        return value === 0 ? '' : value.toFixed(1);
      }),
    ]),
  );
}

export function studyTable(rows: readonly StudyRow[]): string {
  return table(
    ['market', 'entries', 'trades', 'market gave', '+-', 'in errors', 'costs', 'net'],
    rows.map(({ name, rule, study: s }) => [
      name,
      rule,
      String(s.trades),
      s.grossTicks.toFixed(2),
      s.grossError.toFixed(2),
      (s.grossTicks / (s.grossError || 1)).toFixed(1),
      s.costTicks.toFixed(2),
      s.netTicks.toFixed(2),
    ]),
  );
}
