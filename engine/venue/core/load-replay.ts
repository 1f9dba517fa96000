import type { Bar } from '../../domain/bar.ts';
import type { Calendar, RollSeen } from '../../domain/session.ts';
import type { ColumnMapping } from '../../config/settings.ts';
import type { RecordedText } from './csv/source.ts';
import type { Verdict } from './csv/verdict.ts';
import { findSpec } from '../../domain/catalog.ts';
import { MINUTE_MS } from '../../domain/units.ts';
import { splitBars } from '../../market/split-bars.ts';
import { importBars } from './csv/import-bars.ts';
import { problemText } from './csv/verdict.ts';

/** One `--replay ROOT=FILE`, opened already. */
export interface ReplayText {
  readonly root: string;
  readonly name: string;
  readonly text: string | RecordedText;
  readonly zone?: string;
  readonly mapping?: ColumnMapping;
}

export interface LoadedReplay {
  /** One-minute bars by root, for the feed. */
  readonly bars: ReadonlyMap<string, readonly Bar[]>;
  /** The exchange's hours with the rolls that the recordings show: the calendar of the whole run, for every process. */
  readonly calendar: Calendar;
  readonly verdicts: readonly Verdict[];
  /** One sentence for each file that cannot be replayed. Empty: go. */
  readonly problems: readonly string[];
}

/** Bars longer than this say too little about their minutes to be traded on. */
const MAX_INTERVAL_MS = 60 * MINUTE_MS;

export interface ReplayOptions {
  /** Round prices off the tick instead of refusing their rows. */
  readonly round: boolean;
  /** Play what is left of a file of which most rows were refused. */
  readonly allowRefused?: boolean;
}

/** Reads recordings for replay. Bars of several minutes are spread over their minutes (`splitBars`). */
export function loadReplay(files: readonly ReplayText[], options: ReplayOptions): LoadedReplay {
  const bars = new Map<string, readonly Bar[]>();
  const rolls: Record<string, readonly RollSeen[]> = {};
  const verdicts: Verdict[] = [];
  const problems: string[] = [];
  for (const file of files) {
    const spec = findSpec(file.root);
    if (spec === undefined) {
      problems.push(`--replay ${file.root}=${file.name}: the catalog has no contract "${file.root}"`);
      continue;
    }
    if (bars.has(file.root)) {
      problems.push(`--replay ${file.root}=${file.name}: ${file.root} has a file already`);
      continue;
    }
    const imported = importBars(file.text, { ...file, spec, ...options });
    const { verdict, intervalMs } = imported;
    verdicts.push(verdict);
    if (verdict.problem !== undefined) {
      problems.push(`--replay ${file.root}=${file.name}: ${problemText(verdict)}`);
      continue;
    }
    if (intervalMs > MAX_INTERVAL_MS) {
      problems.push(
        `--replay ${file.root}=${file.name}: expected bars of a minute to an hour, found ${intervalMs / MINUTE_MS} minutes`,
      );
      continue;
    }
    bars.set(file.root, splitBars(file.root, imported.bars, intervalMs));
    if (imported.rolls.length > 0) rolls[file.root] = imported.rolls;
  }
  const calendar: Calendar = Object.keys(rolls).length === 0 ? { mode: 'cme' } : { mode: 'cme', rolls };
  return { bars, calendar, verdicts, problems };
}
