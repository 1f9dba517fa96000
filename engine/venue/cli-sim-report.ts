import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Bar } from '../domain/bar.ts';
import type { EntryRule, EntryStudy } from './core/report/entry-study.ts';
import type { Column, StudyRow } from './core/report/report-text.ts';
import { openRecordedFile } from '../adapters/feed/recorded-file.ts';
import { findSpec } from '../domain/catalog.ts';
import { ALWAYS, CME } from '../domain/session.ts';
import { DAY_MS } from '../domain/units.ts';
import { importBars } from './core/csv/import-bars.ts';
import { barStatistics, returnCorrelation } from './core/report/bar-statistics.ts';
import { pool, studyEntries } from './core/report/entry-study.ts';
import { hourTable, memoryTable, minuteTable, studyTable } from './core/report/report-text.ts';
import { SimFeed } from './core/simulator/sim-feed.ts';

/** `npm run sim:report`: what the simulated market looks like beside recorded days, and that it has no edge. */

const USAGE = `npm run sim:report -- [--seed N] [--days N] [--study-days N] [--recorded DIR]
  --seed        of the simulation (1)
  --days        simulated days for the figures (30)
  --study-days  simulated days for the entries (120)
  --recorded    folder of one-minute bars named ROOT_*.csv to stand beside it (../shared/data/bars where it exists)`;

const ROOTS = ['MNQ', 'MES', 'MGC', 'M6E'];
const RULES: readonly (readonly [string, EntryRule])[] = [
  ['at random', { kind: 'random' }],
  ['against the last minute', { kind: 'fade', minutes: 1 }],
  ['with the last 5 minutes', { kind: 'follow', minutes: 5 }],
  ['with the last 30 minutes', { kind: 'follow', minutes: 30 }],
];
/** The report's end is fixed, so that its figures can be quoted. */
const UNTIL_MS = Date.UTC(2026, 9, 31);
/** Simulated markets over which random entries are pooled. */
const RANDOM_SEEDS = 8;
/** More standard errors than this would be an edge, or a mistake. */
const LIMIT_ERRORS = 4;

