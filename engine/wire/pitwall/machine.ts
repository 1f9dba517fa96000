import { z } from 'zod';
import { STANDINGS } from '../../domain/heard-sources.ts';
import { bookId, count, isoTime, logType, seq } from '../values.ts';

/** The state of the machine itself. */
export const processView = z.strictObject({
  name: z.string(),
  pid: z.number().int().nullable(),
  state: z.enum(['starting', 'up', 'restarting', 'stopped', 'dropped']),
  restarts: count,
  /** In this state since then, wall time. */
  since: isoTime,
  /** Of its last death: what was said of it, or else how it died. */
  lastWords: z.string().optional(),
  url: z.string().optional(),
});
export type ProcessMessage = z.infer<typeof processView>;

export const processes = z.strictObject({ processes: z.array(processView), timestamp: isoTime });

/** How long ago a part of the machine was heard or written, in wall seconds, and beyond which age somebody should look. */
export const check = z.strictObject({
  kind: z.enum(['link', 'engine', 'feed', 'file', 'process']),
  name: z.string(),
  /** Null where there is only up or not. */
  ageS: z.number().nonnegative().nullable(),
  /** Null while nothing is due: a closed market, data that have ended. */
  budgetS: z.number().positive().nullable(),
  ok: z.boolean(),
  /** Of what speaks by itself. */
  standing: z.enum(STANDINGS).optional(),
  /** The silent source through which it would be heard. */
  because: z.string().nullable().optional(),
  /** Of a file. */
  bytes: count.optional(),
});
export type Check = z.infer<typeof check>;

/** Something that a person must see. */
export const alarm = z.strictObject({
  id: z.string(),
  code: z.string(),
  strategy: bookId.nullable(),
  message: z.string(),
  severity: z.enum(['info', 'warning', 'error']),
  timestamp: isoTime,
});
export type AlarmMessage = z.infer<typeof alarm>;

/** The link between this server and the desk. Down: what is shown is the last picture. */
export const deskLink = z.strictObject({ up: z.boolean(), since: isoTime, message: z.string() });
export type DeskLinkMessage = z.infer<typeof deskLink>;

export const cockpitLog = z.strictObject({
  /** Counts a run's lines, in the order in which they were written. */
  seq,
  strategy: bookId.nullable(),
  type: logType,
  message: z.string(),
  timestamp: isoTime,
});
export type CockpitLog = z.infer<typeof cockpitLog>;
