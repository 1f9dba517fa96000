import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { readCalendar } from '../../engine/store/queries/pnl-calendar.ts';
import { readSeries } from '../../engine/store/queries/pnl-series.ts';
import { StoreReader } from '../../engine/store/queries/store-reader.ts';
import { dbPath } from '../../engine/store/schema/files.ts';
import { pnlId } from '../../engine/store/schema/packing.ts';
import { emptyCommit, someRow } from '../support/store/journal-script.ts';
import { StoreFolder } from '../support/store/store-folder.ts';
import { percentiles, timed, timedCpu } from './percentiles.ts';
import type { BenchTable } from './table.ts';

const ROWS = Number(process.env['PITWALL_BENCH_PNL_ROWS'] ?? '28000000');
const STRATEGIES = [0, 1, 2, 3, 4, 5];
const DAY_S = 86_400;
const YEAR_DAYS = 365;
const END_S = Date.parse('2026-11-20T00:00:00Z') / 1_000;
const YEAR_START_S = END_S - YEAR_DAYS * DAY_S;
const RUN = 1;
const CALENDAR_GOAL_MS = 5;
const SERIES_GOAL_MS = 50;
const PAIRS = 3;

/** A figure that wanders and swings; cheap, and the same each time. */
function figure(second: number, strategy: number): number {
  const inDay = second % DAY_S;
  return Math.round(30_000 * Math.sin(inDay / 9_000 + strategy) + (Math.imul(second, 2_654_435_761) >>> 20));
}

type Row = readonly number[];

/** Inserts rows of whole numbers, forty to a statement, a hundred thousand to a transaction. */
function fill(db: Database.Database, table: string, columns: number, rows: Iterable<Row>): number {
  const at = 40;
  const one = `(${Array.from({ length: columns }, () => '?').join(',')})`;
  const many = db.prepare(`INSERT INTO ${table} VALUES ${Array.from({ length: at }, () => one).join(',')}`);
  const single = db.prepare(`INSERT INTO ${table} VALUES ${one}`);
  let values: number[] = [];
  let count = 0;
  db.exec('BEGIN');
  for (const row of rows) {
    values.push(...row);
    count += 1;
    if (values.length === columns * at) {
      many.run(values);
      values = [];
      if (count % 100_000 === 0) db.exec('COMMIT; BEGIN');
    }
  }
  for (let n = 0; n < values.length; n += columns) single.run(values.slice(n, n + columns));
  db.exec('COMMIT');
  return count;
}

function* seconds(count: number): Iterable<Row> {
  for (let second = END_S - Math.floor(count / STRATEGIES.length); second < END_S; second += 1) {
    for (const s of STRATEGIES) yield [pnlId(RUN, second, s), figure(second, s), 40_000 - (second % 40_000)];
  }
}

function* rollups(unit: number): Iterable<Row> {
  for (let time = YEAR_START_S / unit; time < END_S / unit; time += 1) {
    for (const s of STRATEGIES) {
      const last = figure(time * unit, s);
      yield [pnlId(RUN, time, s), last, last - 900 - (time % 500), last + 800 + (time % 700), 40_000 - (time % 9_000)];
    }
  }
}

/** The file: second rows up to the given number, a year of minutes, hours and days, all of one run. */
function generate(folder: StoreFolder): number {
  const { journal } = folder.open();
  const days = Array.from({ length: YEAR_DAYS }, (_, n) =>
    new Date((YEAR_START_S + n * DAY_S) * 1_000).toISOString().slice(0, 10),
  );
  journal.commit(
    emptyCommit(1, {
      stepEndMs: END_S * 1_000,
      rows: days.map((tradingDay, n) =>
        someRow(n + 1, 1, { timeMs: (YEAR_START_S + n * DAY_S) * 1_000, event: { type: 'DayStarted', tradingDay } }),
      ),
      pnlDays: days.flatMap((tradingDay, n) =>
        STRATEGIES.map((strategy) => ({
          tradingDay,
          strategy,
          netCents: figure(n, strategy),
          grossCents: figure(n, strategy) + 500,
          feesCents: 500,
          trades: 10,
          wins: 5,
          minCents: -40_000,
          maxCents: 40_000,
          maxDrawdownCents: 30_000,
        })),
      ),
    }),
  );
  folder.closeAll();
  const db = new Database(dbPath(folder.path));
  db.pragma('synchronous = OFF');
  const count = fill(db, 'pnl_seconds', 3, seconds(ROWS));
  fill(db, 'pnl_minutes', 5, rollups(60));
  fill(db, 'pnl_hours', 5, rollups(3_600));
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  return count;
}

/** Commits of a desk on the same file, for some seconds; milliseconds each. */
function writeBeside(folder: StoreFolder, forSeconds: number): Promise<readonly number[]> {
  const path = fileURLToPath(new URL('./pnl-history-writer.ts', import.meta.url));
  const child = spawn(process.execPath, [path, folder.path, String(forSeconds)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += String(chunk)));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(out) as number[]);
      else reject(new Error(`the writer ended with ${code}`));
    });
  });
}

interface Question {
  readonly name: string;
  readonly goalMs: number;
  ask(reader: StoreReader, n: number): number;
}

const series = (reader: StoreReader, fromS: number, lengthS: number, strategy: number): number =>
  readSeries(reader, { fromMs: fromS * 1_000, toMs: (fromS + lengthS) * 1_000, strategy }).length;

