import type { Bar } from '../../domain/bar.ts';
import type { ContractSpec } from '../../domain/contract.ts';
import type { ImportedRecording } from '../../domain/imported.ts';
import type { Calendar, RollSeen } from '../../domain/session.ts';
import type { Prints } from '../../domain/recording/prints.ts';
import type { ColumnMapping } from '../../config/settings.ts';
import type { RecordedText } from './csv/source.ts';
import type { Verdict } from './csv/verdict.ts';
import { findSpec } from '../../domain/catalog.ts';
import { MINUTE_MS } from '../../domain/units.ts';
import { splitBars } from '../../market/split-bars.ts';
import { rollsSeen } from '../../market/rolls-seen.ts';
import { importRecording, type ReadRecording } from './prints/import-recording.ts';
import { emptyVerdict, mostRefused, problemText } from './csv/verdict.ts';

/** One `--replay ROOT=FILE`, opened already: the file's text, or what was imported of a file (`ROOT=@NAME`). */
export type ReplayText =
  | {
      readonly root: string;
      readonly name: string;
      readonly text: string | RecordedText;
      readonly zone?: string;
      readonly mapping?: ColumnMapping;
    }
  | { readonly root: string; readonly name: string; readonly imported: ImportedRecording };

export interface LoadedReplay {
  /** One-minute bars by root, for the feed. */
  readonly bars: ReadonlyMap<string, readonly Bar[]>;
  /** Prints of those roots whose recordings have them, for the feed. */
  readonly prints: ReadonlyMap<string, Prints>;
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
  const prints = new Map<string, Prints>();
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
    const recording =
      'imported' in file
        ? barsOfImport(file.imported, spec, options)
        : importRecording(file.text, { ...file, spec, ...options });
    const { verdict, intervalMs } = recording;
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
    bars.set(file.root, splitBars(file.root, recording.bars, intervalMs));
    if (recording.prints !== undefined) prints.set(file.root, recording.prints);
    if (recording.rolls.length > 0) rolls[file.root] = recording.rolls;
  }
  const calendar: Calendar = Object.keys(rolls).length === 0 ? { mode: 'cme' } : { mode: 'cme', rolls };
  return { bars, prints, calendar, verdicts, problems };
}

/** Stored bars with what was found when they were read, as if their file were read now. */
function barsOfImport(
  { name, bars, prints, intervalMs, verdict: stored }: ImportedRecording,
  spec: ContractSpec,
  options: ReplayOptions,
): ReadRecording {
  // Written by `npm run import`; one of an older version may lack what came later.
  const verdict: Verdict = { ...emptyVerdict({ spec, name }), ...(stored as Partial<Verdict>) };
  const problem = options.allowRefused === true ? undefined : mostRefused(verdict);
  return {
    bars,
    ...(prints === undefined ? {} : { prints }),
    intervalMs,
    rolls: rollsSeen(spec, bars),
    verdict: problem === undefined ? verdict : { ...verdict, problem },
  };
}
