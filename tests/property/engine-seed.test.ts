import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { StepReport } from '../../engine/domain/broker.ts';
import type { EngineAnswer } from '../../engine/domain/engine-step.ts';
import { specOf } from '../../engine/domain/catalog.ts';
import { ALWAYS } from '../../engine/domain/session.ts';
import { enginePast } from '../../engine/desk/core/engine-past.ts';
import { resolveStrategy } from '../../engine/strategies/registry.ts';
import { EnginePipeline } from '../../engine/symbol/pipeline/pipeline.ts';
import { SimFeed } from '../../engine/venue/core/simulator/sim-feed.ts';
import { START_MS } from '../support/venue/sync-market.ts';
import { venueOver } from '../support/venue/venue-bench.ts';

function pipeline(): EnginePipeline {
  const resolved = resolveStrategy('winner', 'demo', {});
  if (!resolved.ok) throw new Error(resolved.faults.join());
  const { strategy, params } = resolved;
  const parse = (json: string): unknown => JSON.parse(json);
  return new EnginePipeline({ strategy, params, spec: specOf('MNQ'), calendar: ALWAYS, tradeFromMs: undefined, parse });
}

const own = ({ n, endMs, quotes }: StepReport) => ({ n, endMs, quotes, rows: [] });

test('an engine whose steps are gone has the bars and figures of one that was never away', () => {
  let seeds = 0;
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000 }),
      fc.integer({ min: 0, max: 4_000 }),
      fc.integer({ min: 1, max: 3_000 }),
      (seed, away, absence) => {
        const feed = new SimFeed({ seed, roots: ['MNQ'], calendar: ALWAYS, fineFromMs: START_MS });
        const venue = venueOver(feed, { startAfterMs: START_MS });
        const always = pipeline();
        let snapshot: string | undefined;
        let snapshotAt = 0;
        let endMs = START_MS;
        const back = away + absence;
        const told: Pick<EngineAnswer, 'bars' | 'points'>[] = [];
        for (let n = 1; n <= back; n += 1) {
          const report = venue.advance(n);
          if (report === undefined) throw new Error('expected a step');
          const answer = always.step(own(report));
          if (n <= away && answer.snapshot !== undefined) [snapshot, snapshotAt] = [answer.snapshot, n];
          if (n > snapshotAt) told.push(answer);
          if (answer.snapshot !== undefined && n <= away) told.length = 0;
          endMs = report.endMs;
        }
        const late = pipeline();
        late.restore(snapshot);
        const asking = enginePast(snapshotAt, { step: back, endMs });
        let asked = asking.next();
        // Only the steps of the last minutes are kept.
        while (asked.done !== true) {
          const want = asked.value;
          const isGone = want.want === 'steps' && want.from === snapshotAt + 1 && want.from < back - 300;
          if (isGone) asked = asking.next(undefined);
          else if (want.want === 'steps') asked = asking.next(venue.steps(want.from, want.to));
          else asked = asking.next(venue.bars('MNQ', Math.max(want.fromMs, START_MS), want.toMs));
        }
        const again: Pick<EngineAnswer, 'bars' | 'points'>[] = [];
        if (asked.value.seed !== undefined) seeds += 1;
        if (asked.value.seed !== undefined) again.push(late.seed({ ...asked.value.seed, rows: [] }));
        for (const report of asked.value.steps) again.push(late.step(own(report)));
        for (let n = back + 1; n <= back + 600; n += 1) {
          const report = venue.advance(n);
          if (report === undefined) throw new Error('expected a step');
          told.push(always.step(own(report)));
          again.push(late.step(own(report)));
        }
        const bars = (answers: typeof told) => answers.flatMap((answer) => answer.bars);
        expect(bars(again)).toEqual(bars(told));
        const values = (answers: typeof told) =>
          answers.flatMap(({ points }) => points.map(({ timeMs, json }) => [timeMs, plain(json)]));
        expect(values(again)).toEqual(values(told));
      },
    ),
    { numRuns: 25 },
  );
  expect(seeds).toBeGreaterThan(10);
});

/** A chart point without what its strategy wanted then. */
function plain(json: string): unknown {
  const { signal: _signal, entry: _entry, exit: _exit, ...values } = JSON.parse(json) as Record<string, unknown>;
  return values;
}