function main(): number {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      days: { type: 'string', default: '30' },
      'study-days': { type: 'string', default: '120' },
      recorded: { type: 'string', default: '../shared/data/bars' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const seed = Number(values.seed);
  const days = Number(values.days);
  const studyDays = Number(values['study-days']);
  if (![seed, days, studyDays].every(Number.isSafeInteger) || days < 2 || studyDays < 1) {
    console.error(`expected whole numbers, --days from 2 on\n${USAGE}`);
    return 2;
  }
  const simulated = simulatedColumns(seed, days);
  const recordings = recordedColumns(resolve(values.recorded));
  const columns = [...simulated.columns, ...recordings.columns];
  const say = (title: string, text: string): void => console.log(`\n${title}\n\n${text}`);
  say(
    'A minute: spread, standard deviation, median range and open gap in ticks; days against the median day',
    minuteTable(columns),
  );
  say('Memory: autocorrelation of returns (r) and of their sizes (|r|) at lags in minutes', memoryTable(columns));
  say('Volume by Chicago hour, percent', hourTable(columns, 'volume'));
  say('Size of moves by Chicago hour, 1 = mean', hourTable(columns, 'move'));
  say('Correlation of one-minute returns', [...simulated.pairs, ...recordings.pairs].join('\n'));
  const rows = studies(seed, studyDays);
  say(
    'Entries: one position at a time, stop and target at 1 to 4 mean ranges, out after 30 minutes; ticks a trade',
    studyTable(rows),
  );
  const edges = rows.filter(({ study }) => Math.abs(study.grossTicks) > LIMIT_ERRORS * study.grossError);
  const trades = rows.reduce((sum, { study }) => sum + study.trades, 0);
  console.log(
    edges.length === 0
      ? `\nNo rule gained or lost beyond ${LIMIT_ERRORS} standard errors of what the market gave, in ${trades} trades: entries lose their costs and no more.`
      : `\nBEYOND ${LIMIT_ERRORS} standard errors: ${edges.map((row) => `${row.name} ${row.rule}`).join(', ')}`,
  );
  return edges.length === 0 ? 0 : 1;
}

function simulatedColumns(seed: number, days: number): { columns: Column[]; pairs: string[] } {
  const feed = new SimFeed({ seed, roots: ROOTS, calendar: CME, fineFromMs: Number.POSITIVE_INFINITY });
  const fromMs = UNTIL_MS - days * DAY_MS;
  const bars = new Map(ROOTS.map((root) => [root, feed.bars(root, fromMs, UNTIL_MS)]));
  const spreads = meanSpreads(feed, UNTIL_MS - 2 * DAY_MS);
  return {
    columns: [...bars].map(([root, some]) => ({
      name: `SIM ${root}`,
      statistics: barStatistics(some),
      spreadTicks: spreads.get(root),
    })),
    pairs: pairs('SIM', bars),
  };
}

function meanSpreads(feed: SimFeed, fromMs: number): Map<string, number> {
  const sums = new Map<string, { spread: number; quotes: number }>();
  for (let cell = feed.next(fromMs); cell.endMs < UNTIL_MS; cell = feed.next(cell.endMs)) {
    for (const quote of cell.quotes) {
      const sum = sums.get(quote.root) ?? { spread: 0, quotes: 0 };
      sum.spread += quote.askTicks - quote.bidTicks;
      sum.quotes += 1;
      sums.set(quote.root, sum);
    }
  }
  return new Map([...sums].map(([root, { spread, quotes }]) => [root, spread / quotes]));
}

function recordedColumns(folder: string): { columns: Column[]; pairs: string[] } {
  if (!existsSync(folder)) {
    console.log(`No recordings at ${folder}: the simulation stands alone.`);
    return { columns: [], pairs: [] };
  }
  const columns: Column[] = [];
  const byDates = new Map<string, Map<string, readonly Bar[]>>();
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith('.csv'))
    .toSorted()) {
    const spec = findSpec(name.split('_')[0] ?? '');
    if (spec === undefined) continue;
    const { bars, verdict } = importBars(openRecordedFile(join(folder, name)), { spec, name });
    if (verdict.problem !== undefined) continue;
    columns.push({ name: name.replace('.csv', ''), statistics: barStatistics(bars), spreadTicks: undefined });
    const dates = name.slice(spec.root.length).replace('.csv', '');
    const same = byDates.get(dates) ?? new Map<string, readonly Bar[]>();
    byDates.set(dates, same.set(spec.root, bars));
  }
  return { columns, pairs: [...byDates].flatMap(([dates, bars]) => pairs(dates.replace(/^_1m_/, ''), bars)) };
}

function pairs(name: string, bars: ReadonlyMap<string, readonly Bar[]>): string[] {
  const all = [...bars];
  return all.flatMap(([a, as], i) =>
    all.slice(i + 1).map(([b, bs]) => `${name} ${a} with ${b}: ${returnCorrelation(as, bs).toFixed(2)}`),
  );
}

function study(seed: number, root: string, days: number, rule: EntryRule): EntryStudy {
  const feed = new SimFeed({ seed, roots: [root], calendar: ALWAYS, fineFromMs: Number.POSITIVE_INFINITY });
  return studyEntries(feed, root, UNTIL_MS - days * DAY_MS, UNTIL_MS, seed, rule);
}

function studies(seed: number, days: number): StudyRow[] {
  return ROOTS.flatMap((root) =>
    RULES.map(([rule, entry]) => {
      // Chance needs many trades before it says anything: several markets of the same kind.
      const seeds = entry.kind === 'random' ? RANDOM_SEEDS : 1;
      const parts = Array.from({ length: seeds }, (_, i) => study(seed + i, root, days, entry));
      return { name: `SIM ${root}`, rule, study: pool(parts) };
    }),
  );
}

process.exitCode = main();
