import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SystemClock } from '../../../engine/adapters/clock/system-clock.ts';
import { Uploads } from '../../../engine/hub/uploads/uploads.ts';
import { importJobs } from '../../../engine/recordings/import-jobs.ts';
import type { HUB_ROUTES, ImportedRecording } from '../../../engine/wire/index.ts';
import { type FakeHandlers, refuse } from './declared.ts';

const USER = 'owner';

/** Recordings of the made-up installation: files are really kept and read, bars are only listed. */
export class FakeRecordings {
  readonly list: ImportedRecording[] = [
    {
      number: 1,
      root: 'MNQ',
      name: 'NQ November 2023',
      bars: 29_520,
      intervalMinutes: 1,
      from: '2023-11-01T13:30:00.000Z',
      to: '2023-11-30T20:59:00.000Z',
      created: '2026-11-02T10:00:00.000Z',
    },
  ];
  /** What the desk says instead of taking the bars. */
  deskSays: string | undefined;
  private folder: string | undefined;
  private uploads: Uploads | undefined;

  calls(): FakeHandlers<typeof HUB_ROUTES> {
    const jobs = importJobs({
      store: () => {
        const { deskSays } = this;
        return Promise.resolve(
          deskSays === undefined
            ? { ok: true, stored: { number: this.list.length + 1, fresh: true } }
            : { ok: false, reason: deskSays },
        );
      },
      remove: () => Promise.resolve({ ok: true }),
      progress: () => undefined,
    });
    return {
      recordings: () => [...this.list],
      removeRecording: ({ params }) => {
        const at = this.list.findIndex(({ number }) => number === params.number);
        if (at < 0) refuse('not_found', 'there is no such recording');
        this.list.splice(at, 1);
        return { success: true };
      },
      beginUpload: async ({ body }) => ({ id: (await this.kept().begin(USER, body.name, body.bytes)).id }),
      uploadPiece: async ({ params, body }) => ({
        received: await this.kept().write(USER, params.id, params.at, body),
      }),
      uploads: () => [],
      checkUpload: ({ params, body }) =>
        this.kept().read(USER, params.id, ({ path, name }) =>
          Promise.resolve(jobs.check({ path, name, answers: body })),
        ),
      importUpload: ({ params, body: { name: as, ...answers } }) =>
        this.kept().read(USER, params.id, async ({ path, name }) => {
          if (this.list.some((each) => each.root === answers.root && each.name === as))
            refuse('conflict', `a recording of ${answers.root} is called "${as}" already; give another name`);
          const { verdict } = jobs.check({ path, name, answers });
          const stored = await jobs.store({ path, name, as, answers });
          if (!stored.ok) refuse('conflict', `the desk did not do it: ${stored.reason}`);
          const { number, fresh } = stored.stored;
          const { root, bars, intervalMinutes, from, to } = verdict;
          const recording = {
            number,
            root,
            name: as,
            bars,
            intervalMinutes: intervalMinutes ?? 1,
            from: from ?? '',
            to: to ?? '',
            created: '2026-11-20T19:22:50.000Z',
          };
          this.list.unshift(recording);
          return { recording, fresh };
        }),
      dropUpload: async ({ params }) => {
        await this.kept().drop(USER, params.id);
        return { success: true };
      },
    };
  }

  async close(): Promise<void> {
    await this.uploads?.close();
    if (this.folder !== undefined) rmSync(this.folder, { recursive: true, force: true });
  }

  private kept(): Uploads {
    this.folder ??= mkdtempSync(join(tmpdir(), 'pitwall-fake-'));
    this.uploads ??= new Uploads({ folder: this.folder, clock: new SystemClock() });
    return this.uploads;
  }
}