const QUESTIONS: readonly Question[] = [
  { name: 'calendar of a year, account', goalMs: CALENDAR_GOAL_MS, ask: (reader) => readCalendar(reader).length },
  {
    name: 'calendar of a year, one strategy',
    goalMs: CALENDAR_GOAL_MS,
    ask: (reader, n) => readCalendar(reader, { strategy: 1 + (n % 5) }).length,
  },
  {
    name: 'series of a day',
    goalMs: SERIES_GOAL_MS,
    ask: (reader, n) => series(reader, END_S - (1 + (n % 300)) * DAY_S, DAY_S, n % 6),
  },
  {
    name: 'series of a year',
    goalMs: SERIES_GOAL_MS,
    ask: (reader, n) => series(reader, YEAR_START_S, YEAR_DAYS * DAY_S, n % 6),
  },
  {
    name: 'series of an hour (seconds)',
    goalMs: SERIES_GOAL_MS,
    ask: (reader, n) => series(reader, END_S - (1 + (n % 99)) * 3_600, 3_600, n % 6),
  },
  {
    name: 'series of four hours (seconds, the most)',
    goalMs: SERIES_GOAL_MS,
    ask: (reader, n) => series(reader, END_S - (4 + (n % 99)) * 3_600, 4 * 3_600, n % 6),
  },
  {
    name: 'series of two weeks (minutes, the most)',
    goalMs: SERIES_GOAL_MS,
    ask: (reader, n) => series(reader, END_S - (14 + (n % 200)) * DAY_S, 14 * DAY_S, n % 6),
  },
];

/** Asked of a file without rows of the account itself, which then are put together from the strategies'. */
const SUMS: readonly Question[] = [
  {
    name: 'account put together, two hours (seconds)',
    goalMs: SERIES_GOAL_MS,
    ask: (reader, n) => series(reader, END_S - (2 + (n % 99)) * 3_600, 2 * 3_600, 0),
  },
  {
    name: 'account put together, a day',
    goalMs: SERIES_GOAL_MS,
    ask: (reader, n) => series(reader, END_S - (1 + (n % 300)) * DAY_S, DAY_S, 0),
  },
  {
    name: 'account put together, four days',
    goalMs: SERIES_GOAL_MS,
    ask: (reader, n) => series(reader, END_S - (4 + (n % 300)) * DAY_S, 4 * DAY_S, 0),
  },
  {
    name: 'account put together, a year',
    goalMs: SERIES_GOAL_MS,
    ask: (reader) => series(reader, YEAR_START_S, YEAR_DAYS * DAY_S, 0),
  },
];

/** A question now and then, as a hub asks them, until the writer is done. */
async function askMeanwhile(reader: StoreReader, writing: Promise<unknown>): Promise<number> {
  let done = false;
  void writing.finally(() => (done = true));
  let asked = 0;
  while (!done) {
    QUESTIONS[asked % QUESTIONS.length]?.ask(reader, asked);
    asked += 1;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return asked;
}

const ms = (value: number): string => value.toFixed(2);

export async function run(): Promise<BenchTable> {
  const folder = new StoreFolder();
  try {
    const rows = generate(folder);
    const reader = new StoreReader(folder.path);
    const notes: string[] = [];
    const measure = (question: Question): readonly string[] => {
      let points = 0;
      const { p50, p95, max } = percentiles(timed(100, (n) => (points = question.ask(reader, n))));
      const cpu = percentiles(timedCpu(50, (n) => question.ask(reader, n)));
      notes.push(...(p95 <= question.goalMs ? [] : [`${question.name}: goal p95 ${question.goalMs} ms MISSED`]));
      return [question.name, String(points), ms(p50), ms(p95), ms(max), ms(cpu.p95), `${question.goalMs}`];
    };
    const table = QUESTIONS.map(measure);
    const alone: number[] = [];
    const beside: number[] = [];
    let asked = 0;
    for (let pair = 0; pair < PAIRS; pair += 1) {
      alone.push(...(await writeBeside(folder, 3)));
      const writing = writeBeside(folder, 3);
      asked += await askMeanwhile(reader, writing);
      beside.push(...(await writing));
    }
    const db = new Database(dbPath(folder.path));
    db.exec('DELETE FROM pnl_days WHERE strategy = 0');
    db.close();
    table.push(...SUMS.map(measure));
    reader.close();
    const size = statSync(dbPath(folder.path)).size;
    const bytes = bytesPerRow(folder);
    const commits = [percentiles(alone), percentiles(beside)].map(
      (p) => `p50 ${ms(p.p50)}, p95 ${ms(p.p95)}, p99 ${ms(p.p99)} ms`,
    );
    return {
      title: `P&L history: ${(rows / 1e6).toFixed(1)} million second rows, a year of roll-ups, ${(size / 1e6).toFixed(0)} MB`,
      columns: ['question', 'points', 'p50 ms', 'p95 ms', 'max ms', 'p95 of processor ms', 'goal p95'],
      rows: table,
      notes: [
        ...(notes.length === 0 ? ['all goals reached'] : notes),
        `${bytes.toFixed(1)} bytes a second row (goal 26); load of the machine ${loadavg()[0]?.toFixed(1) ?? '?'} on ${availableParallelism()} cores`,
        `a desk's commit: ${commits[0] ?? ''}; while ${asked} of these questions were asked: ${commits[1] ?? ''}`,
      ],
    };
  } finally {
    folder.dispose();
  }
}

function bytesPerRow(folder: StoreFolder): number {
  const db = new Database(dbPath(folder.path), { readonly: true });
  try {
    return Number(
      db
        .prepare(`SELECT 1.0 * sum(pgsize) / (SELECT count(*) FROM pnl_seconds) FROM dbstat WHERE name = 'pnl_seconds'`)
        .pluck()
        .get(),
    );
  } finally {
    db.close();
  }
}

if (import.meta.main) {
  const { tableText } = await import('./table.ts');
  console.log(tableText(await run()));
}
