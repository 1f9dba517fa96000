import { expect, test } from 'vitest';
import { leastDistance } from '../../../../engine/strategies/protection.ts';

test('four ticks or two spreads, whichever is farther, in whole ticks', () => {
  expect([0, 1, 2, 3].map((spread) => leastDistance(spread, 4, 2))).toEqual([4, 4, 4, 6]);
  expect(leastDistance(3, 4, 1.5)).toBe(5);
});
