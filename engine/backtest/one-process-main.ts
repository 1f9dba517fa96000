import type { Settings } from '../config/settings.ts';
import type { Logger } from '../ports/logger.ts';
import { readRecordings } from '../adapters/feed/read-recordings.ts';
import { VenueFile } from '../adapters/venue-file/venue-file.ts';
import { accountKey, configHash } from '../config/hash.ts';
import { openJournal } from '../store/journal/open-journal.ts';
import { readImport } from '../store/queries/imports.ts';
import { feedSource } from '../venue/core/open-feed.ts';
import { VenueCore } from '../venue/core/venue.ts';
import { SyncRun } from './sync-run.ts';

/** Longest stretch without a turn for timers and signals, wall ms. */
const SLICE_MS = 20;

export interface OneProcessRun {
  /** True: the data have ended, and all is committed. False: it was stopped. Rejects when an invariant is broken. */
  readonly ended: Promise<boolean>;
  stop(): void;
}

/** `--one-process`: venue, desk and engines in this process and one loop, with the same two files; no servers. */
export function runOneProcess(input: {
  readonly settings: Settings;
  readonly epoch: number;
  readonly logger: Logger;
}): OneProcessRun {
  const state = { stopped: false };
  return {
    ended: run(input, state),
    stop: () => {
      state.stopped = true;
    },
  };
}

async function run(
  { settings, epoch, logger }: { settings: Settings; epoch: number; logger: Logger },
  state: { stopped: boolean },
): Promise<boolean> {
  const { journal } = openJournal({
    dataDir: settings.dataDir,
    request: {
      mode: settings.mode,
      configHash: configHash(settings),
      accountKey: accountKey(settings),
      startBalanceCents: settings.risk.startBalanceCents,
    },
    epoch,
    pnlRetentionDays: settings.pnlRetentionDays,
    spillBytes: 0,
    ballastBytes: 0,
    logger,
  });
  try {
    const venueFile = new VenueFile(settings.dataDir, { hasBallast: false });
    try {
      const source = feedSource(
        settings,
        readRecordings(settings.feed, (number, sha256) => readImport(settings.dataDir, number, sha256)),
      );
      if (!source.ok) throw new Error(source.problems.join('\n'));
      const name = journal.identity.run;
      const { feed, calendar, notes, origin } = source.open(venueFile.origin(name), settings.fromMs ?? Date.now());
      for (const { type, message } of notes) logger[type === 'warning' ? 'warn' : 'info'](message);
      const venue = new VenueCore({
        feed,
        calendar,
        notes,
        settings: settings.venue,
        startBalanceCents: journal.identity.startBalanceCents,
        startAfterMs: origin.startAfterMs,
        store: venueFile.run(name, origin),
      });
      const played = new SyncRun({ settings, journal, venue, epoch, untilMs: undefined, inAdvance: false });
      return await play(played, settings.speed, state);
    } finally {
      venueFile.close();
    }
  } finally {
    journal.close();
  }
}

/** Steps until the data end or it is stopped, at the speed that is set. */
async function play(run: SyncRun, speed: number | 'max', state: { readonly stopped: boolean }): Promise<boolean> {
  const begun = { wallMs: performance.now(), marketMs: run.desk.endMs };
  let sliceMs = begun.wallMs;
  while (!state.stopped) {
    if (run.desk.ledger.ended || run.step() === 'ended') return true;
    const now = performance.now();
    const dueMs = speed === 'max' ? now : begun.wallMs + (run.desk.endMs - begun.marketMs) / speed;
    if (dueMs > now || now - sliceMs > SLICE_MS) {
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueMs - now)));
      sliceMs = performance.now();
    }
  }
  return false;
}
