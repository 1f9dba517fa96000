import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JournalRow } from '../../engine/domain/events.ts';
import { SyncMarket } from '../support/venue/sync-market.ts';

/** Rows without what a restart changes by right: the epoch of the desk that sent an order. */
function facts(rows: readonly JournalRow[]): string[] {
  return rows.map((row) => JSON.stringify(row, (key, value: unknown) => (key === 'epoch' ? undefined : value)));
}

const MINUTES = 300;

describe('restart at any step', () => {
  it('gives the same journal as a run that nobody killed', () => {
    const whole = new SyncMarket({ minutes: MINUTES });
    whole.run.run();
    const expected = facts(whole.rows());
    expect(expected.filter((row) => row.includes('"TradeClosed"')).length).toBeGreaterThan(5);
    const steps = whole.run.desk.step;
    fc.assert(
      fc.property(
        fc.array(fc.record({ step: fc.integer({ min: 1, max: steps - 1 }), venueToo: fc.boolean() }), {
          minLength: 1,
          maxLength: 6,
        }),
        (kills) => {
          const market = new SyncMarket({ minutes: MINUTES });
          const order = [...kills].sort((a, b) => a.step - b.step);
          for (const { step, venueToo } of order) {
            while (market.run.desk.step < step) market.run.step();
            if (venueToo) market.killAll();
            else market.killDesk();
          }
          market.run.run();
          expect(facts(market.rows())).toEqual(expected);
        },
      ),
      { numRuns: 12 },
    );
  });

  it('does not repeat a step that the venue committed and the desk did not', () => {
    const whole = new SyncMarket({ minutes: 120 });
    whole.run.run();
    const market = new SyncMarket({ minutes: 120 });
    for (const at of [500, 900, 1_300]) {
      while (market.run.desk.step < at) market.run.step();
      // The venue answers the next step, and the desk dies before it has journaled anything of it.
      market.venue.advance(market.run.desk.step + 1);
      market.killDesk();
    }
    market.run.run();
    expect(facts(market.rows())).toEqual(facts(whole.rows()));
  });
});
