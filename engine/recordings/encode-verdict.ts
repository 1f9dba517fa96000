import { toIso, toIsoOrNull } from '../wire/encode/index.ts';
import type { RecordingProblem, RecordingVerdict } from '../wire/index.ts';
import { MINUTE_MS } from '../domain/units.ts';
import {
  problemText,
  refusalText,
  ROW_REASONS,
  type FileProblem,
  type RowReason,
  type RowRefusals,
  type Verdict,
} from '../venue/core/csv/verdict.ts';

/** Every problem of a file is one that the wire knows: another one does not compile here. */
const ON_THE_WIRE: (code: FileProblem) => RecordingProblem = (code) => code;

/** The verdict of a check as it is told. */
export function encodeVerdict(verdict: Verdict): RecordingVerdict {
  const { intervalMs, fromMs, toMs, zone, refused, firstRefused, longestGapMs, rolls, problem } = verdict;
  return {
    name: verdict.name,
    root: verdict.root,
    exporter: verdict.format,
    readAs: [...verdict.readAs],
    linesBefore: verdict.linesBefore,
    rows: verdict.rows,
    bars: verdict.bars,
    prints: verdict.prints ?? null,
    intervalMinutes: intervalMs === undefined ? null : intervalMs / MINUTE_MS,
    from: toIsoOrNull(fromMs),
    to: toIsoOrNull(toMs),
    zone: zone ?? null,
    stamps: verdict.stamps,
    instruments: [...verdict.instruments],
    taken: [...verdict.taken],
    refused: Object.entries(refused).map(([key, { count, lines }]) => {
      // Keys of the verdict's own record.
      const reason = key as RowReason;
      return { reason, words: ROW_REASONS[reason], count, lines: [...lines] };
    }),
    firstRefused: firstRefused === undefined ? null : refusalText(firstRefused),
    rounded: rowsOf(verdict.rounded),
    withoutVolume: rowsOf(verdict.withoutVolume),
    outsideHours: rowsOf(verdict.outsideHours),
    sessions: { ...verdict.sessions },
    missing: verdict.missing,
    gaps: verdict.gaps,
    longestGapMinutes: longestGapMs / MINUTE_MS,
    newestFirst: verdict.newestFirst,
    rolls: rolls.map(({ atMs, kind }) => ({ time: toIso(atMs), kind })),
    hints: [...verdict.hints],
    problem: problem === undefined ? null : { code: ON_THE_WIRE(problem.code), text: problemText(verdict) },
  };
}

/** What is no table at all, in the form of a verdict. */
export function unreadable(name: string, root: string, text: string): RecordingVerdict {
  return {
    name,
    root,
    exporter: 'unknown',
    readAs: [],
    linesBefore: 0,
    rows: 0,
    bars: 0,
    prints: null,
    intervalMinutes: null,
    from: null,
    to: null,
    zone: null,
    stamps: 'open',
    instruments: [],
    taken: [],
    refused: [],
    firstRefused: null,
    rounded: null,
    withoutVolume: null,
    outsideHours: null,
    sessions: { traded: 0, empty: 0 },
    missing: 0,
    gaps: 0,
    longestGapMinutes: 0,
    newestFirst: false,
    rolls: [],
    hints: [],
    problem: { code: 'unreadable', text },
  };
}

function rowsOf(refusals: RowRefusals | undefined): RecordingVerdict['rounded'] {
  return refusals === undefined ? null : { count: refusals.count, lines: [...refusals.lines] };
}
