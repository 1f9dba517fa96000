import { z } from 'zod';
import { bookId, count, isoTime, logType } from '../values.ts';

/** The state of the machine itself. */
export const processView = z.strictObject({
  name: z.string(),
  pid: z.number().int().nullable(),
  state: z.enum(['starting', 'up', 'restarting', 'stopped', 'dropped']),
  restarts: count,
  url: z.string().optional(),
});
export type ProcessMessage = z.infer<typeof processView>;

export const processes = z.strictObject({ processes: z.array(processView), timestamp: isoTime });

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
  strategy: bookId.nullable(),
  type: logType,
  message: z.string(),
  timestamp: isoTime,
});
export type CockpitLog = z.infer<typeof cockpitLog>;
