import { afterEach, describe, expect, test } from 'vitest';
import type { Commit, PnlDay, PnlMinute } from '../../../../../engine/ports/journal.ts';
import { readEquity } from '../../../../../engine/store/queries/equity.ts';
import { StoreReader } from '../../../../../engine/store/queries/store-reader.ts';
import { emptyCommit, journalScript, someRow } from '../../../../support/store/journal-script.ts';
import { StoreFolder } from '../../../../support/store/store-folder.ts';

const START_CENTS = 5_000_000;
/** 17:00 Chicago in winter. */
const dayStart = (day: number): number => Date.parse(`2026-11-${day - 1}T23:00:00Z`);

const opened: (() => void)[] = [];
afterEach(() => {
  for (const close of opened.splice(0)) close();
});

function readerOf(commits: readonly Commit[]): StoreReader {
  const folder = new StoreFolder();
  const { journal } = folder.open({ pnlRetentionDays: 1_000 });
  for (const commit of commits) journal.commit(commit);
  const reader = new StoreReader(folder.path);
  opened.push(() => {
    reader.close();
    folder.dispose();
  });
  return reader;
}

interface Day {
  readonly day: number;
  /** P&L of the day at each of its minutes; what it closes with is realized. */
  readonly pnl: readonly number[];
}

/** A run with a trading day a row, as a desk writes it: every day's figures begin at zero. */
function days(rows: readonly Day[], strategies: readonly number[]): Commit[] {
  return rows.map(({ day, pnl }, index) => {
    const tradingDay = `2026-11-${day}`;
    const figures = (strategy: number): PnlDay => ({
      tradingDay,
      strategy,
      netCents: pnl.at(-1) ?? 0,
      grossCents: pnl.at(-1) ?? 0,
      feesCents: 0,
      trades: 1,
      wins: 0,
      minCents: Math.min(0, ...pnl),
      maxCents: Math.max(0, ...pnl),
      maxDrawdownCents: 0,
    });
    const minutes = strategies.flatMap((strategy) =>
      pnl.map((cents, n): PnlMinute => ({
        minute: dayStart(day) / 60_000 + n,
        strategy,
        lastCents: cents,
        minCents: cents,
        maxCents: cents,
        drawdownCents: Math.max(0, ...pnl.slice(0, n + 1)) - cents,
      })),
    );
    return emptyCommit(index + 1, {
      rows: [someRow(index + 1, index + 1, { timeMs: dayStart(day), event: { type: 'DayStarted', tradingDay } })],
      pnlMinutes: minutes,
      pnlDays: strategies.map(figures),
    });
  });
}

const THREE: readonly Day[] = [
  { day: 18, pnl: [0, 30_000, 20_000] },
  { day: 19, pnl: [0, -40_000, -15_000] },
  { day: 20, pnl: [0, 5_000, 2_000] },
];

