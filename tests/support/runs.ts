/** Whole runs over recordings: as processes, in one loop, killed on the way; and what their journals export. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readRecordings } from '../../engine/adapters/feed/read-recordings.ts';
import { SyncRun } from '../../engine/backtest/sync-run.ts';
import { configHash } from '../../engine/config/hash.ts';
import { load } from '../../engine/config/load.ts';
import type { Settings } from '../../engine/config/settings.ts';
import { specOf } from '../../engine/domain/catalog.ts';
import { formatPrice } from '../../engine/domain/contract.ts';
import { CME } from '../../engine/domain/session.ts';
import { MINUTE_MS } from '../../engine/domain/units.ts';
import { MemoryJournal } from '../../engine/ports/memory-journal.ts';
import { MemoryVenueStore } from '../../engine/ports/venue-store.ts';
import { exportLines } from '../../engine/store/export.ts';
import { listImports, readImport } from '../../engine/store/queries/imports.ts';
import { feedSource } from '../../engine/venue/core/open-feed.ts';
import { SimFeed } from '../../engine/venue/core/simulator/sim-feed.ts';
import { VenueCore } from '../../engine/venue/core/venue.ts';
import { haveShared, sharedPath } from './shared-data.ts';
import type { Pitwall } from './start-pitwall.ts';

const ROOT = join(import.meta.dirname, '..', '..');

export interface Recording {
  readonly root: string;
  /** File below `bars/` of the recorded data. */
  readonly name: string;
}

export const NOVEMBER: readonly Recording[] = [
  { root: 'MNQ', name: 'NQ_1m_2023-11-19_2023-12-04.csv' },
  { root: 'MES', name: 'MES_1m_2023-11-19_2023-12-04.csv' },
  { root: 'MGC', name: 'MGC_1m_2023-11-19_2023-12-04.csv' },
];

export const haveRecordings = (recordings: readonly Recording[]): boolean =>
  haveShared(...recordings.map(({ name }) => join('bars', name)));

/**
 * Writes recordings cut to [fromMs, untilMs) and returns the flags to replay them. Where the recorded data are missing,
 * the simulator's bars of the same time stand in (and `made` says so).
 */
export function replayFlags(
  folder: string,
  recordings: readonly Recording[],
  fromMs = 0,
  untilMs = Number.POSITIVE_INFINITY,
): { readonly flags: readonly string[]; readonly made: boolean; readonly bars: number } {
  const recorded = haveRecordings(recordings);
  const flags = ['--feed', 'replay'];
  let bars = 0;
  for (const { root, name } of recordings) {
    const lines = recorded
      ? readFileSync(sharedPath(join('bars', name)), 'utf8')
          .trim()
          .split('\n')
      : madeLines(root, fromMs, untilMs);
    const [header = '', ...rows] = lines;
    const kept = rows.filter((line) => {
      const timeMs = Date.parse(line.slice(0, line.indexOf(',')));
      return timeMs >= fromMs && timeMs < untilMs;
    });
    const path = join(folder, `${root}.csv`);
    writeFileSync(path, `${[header, ...kept].join('\n')}\n`);
    flags.push('--replay', `${root}=${path}`);
    bars += kept.length;
  }
  return { flags, made: !recorded, bars };
}

function madeLines(root: string, fromMs: number, untilMs: number): string[] {
  const spec = specOf(root);
  // A market in which the three days of the tests hold trades of either side.
  const feed = new SimFeed({ seed: 7, roots: [root], calendar: CME, fineFromMs: Number.POSITIVE_INFINITY });
  const price = (ticks: number): string => formatPrice(spec, ticks);
  return [
    'timestamp,open,high,low,close,volume',
    ...feed
      .bars(root, Math.ceil(fromMs / MINUTE_MS) * MINUTE_MS, untilMs)
      .map((bar) =>
        [
          new Date(bar.timeMs).toISOString(),
          price(bar.open),
          price(bar.high),
          price(bar.low),
          price(bar.close),
          bar.volume,
        ].join(','),
      ),
  ];
}

