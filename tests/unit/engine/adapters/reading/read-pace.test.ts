import { expect, test } from 'vitest';
import { AT_ONCE, GAP_MS, ReadPace } from '../../../../../engine/adapters/reading/read-pace.ts';
import { ManualClock } from '../../../../../engine/ports/clock.ts';

test('a burst is free, what follows is spread, and rest gives the burst back', () => {
  const clock = new ManualClock(0);
  const pace = new ReadPace(clock);
  const ask = (count: number) => Array.from({ length: count }, () => pace.waitMs('a'));
  expect(ask(AT_ONCE + 3)).toEqual([...Array.from({ length: AT_ONCE }, () => 0), GAP_MS, 2 * GAP_MS, 3 * GAP_MS]);
  expect(pace.waitMs('b')).toBe(0);
  clock.advance((AT_ONCE + 3) * GAP_MS);
  expect(ask(AT_ONCE + 1).filter((waitMs) => waitMs > 0)).toEqual([GAP_MS]);
});
