import { existsSync, writeFileSync } from 'node:fs';
import { readRecordings } from '../adapters/feed/read-recordings.ts';
import { runChild } from '../adapters/process/child-main.ts';
import { parseKillPoint, storeWithKillPoint } from '../adapters/venue-file/kill-points.ts';
import { VenueFileProblem } from '../adapters/venue-file/problem.ts';
import { VenueFile } from '../adapters/venue-file/venue-file.ts';
import type { RunIdentity } from '../domain/run.ts';
import { readImport } from '../store/queries/imports.ts';
import { feedSource } from './core/open-feed.ts';
import { VenueCore } from './core/venue.ts';
import { removeVenueNote, writeVenueNote } from './venue-note.ts';
import { VenueProcess } from './venue-process.ts';
import { VenueService } from './venue-service.ts';
import { WatchBoard } from './watch-board.ts';

/**
 * The venue as a process: the market of a simulation or a replay, and the broker that is not ours. It outlives host and
 * desk as a broker would: it ends at the desk's or the host's word, or when no desk comes back.
 */
runChild({ name: 'venue', outlivesHost: true }, async ({ bootstrap, logger, fatal, end }) => {
  const { settings, runtimeDir, version } = bootstrap;
  const { pid } = process;
  const file = openFile(settings.dataDir, fatal);
  if (!file.isReserved)
    logger.warn('the disk has too little space for the ballast: once it is full, no position can be closed');
  const source = openSource(settings, fatal);
  const killPoint = parseKillPoint(process.env['PITWALL_TEST_KILL']);

  const open = (identity: RunIdentity): VenueService => {
    const startMs = settings.fromMs ?? Date.now();
    const { feed, calendar, notes, origin } = source.open(file.origin(identity.run), startMs);
    for (const { type, message } of notes) logger[type === 'warning' ? 'warn' : 'info'](message);
    writeVenueNote(runtimeDir, { pid, run: identity.run, version });
    const board = new WatchBoard(settings.feed, calendar);
    const reopen = (): VenueCore => {
      const store = file.run(identity.run, origin);
      return new VenueCore({
        feed,
        calendar,
        notes,
        settings: settings.venue,
        startBalanceCents: identity.startBalanceCents,
        startAfterMs: origin.startAfterMs,
        store: killPoint === undefined ? store : storeWithKillPoint(store, killPoint, () => killSelf(killPoint.marker)),
      });
    };
    return new VenueService(reopen, logger, (timeMs) => board.quotes(timeMs));
  };

  writeVenueNote(runtimeDir, { pid, run: null, version });
  const venue = new VenueProcess({
    socket: bootstrap.deskSocket,
    secret: bootstrap.secret,
    pid,
    logger,
    admitEpoch: (epoch) => file.admitEpoch(epoch),
    open,
  });
  const served = venue.serve().then(
    (reason) => {
      logger.info(`ending: ${reason}`);
      end();
    },
    (error: unknown) => fatal(`the venue cannot go on: ${error instanceof Error ? error.message : String(error)}`),
  );
  return async () => {
    venue.stop();
    await served;
    removeVenueNote(runtimeDir, pid);
    file.close();
  };
});

function openFile(dataDir: string, fatal: (message: string) => never): VenueFile {
  try {
    return new VenueFile(dataDir);
  } catch (error) {
    if (error instanceof VenueFileProblem) fatal(error.message);
    throw error;
  }
}

function openSource(settings: Parameters<typeof feedSource>[0], fatal: (message: string) => never) {
  let recordings;
  try {
    recordings = readRecordings(settings.feed, (number, sha256) => readImport(settings.dataDir, number, sha256));
  } catch (error) {
    return fatal((error as Error).message);
  }
  const source = feedSource(settings, recordings);
  return source.ok ? source : fatal(source.problems.join('\n'));
}

/** Dies as at a kill -9, once. */
function killSelf(marker: string | undefined): void {
  if (marker !== undefined) {
    if (existsSync(marker)) return;
    writeFileSync(marker, 'venue\n');
  }
  process.kill(process.pid, 'SIGKILL');
}
