import { expect, test } from 'vitest';
import { SystemClock } from '../../../../../engine/adapters/clock/system-clock.ts';

const clock = new SystemClock();

test('tells wall time and a monotonic one', () => {
  expect(Math.abs(clock.now() - Date.now())).toBeLessThan(1_000);
  expect(clock.monotonicMs()).toBeLessThanOrEqual(clock.monotonicMs());
});

test('calls back once, unless canceled', async () => {
  const calls: string[] = [];
  clock.after(1, () => calls.push('kept'));
  clock.after(1, () => calls.push('canceled'))();
  await new Promise<void>((resolve) => void clock.after(20, resolve));
  expect(calls).toEqual(['kept']);
});

test('a delay longer than timers can hold does not fire at once', async () => {
  let fired = false;
  const cancel = clock.after(1e15, () => (fired = true));
  clock.after(-5, () => undefined);
  await new Promise<void>((resolve) => void clock.after(10, resolve));
  expect(fired).toBe(false);
  cancel();
});
