import { afterAll, describe, expect, test } from 'vitest';
import type { Commit, PnlMinute, PnlSecond } from '../../../../../engine/ports/journal.ts';
import { readSeries } from '../../../../../engine/store/queries/pnl-series.ts';
import { StoreReader } from '../../../../../engine/store/queries/store-reader.ts';
import { emptyCommit } from '../../../../support/store/journal-script.ts';
import { StoreFolder } from '../../../../support/store/store-folder.ts';
import { storeRun } from '../../../../support/store/store-run.ts';

const run = storeRun({ seed: 11, steps: 700, eagerness: 3 });
afterAll(() => run.dispose());
const seconds = run.commits.flatMap((commit) => commit.pnlSeconds);
const START_S = 1_790_000_000 - (1_790_000_000 % 3_600);

function extremes(rows: readonly { pnlCents: number; drawdownCents: number }[]) {
  return {
    min: Math.min(...rows.map((row) => row.pnlCents)),
    max: Math.max(...rows.map((row) => row.pnlCents)),
    deepest: Math.max(...rows.map((row) => row.drawdownCents)),
  };
}

function ascending(times: readonly { timeMs: number }[]): boolean {
  return times.every((point, index) => index === 0 || point.timeMs > times[index - 1]!.timeMs);
}

describe('readSeries from seconds', () => {
  test('keeps every extreme of every stretch in about as many points as asked', () => {
    const own = seconds.filter((row) => row.strategy === 3);
    const fromMs = own[0]!.second * 1_000;
    const toMs = own.at(-1)!.second * 1_000 + 1;
    const series = readSeries(run.reader, { strategy: 3, fromMs, toMs, points: 200 });
    expect(series.length).toBeGreaterThan(90);
    expect(series.length).toBeLessThan(205);
    expect(ascending(series)).toBe(true);
    expect(extremes(series)).toEqual(extremes(own));
    for (let k = 0; k < 10; k += 1) {
      const width = Math.floor(own.length / 10);
      const part = own.slice(k * width, (k + 1) * width);
      const there = series.filter(
        ({ timeMs }) => timeMs >= part[0]!.second * 1_000 && timeMs <= part.at(-1)!.second * 1_000,
      );
      expect(extremes(there).deepest).toBeGreaterThanOrEqual(extremes(part.slice(200, -200)).deepest);
      expect(extremes(there).max).toBeGreaterThanOrEqual(extremes(part.slice(200, -200)).max);
    }
    const bySecond = new Map(own.map((row) => [row.second * 1_000, row.pnlCents]));
    expect(series.every((point) => bySecond.get(point.timeMs) === point.pnlCents)).toBe(true);
  });

  test('a short range comes whole; one outside the data is empty', () => {
    const from = seconds[500]!.second;
    const series = readSeries(run.reader, { strategy: 1, fromMs: from * 1_000, toMs: (from + 40) * 1_000 });
    expect(series.map(({ timeMs }) => timeMs / 1_000)).toEqual(Array.from({ length: 40 }, (_, n) => from + n));
    expect(readSeries(run.reader, { fromMs: 0, toMs: 1_000 })).toEqual([]);
    expect(readSeries(run.reader, { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER, run: 5 })).toEqual([]);
  });

  test('the account without rows of its own is the sum of its strategies', () => {
    const from = seconds[2_000]!.second;
    const series = readSeries(run.reader, { fromMs: from * 1_000, toMs: (from + 100) * 1_000 });
    for (const point of series) {
      const sum = seconds.filter((row) => row.second * 1_000 === point.timeMs).reduce((a, row) => a + row.pnlCents, 0);
      expect(point.pnlCents).toBe(sum);
      expect(point.drawdownCents).toBeGreaterThanOrEqual(0);
    }
    expect(series.length).toBe(100);
  });
});

/** Roll-ups as a desk writes them, of a figure that swings within each minute. */
function minutesOf(days: number, strategy: number): PnlMinute[] {
  return Array.from({ length: days * 1_440 }, (_, n) => {
    const base = Math.round(20_000 * Math.sin(n / 700)) + (n % 97) * 10;
    const minute = START_S / 60 + n;
    return {
      minute,
      strategy,
      lastCents: base,
      minCents: base - (n % 13) * 20,
      maxCents: base + (n % 7) * 30,
      drawdownCents: 40_000 - base,
    };
  });
}

function chunks(minutes: readonly PnlMinute[]): Commit[] {
  const size = 500;
  return Array.from({ length: Math.ceil(minutes.length / size) }, (_, n) =>
    emptyCommit(n + 1, { pnlMinutes: minutes.slice(n * size, (n + 1) * size) }),
  );
}

describe('readSeries from roll-ups', () => {
  test.each([
    ['minutes', 6],
    ['hours', 40],
  ])('from %s: extremes kept, points bounded, times ascending', (_level, days) => {
    const folder = new StoreFolder();
    const { journal } = folder.open({ pnlRetentionDays: 1_000 });
    const minutes = minutesOf(days, 2);
    for (const commit of chunks(minutes)) journal.commit(commit);
    const reader = new StoreReader(folder.path);
    const fromMs = START_S * 1_000;
    const series = readSeries(reader, { strategy: 2, fromMs, toMs: fromMs + days * 86_400_000, points: 400 });
    expect(series.length).toBeGreaterThan(200);
    expect(series.length).toBeLessThan(500);
    expect(ascending(series)).toBe(true);
    expect(extremes(series)).toEqual({
      min: Math.min(...minutes.map((row) => row.minCents)),
      max: Math.max(...minutes.map((row) => row.maxCents)),
      deepest: Math.max(...minutes.map((row) => row.drawdownCents)),
    });
    reader.close();
    folder.dispose();
  });

  test('an hour without seconds (played in advance) is read as minutes', () => {
    const folder = new StoreFolder();
    const { journal } = folder.open();
    const minutes = minutesOf(1, 4);
    for (const commit of chunks(minutes)) journal.commit(commit);
    const reader = new StoreReader(folder.path);
    const fromMs = START_S * 1_000;
    const series = readSeries(reader, { strategy: 4, fromMs, toMs: fromMs + 3_600_000 });
    const hour = minutes.slice(0, 60);
    expect(extremes(series).max).toBe(Math.max(...hour.map((row) => row.maxCents)));
    expect(series.length).toBeGreaterThanOrEqual(60);
    reader.close();
    folder.dispose();
  });

  test('seconds of the minute that is not rolled up yet close the series', () => {
    const folder = new StoreFolder();
    const { journal } = folder.open({ pnlRetentionDays: 1_000 });
    const minutes = minutesOf(2, 1);
    for (const commit of chunks(minutes)) journal.commit(commit);
    const after = START_S + 2 * 86_400;
    const pnlSeconds: PnlSecond[] = [0, 1, 2].map((n) => {
      return { second: after + n, strategy: 1, pnlCents: 900_000 + n, drawdownCents: 1 };
    });
    journal.commit(emptyCommit(100, { pnlSeconds }));
    const reader = new StoreReader(folder.path);
    const series = readSeries(reader, { strategy: 1, fromMs: START_S * 1_000, toMs: (after + 60) * 1_000 });
    expect(series.at(-1)).toEqual({ timeMs: (after + 2) * 1_000, pnlCents: 900_002, drawdownCents: 1 });
    expect(ascending(series)).toBe(true);
    reader.close();
    folder.dispose();
  });
});
