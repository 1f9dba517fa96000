import fc from 'fast-check';
import { expect, it } from 'vitest';
import { stack } from '../../../../renderer/chart/stack.ts';

const wish = (item: string, at: number, height = 20) => ({ item, wish: at, height });

it('leaves labels alone that do not touch', () => {
  expect(stack([wish('a', 50), wish('b', 90)], 0, 400)).toEqual([
    { item: 'a', at: 50 },
    { item: 'b', at: 90 },
  ]);
});

it('spreads two that coincide evenly', () => {
  expect(stack([wish('a', 100), wish('b', 100)], 0, 400).map(({ at }) => at)).toEqual([90, 110]);
});

it('never overlaps, keeps the order, and stays inside when there is room', () => {
  const wishes = fc.array(
    fc.record({ wish: fc.integer({ min: -50, max: 450 }), height: fc.integer({ min: 10, max: 31 }) }),
    { minLength: 1, maxLength: 10 },
  );
  fc.assert(
    fc.property(wishes, (all) => {
      const placed = stack(
        all.map((each, item) => ({ ...each, item })),
        0,
        400,
      );
      const ordered = placed.map(({ item, at }) => ({
        at,
        height: all[item]?.height ?? 0,
        wish: all[item]?.wish ?? 0,
      }));
      for (const [index, label] of ordered.entries()) {
        const next = ordered[index + 1];
        if (next === undefined) break;
        expect(label.at + label.height / 2).toBeLessThanOrEqual(next.at - next.height / 2 + 1e-6);
        expect(label.wish).toBeLessThanOrEqual(next.wish);
      }
      const first = ordered[0];
      const last = ordered.at(-1);
      if (first !== undefined && last !== undefined) {
        expect(first.at - first.height / 2).toBeGreaterThanOrEqual(-1e-6);
        expect(last.at + last.height / 2).toBeLessThanOrEqual(400 + 1e-6);
      }
    }),
  );
});
