import type { Settings, StrategySettings } from '../../../engine/config/settings.ts';
import type { Calendar } from '../../../engine/domain/session.ts';
import type { JournalRow } from '../../../engine/domain/events.ts';
import type { Feed } from '../../../engine/ports/feed.ts';
import { SyncRun } from '../../../engine/backtest/sync-run.ts';
import { ALWAYS } from '../../../engine/domain/session.ts';
import { MemoryJournal } from '../../../engine/ports/memory-journal.ts';
import { MemoryVenueStore } from '../../../engine/ports/venue-store.ts';
import { SimFeed } from '../../../engine/venue/core/simulator/sim-feed.ts';
import { VenueCore } from '../../../engine/venue/core/venue.ts';

/** Settings as a start has them, with what a test wants different. */
export function testSettings(change: Partial<Settings> & { preset?: string; ids?: readonly string[] } = {}): Settings {
  const { preset = 'demo', ids = ['MNQ', 'MES', 'MGC', 'M6E', 'MGC-PO3'], ...rest } = change;
  const strategies: StrategySettings[] = ids.map((id) => ({
    id,
    preset: id === 'MGC-PO3' ? 'default' : preset,
    parameters: {},
    port: 0,
  }));
  return {
    mode: 'SIM',
    dataDir: '/nowhere',
    feed: { kind: 'sim', seed: 1, historyDays: 0, hours: 'always' },
    fromMs: undefined,
    untilMs: undefined,
    speed: 'max',
    strategies,
    venue: { latencyMs: 50, slippageTicks: 1, spreadTicks: 1, feePerSideCents: {} },
    risk: {
      startBalanceCents: 5_000_000,
      dailyLossLimitCents: 100_000,
      accountCapMicros: 10,
      staleAfterMs: 10_000,
      allowOpposingBooks: false,
      marginCents: {},
    },
    hubPort: 0,
    hubAliasPort: undefined,
    listen: '127.0.0.1',
    exitWhenDone: false,
    oneProcess: false,
    pnlRetentionDays: 100,
    ...rest,
    preset: 'demo',
  };
}

export const START_MS = Date.parse('2026-11-18T22:00:00Z');

/** A simulated market with a venue, a desk and engines in one loop, all in memory; it may be "killed" at any step. */
export class SyncMarket {
  readonly settings: Settings;
  readonly journal: MemoryJournal;
  readonly venueStore = new MemoryVenueStore();
  readonly feed: Feed;
  readonly calendar: Calendar;
  venue: VenueCore;
  run: SyncRun;
  private epoch = 1;
  private readonly untilMs: number;

  constructor(options: { settings?: Settings; seed?: number; minutes: number; feed?: Feed; calendar?: Calendar }) {
    this.settings = options.settings ?? testSettings();
    this.calendar = options.calendar ?? ALWAYS;
    const roots = [...new Set(this.settings.strategies.map(({ id }) => (id === 'MGC-PO3' ? 'MGC' : id)))];
    this.feed =
      options.feed ??
      new SimFeed({ seed: options.seed ?? 1, roots, calendar: this.calendar, fineFromMs: Number.POSITIVE_INFINITY });
    this.journal = new MemoryJournal({
      account: 'SIM-1',
      run: 'run-1',
      runNumber: 1,
      mode: 'SIM',
      startBalanceCents: this.settings.risk.startBalanceCents,
      configHash: 'test',
    });
    this.untilMs = START_MS + options.minutes * 60_000;
    this.venue = this.openVenue();
    this.run = this.openRun();
  }

  /** The desk and the engines die; what they had in memory is gone. */
  killDesk(): void {
    this.epoch += 1;
    this.run = this.openRun();
  }

  /** The venue dies too. */
  killAll(): void {
    this.venue = this.openVenue();
    this.killDesk();
  }

  rows(): JournalRow[] {
    return [...this.journal.rows()];
  }

  private openVenue(): VenueCore {
    return new VenueCore({
      feed: this.feed,
      calendar: this.calendar,
      settings: this.settings.venue,
      startBalanceCents: this.settings.risk.startBalanceCents,
      startAfterMs: START_MS,
      store: this.venueStore,
    });
  }

  private openRun(): SyncRun {
    return new SyncRun({
      settings: this.settings,
      journal: this.journal,
      venue: this.venue,
      epoch: this.epoch,
      untilMs: this.untilMs,
      inAdvance: false,
    });
  }
}
