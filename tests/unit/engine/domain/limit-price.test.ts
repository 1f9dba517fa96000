import { expect, it } from 'vitest';
import { limitPriceTicks } from '../../../../engine/domain/limit-price.ts';
import { specOf } from '../../../../engine/domain/catalog.ts';
import type { BookSnapshot } from '../../../../engine/domain/views.ts';
import { bookOf, positionOf } from '../../../support/wire/fixtures.ts';

function held(root: string, direction: 'long' | 'short', qty: number, markTicks: number): BookSnapshot {
  return bookOf('MNQ', { positions: [positionOf({ root, contract: specOf(root), direction, qty, markTicks })] });
}

it('lies below the mark of a long and above that of a short, by the room over the tick value', () => {
  expect(limitPriceTicks({ roomCents: 100_000, books: [held('MNQ', 'long', 1, 100_000)] }, 'MNQ')).toBe(98_000);
  expect(limitPriceTicks({ roomCents: 100_000, books: [held('MNQ', 'short', 2, 100_000)] }, 'MNQ')).toBe(101_000);
});

it('counts all books of a contract together', () => {
  const books = [held('MGC', 'long', 1, 40_000), held('MGC', 'long', 2, 40_000), held('MES', 'short', 5, 27_000)];
  expect(limitPriceTicks({ roomCents: 30_050, books }, 'MGC')).toBe(39_900);
});

it('is not there without a limit, without a position, or where the books stand opposite', () => {
  expect(limitPriceTicks({ roomCents: null, books: [held('MNQ', 'long', 1, 100_000)] }, 'MNQ')).toBeNull();
  expect(limitPriceTicks({ roomCents: 100_000, books: [] }, 'MNQ')).toBeNull();
  const opposite = [held('MGC', 'long', 2, 40_000), held('MGC', 'short', 2, 40_000)];
  expect(limitPriceTicks({ roomCents: 100_000, books: opposite }, 'MGC')).toBeNull();
});

it('is the mark itself when no room is left', () => {
  expect(limitPriceTicks({ roomCents: -500, books: [held('MNQ', 'long', 1, 100_000)] }, 'MNQ')).toBe(100_000);
});
