import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fill } from '../../engine/domain/fill.ts';
import type { Position } from '../../engine/domain/position.ts';
import { CATALOG, specOf } from '../../engine/domain/catalog.ts';
import { FLAT, applyFill } from '../../engine/domain/position.ts';
import { HoldingCheck } from '../../engine/store/checker/holding-check.ts';
import { checkFile } from '../../engine/store/checker/check-file.ts';
import { Findings } from '../../engine/store/checker/findings.ts';
import { shareOfCost } from '../../engine/store/checker/round-trip.ts';
import { tickValueOf } from '../../engine/store/checker/tick-values.ts';
import { journalScript } from '../support/store/journal-script.ts';
import { StoreFolder } from '../support/store/store-folder.ts';

const side = fc.constantFrom('buy' as const, 'sell' as const);
const fills = fc.array(
  fc.record({ side, qty: fc.integer({ min: 1, max: 7 }), priceTicks: fc.integer({ min: 1, max: 90_000 }) }),
  {
    minLength: 1,
    maxLength: 40,
  },
);

describe('the checker`s own arithmetic', () => {
  test('knows every contract of the catalog at the same worth', () => {
    for (const { root, tickValueCents } of CATALOG)
      expect([root, tickValueOf({ root })]).toEqual([root, tickValueCents]);
    expect(tickValueOf({ root: 'ZZZ' })).toBeUndefined();
  });

  test('comes to the desk`s position and realized P&L by another way, fill for fill', () => {
    fc.assert(
      fc.property(fills, fc.constantFrom('MNQ', 'MES', 'MGC', 'M6E'), (given, root) => {
        const book = new HoldingCheck('B', new Findings());
        let position: Position = FLAT;
        let realizedCents = 0;
        given.forEach(({ side: way, qty, priceTicks }, n) => {
          const applied = applyFill(position, way, qty, priceTicks);
          position = applied.position;
          realizedCents += applied.realizedTicks * specOf(root).tickValueCents;
          const fill: Fill = {
            fillId: `E${n}`,
            orderId: 'O1',
            book: 'B',
            root,
            contractId: `${root}Z6`,
            side: way,
            qty,
            priceTicks,
            feeCents: 37 * qty,
            timeMs: n,
          };
          book.fill(fill, n, 'here');
          expect(book.netQty).toBe(position.netQty);
          expect(book.realizedCents + 0).toBe(realizedCents + 0);
        });
      }),
      { numRuns: 300 },
    );
  });

  test('shares of a cost are whole, near the proportion, and leave nothing over', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000_000 }),
        fc.integer({ min: 1, max: 50 }),
        fc.nat(),
        (cost, held, n) => {
          const qty = 1 + (n % held);
          const share = shareOfCost(cost, qty, held);
          expect(Number.isInteger(share)).toBe(true);
          expect(Math.abs(share - (cost * qty) / held)).toBeLessThanOrEqual(0.5);
          expect(shareOfCost(cost, held, held)).toBe(cost);
        },
      ),
    );
  });

  test('agrees with any run that keeps the rules', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 20, max: 250 }), (seed, steps) => {
        const folder = new StoreFolder();
        try {
          const { journal } = folder.open();
          for (const commit of journalScript({ seed, steps, eagerness: 4 }))
            journal.commit({ ...commit, durable: false });
          expect(checkFile(folder.path).findings.all()).toEqual([]);
        } finally {
          folder.dispose();
        }
      }),
      { numRuns: 15 },
    );
  });
});