describe('readEquity', () => {
  test('the curve goes on over the days, and drawdown is from the account`s high', () => {
    const reader = readerOf(days(THREE, [0, 1]));
    const curve = readEquity(reader, { fromDay: '2026-11-18', toDay: '2026-11-20', points: 1_000 });
    expect(curve.points.map(({ equityCents }) => equityCents - START_CENTS)).toEqual([
      0, 30_000, 20_000, 20_000, -20_000, 5_000, 5_000, 10_000, 7_000,
    ]);
    expect(curve.points.map(({ drawdownCents }) => drawdownCents)).toEqual([
      0, 0, 10_000, 10_000, 50_000, 25_000, 25_000, 20_000, 23_000,
    ]);
    expect(curve).toMatchObject({
      startCents: START_CENTS,
      netCents: 7_000,
      highWaterCents: START_CENTS + 30_000,
      deepestCents: 50_000,
    });
  });

  test('figures are of the span that was asked for; the high before it counts', () => {
    const reader = readerOf(days(THREE, [0, 1]));
    expect(readEquity(reader, { fromDay: '2026-11-20', toDay: '2026-11-20', points: 100 })).toMatchObject({
      startCents: START_CENTS + 5_000,
      netCents: 2_000,
      highWaterCents: START_CENTS + 30_000,
      deepestCents: 25_000,
    });
    expect(readEquity(reader, { fromDay: '2026-11-19', toDay: '2026-11-19', points: 100 })).toMatchObject({
      startCents: START_CENTS + 20_000,
      netCents: -15_000,
      deepestCents: 50_000,
    });
  });

  test('what a day began with open is in its start, and the curve has no step at the day`s change', () => {
    // The first day books nothing and ends 20,000 up; the second books it and 5,000 more.
    const [first, second] = days(
      [
        { day: 18, pnl: [0, 30_000, 20_000] },
        { day: 19, pnl: [0, 5_000] },
      ],
      [0, 1],
    );
    const rows = second?.rows.map((row) => ({
      ...row,
      event: { type: 'DayStarted' as const, tradingDay: '2026-11-19', open: { MNQ: 20_000 } },
    }));
    const reader = readerOf([
      { ...emptyCommit(1), ...first, pnlDays: first?.pnlDays.map((day) => ({ ...day, grossCents: 0 })) ?? [] },
      {
        ...emptyCommit(2),
        ...second,
        rows: rows ?? [],
        pnlDays: second?.pnlDays.map((day) => ({ ...day, grossCents: 25_000 })) ?? [],
      },
    ]);
    const ask = { fromDay: '2026-11-18', toDay: '2026-11-19', points: 1_000 };
    for (const curve of [readEquity(reader, ask), readEquity(reader, { ...ask, strategy: 1 })]) {
      expect(curve.points.map(({ equityCents }) => equityCents - curve.startCents)).toEqual([
        0, 30_000, 20_000, 20_000, 25_000,
      ]);
      expect(curve.netCents).toBe(25_000);
    }
    const secondDay = readEquity(reader, { ...ask, fromDay: '2026-11-19' });
    expect(secondDay).toMatchObject({ startCents: START_CENTS + 20_000, netCents: 5_000 });
    expect(readEquity(reader, { ...ask, fromDay: '2026-11-20', toDay: '2026-11-20' }).startCents).toBe(
      START_CENTS + 25_000,
    );
  });

  test('a strategy counts from zero', () => {
    const reader = readerOf(days(THREE, [0, 1]));
    const curve = readEquity(reader, { strategy: 1, fromDay: '2026-11-19', toDay: '2026-11-20', points: 100 });
    expect(curve).toMatchObject({
      startCents: 20_000,
      netCents: -13_000,
      highWaterCents: 30_000,
      deepestCents: 50_000,
    });
    expect(curve.points.at(-1)).toMatchObject({ equityCents: 7_000, drawdownCents: 23_000 });
  });

  test('days without a row give no points, and no figures of another day', () => {
    const reader = readerOf(days(THREE, [0, 1]));
    const curve = readEquity(reader, { fromDay: '2026-11-21', toDay: '2026-11-30', points: 100 });
    expect(curve).toEqual({
      startCents: START_CENTS + 7_000,
      netCents: 0,
      highWaterCents: START_CENTS + 30_000,
      deepestCents: 0,
      points: [],
    });
  });

  test('of a scripted run over two days: ends at the balance with what is open, and ascends', () => {
    const commits = journalScript({ seed: 9, steps: 2_400, eagerness: 2 });
    const reader = readerOf(commits);
    const curve = readEquity(reader, { strategy: 2, fromDay: '2026-11-18', toDay: '2026-11-19', points: 300 });
    const seconds = commits.flatMap(({ pnlSeconds }) => pnlSeconds).filter(({ strategy }) => strategy === 2);
    const first = commits.flatMap(({ pnlDays }) => pnlDays).filter(({ strategy }) => strategy === 2);
    const ofFirstDay = first.findLast(({ tradingDay }) => tradingDay === '2026-11-18')?.netCents ?? 0;
    expect(curve.netCents).toBe(ofFirstDay + (seconds.at(-1)?.pnlCents ?? 0));
    const times = curve.points.map(({ timeMs }) => timeMs);
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
  });
});