/** Settings as the program would load them from these flags. */
export function settingsOf(flags: readonly string[], folder: string): Settings {
  const loaded = load({ argv: ['--data-dir', folder, ...flags], env: {}, folder, imports: listImports });
  if (loaded.kind !== 'settings') throw new Error(JSON.stringify(loaded));
  return loaded.settled.settings;
}

/** A whole run in one loop in memory. */
export function oneLoop(settings: Settings): { readonly run: SyncRun; readonly journal: MemoryJournal } {
  const source = feedSource(
    settings,
    readRecordings(settings.feed, (number, sha256) => readImport(settings.dataDir, number, sha256)),
  );
  if (!source.ok) throw new Error(source.problems.join('\n'));
  const { feed, calendar, notes, origin } = source.open(undefined, settings.fromMs ?? 0);
  const { startBalanceCents } = settings.risk;
  const journal = new MemoryJournal({
    account: 'REPLAY-1',
    run: 'run-1',
    runNumber: 1,
    mode: settings.mode,
    startBalanceCents,
    configHash: configHash(settings),
  });
  const venue = new VenueCore({
    feed,
    calendar,
    notes,
    settings: settings.venue,
    startBalanceCents,
    startAfterMs: origin.startAfterMs,
    store: new MemoryVenueStore(),
  });
  const run = new SyncRun({ settings, journal, venue, epoch: 1, untilMs: undefined, inAdvance: false });
  run.run();
  return { run, journal };
}

/** The same run in one loop in memory; its canonical export. */
export function oneLoopExport(
  flags: readonly string[],
  folder: string,
): { readonly text: string; readonly run: SyncRun } {
  const { run, journal } = oneLoop(settingsOf(flags, folder));
  return { text: `${[...exportLines(journal.rows(), journal.bars())].join('\n')}\n`, run };
}

function cli(
  entry: string,
  args: readonly string[],
): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const done = spawnSync(process.execPath, [join(ROOT, entry), ...args], { maxBuffer: 1 << 30, encoding: 'utf8' });
  return { status: done.status, stdout: done.stdout, stderr: done.stderr };
}

/** `npm run journal -- export`. */
export function exportOf(dataDir: string): string {
  const done = cli('engine/store/cli-journal.ts', ['export', '--data-dir', dataDir]);
  if (done.status !== 0) throw new Error(done.stderr);
  return done.stdout;
}

/** `npm run verify-journal`: the checker that reads the file alone. */
export function verifyJournal(dataDir: string): { readonly status: number | null; readonly report: string } {
  const done = cli('engine/store/cli-verify.ts', ['--data-dir', dataDir]);
  return { status: done.status, report: done.stdout + done.stderr };
}

/** Numbers that follow from a seed: the same kills at the same places of the sequence. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export interface Kill {
  readonly name: string;
  /** From the kill to the replacement being named by the host, ms. */
  readonly startedMs: number;
}

/** Kills processes by turns at seeded instants while the run goes on; each must be replaced within `limitMs`. */
export async function killByTurns(
  pitwall: Pitwall,
  options: {
    readonly names: readonly string[];
    readonly kills: number;
    readonly seed: number;
    readonly everyMs: number;
    readonly limitMs: number;
  },
): Promise<readonly Kill[]> {
  const random = seeded(options.seed);
  const done: Kill[] = [];
  for (let i = 0; i < options.kills; i += 1) {
    await delay(options.everyMs * (0.25 + 1.5 * random()));
    if (/recording has ended/.test(pitwall.stderr())) break;
    const name = options.names[i % options.names.length] ?? 'desk';
    const atMs = performance.now();
    const pid = pitwall.kill(name);
    await pitwall.replaced(name, pid, options.limitMs);
    done.push({ name, startedMs: performance.now() - atMs });
  }
  return done;
}

/** The host's own words: how long each process was away, ms. */
export function recoveries(stderr: string): readonly number[] {
  return [...stderr.matchAll(/is back and serving after (\d+) ms/g)].map((match) => Number(match[1]));
}
