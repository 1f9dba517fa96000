import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { specOf } from '../../engine/domain/catalog.ts';
import { ALWAYS, CME, isOpen } from '../../engine/domain/session.ts';
import { STRATEGY_KINDS } from '../../engine/strategies/registry.ts';
import { expectNoLookAhead } from '../support/look-ahead.ts';
import { walk } from '../support/seeded-bars.ts';

describe('cutting the future off, or changing it, never changes a past decision', () => {
  for (const [kind, strategy] of Object.entries(STRATEGY_KINDS)) {
    for (const [preset, params] of Object.entries(strategy.presets)) {
      test(`${kind}, preset ${preset}`, () => {
        let intents = 0;
        fc.assert(
          fc.property(
            fc.nat(1_000_000),
            fc.array(fc.nat(2_999), { minLength: 1, maxLength: 3 }),
            fc.boolean(),
            (seed, cuts, always) => {
              const calendar = always ? ALWAYS : CME;
              const spec = specOf('MGC');
              const bars = walk(3_000, seed, Date.UTC(2024, 2, 7, 23)).filter((bar) =>
                isOpen(calendar, spec.root, bar.timeMs),
              );
              const inside = cuts.map((cut) => cut % bars.length);
              intents += expectNoLookAhead({ bars, strategy, params, spec, calendar }, inside).whole.intents.length;
            },
          ),
          { numRuns: 8, seed: 20_240_310 },
        );
        if (preset === 'demo') expect(intents).toBeGreaterThan(0);
      });
    }
  }
});
