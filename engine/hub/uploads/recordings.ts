import type { FastifyInstance } from 'fastify';
import { Reads } from '../../adapters/reading/reads.ts';
import type { Reader } from '../../adapters/reading/read-jobs.ts';
import { type Admit, bindRoutes } from '../../adapters/web/bind-routes.ts';
import { HttpFault } from '../../adapters/web/http-fault.ts';
import { findSpec } from '../../domain/catalog.ts';
import { MINUTE_MS } from '../../domain/units.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ImportJobs } from '../../recordings/import-jobs.ts';
import type { ImportRow } from '../../store/queries/imports.ts';
import { toIso } from '../../wire/encode/index.ts';
import { HUB_RECORDING_ROUTES, type ImportedRecording, type RecordingAnswers } from '../../wire/index.ts';
import { Uploads } from './uploads.ts';

/** What the hub needs to import recordings. */
export interface ImportService {
  /** Where files lie while they are checked: the data folder. */
  readonly folder: string;
  /** Reads them beside the hub's loop, and hands their bars to the desk. */
  readonly reader: Reader<ImportJobs>;
  /** Of the import that is under way: bars that the desk has taken, and of how many. */
  readonly progress: () => { readonly stored: number; readonly bars: number };
}

interface RecordingParts {
  /** What lies beside the runs, newest first. */
  readonly imports: () => readonly ImportRow[];
  readonly isReplay: () => boolean;
}

/** Recordings: sent in pieces, checked, imported, listed, removed. */
export class Recordings {
  private readonly uploads: Uploads;
  private readonly reads: Reads<ImportJobs>;
  private readonly progress: ImportService['progress'];

  constructor({ folder, reader, progress }: ImportService, clock: Clock) {
    this.uploads = new Uploads({ folder, clock });
    this.reads = new Reads(clock, reader);
    this.progress = progress;
  }

  /** Removes what an earlier hub left, and serves the calls. */
  async bind(app: FastifyInstance, admit: Admit, { imports, isReplay }: RecordingParts): Promise<void> {
    const { uploads, reads, progress } = this;
    await uploads.sweep();
    /** The upload whose bars go to the desk: the desk takes one import at a time. */
    let importing: string | undefined;
    bindRoutes(app, HUB_RECORDING_ROUTES, admit, {
      recordings: () => imports().map(encodeImport),
      removeRecording: async ({ params, credential }) => {
        const { number } = params;
        if (!imports().some((each) => each.number === number))
          throw new HttpFault('not_found', `there is no recording with number ${number}`);
        if (isReplay())
          throw new HttpFault('conflict', 'a replay runs and may read it: remove it when another market runs');
        const removed = await inWords(reads.ask(credential, 'remove', { number }));
        if (!removed.ok) throw notTaken(removed.reason);
        return { success: true };
      },
      beginUpload: async ({ body, credential }) => ({
        id: (await uploads.begin(credential.userId, body.name, body.bytes)).id,
      }),
      uploadPiece: async ({ params, body, credential }) => ({
        received: await uploads.write(credential.userId, params.id, params.at, body),
      }),
      checkUpload: ({ params, body, credential }) => {
        refuseUnknownRoot(body);
        return uploads.read(credential.userId, params.id, ({ path, name }) =>
          inWords(reads.ask(credential, 'check', { path, name, answers: body })),
        );
      },
      importUpload: ({ params, body: { name: as, ...answers }, credential }) => {
        refuseUnknownRoot(answers);
        return uploads.read(credential.userId, params.id, async ({ path, name }) => {
          const taken = imports().find((each) => each.root === answers.root && each.name === as);
          if (taken !== undefined)
            throw new HttpFault(
              'conflict',
              `a recording of ${answers.root} is called "${as}" already (number ${taken.number}); give another name`,
            );
          if (importing !== undefined) throw new HttpFault('conflict', 'another import is under way; wait for it');
          importing = params.id;
          try {
            const imported = await inWords(reads.ask(credential, 'store', { path, name, as, answers }));
            if (!imported.ok)
              throw imported.code === 'refused'
                ? new HttpFault('bad_request', imported.reason)
                : notTaken(imported.reason);
            const { number, fresh } = imported.stored;
            const row = imports().find((each) => each.number === number);
            if (row === undefined)
              throw new HttpFault('not_ready', 'the bars are stored; the list does not show them yet');
            return { recording: encodeImport(row), fresh };
          } finally {
            importing = undefined;
          }
        });
      },
      uploads: ({ credential }) =>
        uploads.list(credential.userId).map(({ id, name, bytes, received }) => ({
          id,
          name,
          bytes,
          received,
          ...(importing === id ? progress() : { stored: 0, bars: 0 }),
        })),
      dropUpload: async ({ params, credential }) => {
        await uploads.drop(credential.userId, params.id);
        return { success: true };
      },
    });
  }

  async close(): Promise<void> {
    await this.reads.close();
    await this.uploads.close();
  }
}

function refuseUnknownRoot({ root }: Pick<RecordingAnswers, 'root'>): void {
  if (findSpec(root) === undefined) throw new HttpFault('unknown_name', `there is no contract "${root}"`);
}

function notTaken(reason: string): HttpFault {
  return new HttpFault('conflict', `the desk did not do it: ${reason}`);
}

/** A file that is too much for the reading thread is named as such. */
async function inWords<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof HttpFault) || error.code !== 'too_large') throw error;
    throw new HttpFault(
      'too_large',
      'the recording needs more memory than reading may take beside a running account: import it with npm run import',
    );
  }
}

function encodeImport({
  number,
  root,
  name,
  bars,
  intervalMs,
  fromMs,
  toMs,
  createdWallMs,
}: ImportRow): ImportedRecording {
  return {
    number,
    root,
    name,
    bars,
    intervalMinutes: intervalMs / MINUTE_MS,
    from: toIso(fromMs),
    to: toIso(toMs),
    created: toIso(createdWallMs),
  };
}
