import { expect, test } from 'vitest';
import { LoginGuard } from '../../../../../engine/hub/people/login-guard.ts';
import { ManualClock } from '../../../../../engine/ports/clock.ts';

test('five failures are free, then each doubles the wait up to 15 minutes; success forgets', () => {
  const clock = new ManualClock(0);
  const guard = new LoginGuard(clock);
  const waits: number[] = [];
  for (let n = 0; n < 12; n += 1) {
    guard.failed(['name ann']);
    const waitMs = guard.waitMs(['name ann']);
    waits.push(waitMs / 1_000);
    clock.advance(waitMs);
  }
  expect(waits).toEqual([0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]);
  expect(guard.waitMs(['name bob'])).toBe(0);
  guard.failed(['name ann']);
  guard.succeeded(['name ann']);
  expect(guard.waitMs(['name ann'])).toBe(0);
});
