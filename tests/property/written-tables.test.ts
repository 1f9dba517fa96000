import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Bar } from '../../engine/domain/bar.ts';
import { specOf } from '../../engine/domain/catalog.ts';
import { CME, sessionAt, sessionsBetween } from '../../engine/domain/session.ts';
import { MINUTE_MS } from '../../engine/domain/units.ts';
import { importBars } from '../../engine/venue/core/csv/import-bars.ts';
import { anyBar } from '../support/bars.ts';
import { anyShape, writeTable } from '../support/recordings/written-table.ts';

const spec = specOf('MNQ');

/** Both changes of the clocks lie inside of these weeks, and a holiday. */
const STARTS = ['2026-03-04', '2026-03-25', '2026-07-01', '2026-10-22', '2026-10-29'].map((day) =>
  Date.parse(`${day}T12:00:00Z`),
);
const MOST_BARS = 150;

/** Whole sessions of bars of an interval, each session beginning anew, some bars missing. */
const anySessions: fc.Arbitrary<{ readonly bars: Bar[]; readonly intervalMs: number }> = fc
  .record({
    minutes: fc.constantFrom(1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240),
    fromMs: fc.constantFrom(...STARTS),
    missing: fc.array(fc.integer({ min: 1, max: MOST_BARS - 1 }), { maxLength: 4 }),
  })
  .chain(({ minutes, fromMs, missing }) => {
    const intervalMs = minutes * MINUTE_MS;
    const times: number[] = [];
    for (const { openMs, closeMs } of sessionsBetween(CME, 'MNQ', fromMs, fromMs + 12 * 86_400_000)) {
      for (let t = openMs; t < closeMs && times.length < MOST_BARS; t += intervalMs) times.push(t);
    }
    const kept = times.filter((_, i) => !missing.includes(i));
    return fc.tuple(...kept.map(anyBar)).map((bars) => ({ bars, intervalMs }));
  });

test('bars written in any shape are read as the same bars', () => {
  fc.assert(
    fc.property(anySessions, anyShape, ({ bars, intervalMs }, shape) => {
      const close = (bar: Bar): number =>
        Math.min(bar.timeMs + intervalMs, sessionAt(CME, 'MNQ', bar.timeMs)?.closeMs ?? Number.POSITIVE_INFINITY);
      const { text, ...told } = writeTable(bars, close, shape);
      const read = importBars(text, { spec, ...told });
      expect(read.verdict.problem).toBeUndefined();
      expect([read.verdict.refused, read.intervalMs]).toEqual([{}, intervalMs]);
      expect(read.bars).toEqual(bars);
    }),
    { numRuns: 300 },
  );
});
