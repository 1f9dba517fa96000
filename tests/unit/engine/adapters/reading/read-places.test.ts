import { expect, test } from 'vitest';
import { READ_PLACES, ReadPlaces } from '../../../../../engine/adapters/reading/read-places.ts';

const { perCaller, all, forOwner } = READ_PLACES;
const many = (places: ReadPlaces, userId: string, count: number) =>
  Array.from({ length: count }, () => places.take({ userId }));

test('a caller has so many places, on whatever address', () => {
  const places = new ReadPlaces();
  const held = many(places, 'local', perCaller + 1);
  expect(held.filter((release) => release === undefined)).toHaveLength(1);
  held[0]?.();
  held[0]?.();
  expect(places.taken).toBe(perCaller - 1);
  expect(many(places, 'local', 2).filter((release) => release === undefined)).toHaveLength(1);
});

test('all others together leave places for the owner', () => {
  const places = new ReadPlaces();
  for (const user of ['a', 'b', 'c', 'd', 'e']) many(places, user, perCaller);
  expect(places.taken).toBe(all - forOwner);
  expect(many(places, 'owner', forOwner).every((release) => release !== undefined)).toBe(true);
  expect(places.take({ userId: 'owner' })).toBeUndefined();
});
