import type { TimeMs } from '../../../domain/units.ts';
import type { RowReason, RowRefusals, Verdict } from './verdict.ts';
import { problemText, refusalText, ROW_REASONS } from './verdict.ts';

const MOST_NAMES = 8;

/** The verdict as one page, one fact a line. */
export function verdictTable(verdict: Verdict): string {
  const rows: [string, string][] = [
    ['file', verdict.name],
    ['exporter', verdict.format],
    ['as', verdict.root],
  ];
  if (verdict.problem !== undefined) rows.push(['REFUSED', problemText(verdict)]);
  if (verdict.readAs.length > 0) rows.push(['read as', verdict.readAs.join(', ')]);
  if (verdict.linesBefore > 0) rows.push(['lines before the table', String(verdict.linesBefore)]);
  rows.push(['rows', String(verdict.rows)]);
  const isPrints = verdict.prints !== undefined;
  if (isPrints) rows.push(['prints', String(verdict.prints)], ['minutes with prints', String(verdict.bars)]);
  else rows.push(['bars', String(verdict.bars)]);
  if (verdict.intervalMs !== undefined && !isPrints) rows.push(['interval', `${verdict.intervalMs / 60_000} min`]);
  if (verdict.zone !== undefined) rows.push(['zone', verdict.zone]);
  if (verdict.bars > 0 && !isPrints) rows.push(['stamps', `the bar's ${verdict.stamps}`]);
  if (verdict.instruments.length > 0) rows.push(['instruments', instrumentsText(verdict)]);
  if (verdict.fromMs !== undefined && verdict.toMs !== undefined) {
    rows.push(['from', isoText(verdict.fromMs)], ['to', isoText(verdict.toMs)]);
  }
  if (verdict.newestFirst) rows.push(['order', 'newest first, turned round']);
  for (const [reason, refusals] of Object.entries(verdict.refused)) {
    // Keys of the verdict's own record.
    rows.push([`refused: ${ROW_REASONS[reason as RowReason]}`, counted(refusals)]);
  }
  if (verdict.firstRefused !== undefined && verdict.problem === undefined)
    rows.push(['first refused', refusalText(verdict.firstRefused)]);
  if (verdict.rounded !== undefined) rows.push(['rounded to the tick', counted(verdict.rounded)]);
  if (verdict.withoutVolume !== undefined) rows.push(['without volume (kept)', counted(verdict.withoutVolume)]);
  if (verdict.outsideHours !== undefined) rows.push(['outside hours (kept)', counted(verdict.outsideHours)]);
  const { traded, empty } = verdict.sessions;
  if (traded + empty > 0) rows.push(['sessions', `${traded} with bars, ${empty} without`]);
  if (verdict.bars > 0)
    rows.push([
      'missing intervals',
      verdict.missing === 0
        ? 'none'
        : `${verdict.missing} in ${verdict.gaps} gaps, longest ${verdict.longestGapMs / 60_000} min`,
    ]);
  if (verdict.bars > 0 && verdict.rolls.length === 0) rows.push(['rolls seen', 'none']);
  for (const roll of verdict.rolls) rows.push([`roll seen (${roll.kind})`, isoText(roll.atMs)]);
  for (const hint of verdict.hints) rows.push(['HINT', hint]);
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}

function instrumentsText({ instruments, taken }: Verdict): string {
  const names = instruments.slice(0, MOST_NAMES).map((name) => (name === '' ? '(empty)' : name));
  const more = instruments.length > names.length ? ` and ${instruments.length - names.length} more` : '';
  const which = taken.length < instruments.length ? `; taken: ${taken.join(', ')}` : '';
  return `${names.join(', ')}${more}${which}`;
}

function counted(refusals: RowRefusals): string {
  const more = refusals.count > refusals.lines.length ? ', …' : '';
  return `${refusals.count} (line ${refusals.lines.join(', ')}${more})`;
}

function isoText(timeMs: TimeMs): string {
  return new Date(timeMs).toISOString().replace('.000Z', 'Z');
}
