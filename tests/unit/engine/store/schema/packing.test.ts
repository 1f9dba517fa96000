import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as packing from '../../../../../engine/store/schema/packing.ts';

const run = fc.integer({ min: 1, max: packing.MAX_RUN });
const strategy = fc.integer({ min: 0, max: packing.MAX_STRATEGY });
const second = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe('packing', () => {
  test('ids are safe integers that give back what went in', () => {
    fc.assert(
      fc.property(run, second, strategy, fc.integer({ min: 0, max: 2 ** 28 - 1 }), (r, s, n, minute) => {
        const pnl = packing.pnlId(r, s, n);
        const point = packing.pointId(r, n, minute * 60_000);
        const bar = packing.barId(r, packing.MAX_CONTRACT, minute * 60_000);
        const journal = packing.journalId(r, s);
        for (const id of [pnl, point, bar, journal]) expect(Number.isSafeInteger(id)).toBe(true);
        expect([packing.timeOfPnlId(pnl), packing.strategyOfPnlId(pnl)]).toEqual([s, n]);
        expect(packing.timeOfPointId(point)).toBe(minute * 60_000);
        expect(packing.timeOfBarId(bar)).toBe(minute * 60_000);
        expect(packing.seqOfJournalId(journal)).toBe(s);
      }),
    );
  });

  test('ids of one run lie in its range, and the ranges of two runs apart', () => {
    fc.assert(
      fc.property(run, second, strategy, (r, s, n) => {
        const range = packing.pnlRange(r);
        const id = packing.pnlId(r, s, n);
        expect(id >= range.from && id < range.to).toBe(true);
        expect(packing.pnlRange(r + 1).from).toBe(range.to);
      }),
    );
  });

  test('later is greater; what does not fit is refused', () => {
    expect(packing.pnlId(1, 11, 0)).toBeGreaterThan(packing.pnlId(1, 10, 63));
    expect(() => packing.pnlId(1, 10, 64)).toThrow(/strategy number/);
    expect(() => packing.barId(1, 1, 60_001)).toThrow(/minute of a bar/);
    expect(() => packing.journalId(1, -1)).toThrow(/sequence number/);
  });
});
