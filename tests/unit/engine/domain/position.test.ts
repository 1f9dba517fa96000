import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FLAT, applyFill, averageTicks, openPnlCents, type Position } from '../../../../engine/domain/position.ts';

describe('applyFill', () => {
  it('opens, adds and closes with exact sums', () => {
    const opened = applyFill(FLAT, 'buy', 2, 100);
    expect(opened).toEqual({
      position: { netQty: 2, costTicksSum: 200 },
      realizedTicks: 0,
      closedQty: 0,
      openedQty: 2,
    });
    const added = applyFill(opened.position, 'buy', 1, 103);
    expect(averageTicks(added.position)).toBeCloseTo(101, 12);
    const closed = applyFill(added.position, 'sell', 3, 105);
    expect(closed.position).toEqual(FLAT);
    expect(closed.realizedTicks).toBe(3 * 105 - 303);
  });

  it('realizes a short with the right sign', () => {
    const { position } = applyFill(FLAT, 'sell', 2, 50);
    expect(applyFill(position, 'buy', 2, 48).realizedTicks).toBe(4);
    expect(openPnlCents(position, 53, 125)).toBe(-2 * 3 * 125);
  });

  it('turns over in one fill: the rest opens at the fill', () => {
    const { position } = applyFill(FLAT, 'buy', 1, 10);
    expect(applyFill(position, 'sell', 3, 12)).toEqual({
      position: { netQty: -2, costTicksSum: 24 },
      realizedTicks: 2,
      closedQty: 1,
      openedQty: 2,
    });
  });

  it('loses nothing to rounding: realized and open cost always add up to the cash that moved', () => {
    const fill = fc.record({
      buy: fc.boolean(),
      qty: fc.integer({ min: 1, max: 7 }),
      price: fc.integer({ min: 1, max: 100_000 }),
    });
    fc.assert(
      fc.property(fc.array(fill, { maxLength: 40 }), (fills) => {
        let position: Position = FLAT;
        let realized = 0;
        let cash = 0;
        let net = 0;
        for (const { buy, qty, price } of fills) {
          const applied = applyFill(position, buy ? 'buy' : 'sell', qty, price);
          position = applied.position;
          realized += applied.realizedTicks;
          cash += (buy ? -1 : 1) * qty * price;
          net += (buy ? 1 : -1) * qty;
        }
        expect(position.netQty).toBe(net);
        expect(Number.isSafeInteger(realized)).toBe(true);
        expect(realized - Math.sign(position.netQty) * position.costTicksSum).toBe(cash);
      }),
    );
  });
});
