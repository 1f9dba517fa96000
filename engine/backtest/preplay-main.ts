import type { Settings } from '../config/settings.ts';
import { runChild } from '../adapters/process/child-main.ts';
import { VenueFile } from '../adapters/venue-file/venue-file.ts';
import { accountKey, configHash } from '../config/hash.ts';
import { ALWAYS, CME, tradingDay, tradingDaySpan } from '../domain/session.ts';
import { DAY_MS, MINUTE_MS } from '../domain/units.ts';
import { openJournal } from '../store/journal/open-journal.ts';
import { SimFeed } from '../venue/core/simulator/sim-feed.ts';
import { VenueCore } from '../venue/core/venue.ts';
import { STRATEGIES } from '../domain/book.ts';
import { SyncRun } from './sync-run.ts';

/**
 * Days played in advance: the first part of a new simulated account's run, by the same cores at full speed in one
 * process. Positions, orders and snapshots pass on through the two files, as over any restart. Where the run is there
 * already, there is nothing to do; an interrupted one is done anew.
 */
runChild({ name: 'preplay' }, ({ bootstrap, logger, tell, end }) => {
  const { settings, epoch } = bootstrap;
  const { feed: wanted } = settings;
  if (wanted.kind !== 'sim' || wanted.historyDays === 0) return end();
  const { journal, how } = openJournal({
    dataDir: settings.dataDir,
    request: {
      mode: settings.mode,
      configHash: configHash(settings),
      accountKey: accountKey(settings),
      startBalanceCents: settings.risk.startBalanceCents,
    },
    epoch,
    checkpoints: false,
    spillBytes: 0,
    ballastBytes: 0,
    logger,
  });
  const venueFile = new VenueFile(settings.dataDir, { hasBallast: false });
  try {
    if (how === 'resumed' && journal.recover().step > 0) return end();
    const calendar = wanted.hours === 'always' ? ALWAYS : CME;
    const startMs = Math.floor((settings.fromMs ?? Date.now()) / MINUTE_MS) * MINUTE_MS;
    const fromMs = daysBefore(settings, startMs, wanted.historyDays);
    const { run } = journal.identity;
    venueFile.forget(run);
    const store = venueFile.run(run, { startAfterMs: fromMs, fineFromMs: startMs });
    const roots = [...new Set(STRATEGIES.map(({ root }) => root))];
    const venue = new VenueCore({
      feed: new SimFeed({ seed: wanted.seed, roots, calendar, fineFromMs: startMs }),
      calendar,
      settings: settings.venue,
      startBalanceCents: journal.identity.startBalanceCents,
      startAfterMs: fromMs,
      store,
    });
    logger.info(`playing ${wanted.historyDays} days in advance`);
    journal.beginBulk();
    store.beginBulk();
    let day = 0;
    const played = new SyncRun({
      settings,
      journal,
      venue,
      epoch,
      untilMs: startMs,
      inAdvance: true,
      onStep: (endMs) => {
        const done = Math.floor(((endMs - fromMs) / (startMs - fromMs)) * wanted.historyDays);
        if (done === day) return;
        day = done;
        tell({ t: 'progress', day, days: wanted.historyDays });
      },
    });
    played.run();
    played.finish();
    // The venue first: an interruption between the two leaves the journal unfinished, and all is played anew.
    store.endBulk();
    journal.endBulk();
    logger.info(`played ${wanted.historyDays} days, ${played.desk.step} steps`);
  } finally {
    journal.close();
    venueFile.close();
  }
  end();
});

/** So many trading days before a time (with open hours always: so many times 24 hours). */
function daysBefore(settings: Settings, startMs: number, days: number): number {
  const { feed } = settings;
  if (feed.kind !== 'sim' || feed.hours === 'always') return startMs - days * DAY_MS;
  let fromMs = tradingDaySpan(CME, tradingDay(CME, startMs)).fromMs;
  for (let day = 0; day < days; day += 1) fromMs = tradingDaySpan(CME, tradingDay(CME, fromMs - 1)).fromMs;
  return fromMs;
}
