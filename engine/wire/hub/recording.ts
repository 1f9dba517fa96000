import { z } from 'zod';
import { clientText, count, isoTime, name, price } from '../values.ts';

/** A recording is sent for a check in pieces of at most this many bytes. */
export const PIECE_BYTES = 1 << 20;
/** Largest recording that the hub takes; a larger one is imported on its machine (`npm run import`). */
export const MOST_RECORDING_BYTES = 128 << 20;

/** Clocks that recordings are usually written by; any other IANA zone is taken as well. */
export const COMMON_ZONES = [
  'America/Chicago',
  'America/New_York',
  'UTC',
  'Europe/London',
  'Europe/Berlin',
  'Asia/Tokyo',
] as const;

const DATE_ORDERS = ['mdy', 'dmy', 'ymd'] as const;
const DECIMALS = ['point', 'comma'] as const;
const STAMPS = ['open', 'close'] as const;

/** What a person says of a file where it does not tell itself. */
export const recordingAnswers = z.strictObject({
  /** The contract root that the bars are taken as. */
  root: name,
  /** IANA zone of times that name none. */
  zone: clientText(64).optional(),
  /** What a time is of its bar. */
  stamp: z.enum(STAMPS).optional(),
  dateOrder: z.enum(DATE_ORDERS).optional(),
  /** The sign before the decimals. */
  decimal: z.enum(DECIMALS).optional(),
  /** What a price is multiplied with. */
  priceScale: z.number().positive().optional(),
  /** Which one of several instruments in the file. */
  instrument: clientText(80).optional(),
  /** Round prices off the tick (counted) instead of refusing their rows. */
  round: z.boolean().optional(),
  /** Take what is left of a file of which most rows were refused. */
  allowRefused: z.boolean().optional(),
});
export type RecordingAnswers = z.infer<typeof recordingAnswers>;

/** How many rows, and the line numbers of the first ones. */
const rows = z.strictObject({ count, lines: z.array(count) });

/** Why a whole file is not taken. `unreadable`: it is no table at all. */
export const RECORDING_PROBLEMS = [
  'unreadable',
  'empty',
  'columns',
  'ambiguous',
  'zone',
  'unknown_zone',
  'date_order',
  'instruments',
  'price_scale',
  'too_long',
  'nothing_left',
  'most_refused',
] as const;
export type RecordingProblem = (typeof RECORDING_PROBLEMS)[number];

/** What became of a file: the facts of `npm run import -- --check`. */
export const recordingVerdict = z.strictObject({
  name: z.string(),
  root: z.string(),
  /** Who writes files like this, as far as its shape tells. */
  exporter: z.string(),
  /** What was read and how, one thing each. */
  readAs: z.array(z.string()),
  /** Lines before the table that are no rows. */
  linesBefore: count,
  rows: count,
  bars: count,
  /** Of a recording of prints; its bars are their minutes. Null: it is one of bars. */
  prints: count.nullable(),
  intervalMinutes: z.number().positive().nullable(),
  /** Opening of the first and of the last bar. */
  from: isoTime.nullable(),
  to: isoTime.nullable(),
  /** Which clock the times were read by, in words. */
  zone: z.string().nullable(),
  stamps: z.enum(STAMPS),
  /** Those that the file names, most rows first; those that were taken. */
  instruments: z.array(z.string()),
  taken: z.array(z.string()),
  refused: z.array(z.strictObject({ reason: z.string(), words: z.string(), ...rows.shape })),
  /** The first row that was refused, in one sentence. */
  firstRefused: z.string().nullable(),
  rounded: rows.nullable(),
  /** Kept. */
  withoutVolume: rows.nullable(),
  outsideHours: rows.nullable(),
  /** Of the exchange between the first and the last bar. */
  sessions: z.strictObject({ traded: count, empty: count }),
  /** Intervals of open sessions without a bar, in how many stretches, the longest. */
  missing: count,
  gaps: count,
  longestGapMinutes: z.number().nonnegative(),
  newestFirst: z.boolean(),
  rolls: z.array(z.strictObject({ time: isoTime, kind: z.enum(['expiry', 'jump']) })),
  /** What looks wrong and cannot be known. */
  hints: z.array(z.string()),
  /** Null: the bars are taken. */
  problem: z.strictObject({ code: z.enum(RECORDING_PROBLEMS), text: z.string() }).nullable(),
});
export type RecordingVerdict = z.infer<typeof recordingVerdict>;

const previewBar = z.strictObject({ time: isoTime, open: price, high: price, low: price, close: price });

/** A file that was checked. `preview`: its bars, several together where there are many; the first and last prices stay. */
export const checkedRecording = z.strictObject({
  verdict: recordingVerdict,
  preview: z.array(previewBar),
  /** Bars of the file in one of the preview. */
  barsEach: z.number().int().positive(),
});
export type CheckedRecording = z.infer<typeof checkedRecording>;

/** A recording that lies beside the runs. */
export const importedRecording = z.strictObject({
  number: count,
  root: z.string(),
  name: z.string(),
  bars: count,
  intervalMinutes: z.number().positive(),
  from: isoTime,
  to: isoTime,
  /** Wall time of the import. */
  created: isoTime,
});
export type ImportedRecording = z.infer<typeof importedRecording>;
