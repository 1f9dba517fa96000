import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Commit, PnlMinute, PnlSecond } from '../../engine/ports/journal.ts';
import { readSeries } from '../../engine/store/queries/pnl-series.ts';
import { StoreReader } from '../../engine/store/queries/store-reader.ts';
import { emptyCommit } from '../support/store/journal-script.ts';
import { StoreFolder } from '../support/store/store-folder.ts';

const START_MINUTE = 29_834_520;

/** A run that is cut off anywhere: whole days, then a part of an hour, then seconds of a minute not rolled up yet. */
const anyRun = fc.record({
  days: fc.constantFrom(0, 1, 5, 20),
  minutes: fc.integer({ min: 1, max: 119 }),
  seconds: fc.integer({ min: 0, max: 59 }),
  withAccount: fc.boolean(),
  gap: fc.integer({ min: 0, max: 90 }),
});

function minuteRows(count: number, gap: number, strategies: readonly number[]): PnlMinute[] {
  return Array.from({ length: count }, (_, n) => n)
    .filter((n) => n % 1_440 >= gap)
    .flatMap((n) =>
      strategies.map((strategy) => {
        const lastCents = Math.round(9_000 * Math.sin((n + strategy) / 90)) + ((n * 7_919) % 331);
        return {
          minute: START_MINUTE + n,
          strategy,
          lastCents,
          minCents: lastCents - ((n * 13) % 170),
          maxCents: lastCents + ((n * 29) % 210),
          drawdownCents: 500 + ((n * 31) % 900),
        };
      }),
    );
}

function secondRows(fromMinute: number, count: number, strategies: readonly number[]): PnlSecond[] {
  return Array.from({ length: count }, (_, n) => n).flatMap((n) =>
    strategies.map((strategy) => ({
      second: fromMinute * 60 + n,
      strategy,
      pnlCents: 100 - n * strategy,
      drawdownCents: n,
    })),
  );
}

test('a series is sorted, its times are unique and within the range asked for, however far the hour is', () => {
  fc.assert(
    fc.property(
      anyRun,
      fc.integer({ min: 10, max: 1_200 }),
      fc.constantFrom(0, 1, 2),
      fc.integer({ min: 0, max: 7_200 }),
      (run, points, strategy, lateS) => {
        const folder = new StoreFolder();
        try {
          const { journal } = folder.open({ pnlRetentionDays: 1_000 });
          const strategies = run.withAccount ? [0, 1, 2] : [1, 2];
          const length = run.days * 1_440 + run.minutes;
          const commits: Commit[] = [
            emptyCommit(1, { pnlMinutes: minuteRows(length, run.gap, strategies) }),
            emptyCommit(2, { pnlSeconds: secondRows(START_MINUTE + length, run.seconds, strategies) }),
          ];
          if (run.withAccount) {
            const day = { tradingDay: '2026-09-21', netCents: 0, grossCents: 0, feesCents: 0, trades: 0, wins: 0 };
            const account = { ...day, strategy: 0, minCents: 0, maxCents: 0, maxDrawdownCents: 0 };
            commits.push(emptyCommit(3, { pnlDays: [account] }));
          }
          for (const commit of commits) journal.commit(commit);
          const reader = new StoreReader(folder.path);
          const fromMs = (START_MINUTE * 60 + lateS) * 1_000;
          const series = readSeries(reader, { strategy, points, fromMs, toMs: Number.MAX_SAFE_INTEGER });
          reader.close();
          const endMs = ((START_MINUTE + length) * 60 + run.seconds) * 1_000;
          const times = series.map(({ timeMs }) => timeMs);
          expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
          expect(times.every((timeMs) => timeMs >= fromMs && timeMs < endMs)).toBe(true);
        } finally {
          folder.dispose();
        }
      },
    ),
    { numRuns: 60 },
  );
});
