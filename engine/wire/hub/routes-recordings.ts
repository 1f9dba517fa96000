import { z } from 'zod';
import type { RouteTable } from '../declaration.ts';
import { route } from '../route.ts';
import { clientText, count } from '../values.ts';
import {
  checkedRecording,
  importedRecording,
  MOST_RECORDING_BYTES,
  PIECE_BYTES,
  recordingAnswers,
} from './recording.ts';

const byId = z.strictObject({ id: z.string().regex(/^[A-Za-z0-9_-]{1,40}$/) });
const success = z.strictObject({ success: z.boolean() });
const place = z.coerce.number().int().min(0).max(MOST_RECORDING_BYTES);

/** Recordings of a market: sent in pieces, checked, imported beside the runs. */
export const HUB_RECORDING_ROUTES = {
  recordings: route('GET', '/api/recordings', {
    from: ['pitwall'],
    access: 'owner',
    doc: 'The imported recordings, newest first.',
    reply: z.array(importedRecording),
  }),
  removeRecording: route('DELETE', '/api/recordings/:number', {
    from: ['pitwall'],
    access: 'owner',
    doc: 'Removes an imported recording with its bars. Not during a replay, which may read it.',
    audit: { kind: 'data' },
    params: z.strictObject({ number: z.coerce.number().int().positive() }),
    reply: success,
  }),
  beginUpload: route('POST', '/api/recordings/uploads', {
    from: ['pitwall'],
    access: 'owner',
    doc: 'Begins to send a recording of so many bytes. It is kept for a check until it is imported, dropped, or idle for 15 minutes.',
    audit: { kind: 'data', about: ({ body }) => body.name },
    body: z.object({
      name: clientText(200),
      bytes: z
        .number()
        .int()
        .min(1)
        .max(MOST_RECORDING_BYTES, {
          error: `a recording of more than ${MOST_RECORDING_BYTES >> 20} MB is imported on the machine itself: npm run import`,
        }),
    }),
    reply: z.strictObject({ id: z.string() }),
  }),
  uploadPiece: route('PUT', '/api/recordings/uploads/:id/:at', {
    from: ['pitwall'],
    access: 'owner',
    takes: 'bytes',
    doc: `The bytes that begin at \`at\`, at most ${PIECE_BYTES}. What is there already is written again. \`received\`: where the next piece begins.`,
    audit: { kind: 'data', about: ({ params }) => params.id },
    params: z.strictObject({ ...byId.shape, at: place }),
    body: z.instanceof(Uint8Array),
    reply: z.strictObject({ received: count }),
  }),
  checkUpload: route('POST', '/api/recordings/uploads/:id/check', {
    from: ['pitwall'],
    access: 'owner',
    doc: 'What the file is, with what was answered: verdict and preview. Stores nothing.',
    audit: { kind: 'data', about: ({ params, body }) => `${params.id} as ${body.root}` },
    params: byId,
    body: recordingAnswers,
    reply: checkedRecording,
  }),
  importUpload: route('POST', '/api/recordings/uploads/:id/import', {
    from: ['pitwall'],
    access: 'owner',
    doc: 'Stores the bars under a name, through the desk. `fresh` false: the same bars lay there already, under the name that is told.',
    audit: { kind: 'data', about: ({ body }) => `${body.name} as ${body.root}` },
    params: byId,
    body: z.strictObject({
      ...recordingAnswers.shape,
      name: clientText(64).refine((value) => /^[^@=\s][^=]*$/.test(value), {
        error: 'expected a name without "=", that begins with no space or "@"',
      }),
    }),
    reply: z.strictObject({ recording: importedRecording, fresh: z.boolean() }),
  }),
  uploads: route('GET', '/api/recordings/uploads', {
    from: ['pitwall'],
    access: 'owner',
    doc: "The caller's own uploads and how far each is: bytes that came, and of an import the bars that the desk has taken.",
    reply: z.array(
      z.strictObject({ id: z.string(), name: z.string(), bytes: count, received: count, stored: count, bars: count }),
    ),
  }),
  dropUpload: route('DELETE', '/api/recordings/uploads/:id', {
    from: ['pitwall'],
    access: 'owner',
    doc: 'Removes what was sent.',
    audit: { kind: 'data' },
    params: byId,
    reply: success,
  }),
} as const satisfies RouteTable;
