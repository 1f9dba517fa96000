import { expect, test } from 'vitest';
import { CallersPace } from '../../../../../engine/adapters/bounds/callers-pace.ts';
import { ManualClock } from '../../../../../engine/ports/clock.ts';

const AT_ONCE = 40;
const GAP_MS = 50;

test('a burst is free, what follows is spread, and rest gives the burst back', () => {
  const clock = new ManualClock(0);
  const pace = new CallersPace(clock, { atOnce: AT_ONCE, gapMs: GAP_MS });
  const ask = (count: number) => Array.from({ length: count }, () => pace.waitMs('a'));
  expect(ask(AT_ONCE + 3)).toEqual([...Array.from({ length: AT_ONCE }, () => 0), GAP_MS, 2 * GAP_MS, 3 * GAP_MS]);
  expect(pace.waitMs('b')).toBe(0);
  clock.advance((AT_ONCE + 3) * GAP_MS);
  expect(ask(AT_ONCE + 1).filter((waitMs) => waitMs > 0)).toEqual([GAP_MS]);
});
