import { expect, test } from 'vitest';
import { Pace } from '../../../../../engine/adapters/bounds/pace.ts';
import { ManualClock } from '../../../../../engine/ports/clock.ts';

test('a burst goes through at once, what follows in order at fifty a second', () => {
  const clock = new ManualClock(0);
  const pace = new Pace(clock);
  const gone: number[] = [];
  for (let n = 0; n < 60; n += 1)
    pace.enter(
      () => gone.push(n),
      () => gone.push(-n),
    );
  expect(gone).toHaveLength(30);
  clock.advance(200);
  expect(gone).toHaveLength(40);
  clock.advance(10_000);
  expect(gone).toEqual(Array.from({ length: 60 }, (_, n) => n));
  const late: string[] = [];
  pace.enter(
    () => late.push('at once'),
    () => undefined,
  );
  expect(late).toEqual(['at once']);
});

test('of a crowd the oldest are dropped: who comes last has its turn', () => {
  const clock = new ManualClock(0);
  const pace = new Pace(clock);
  const dropped: number[] = [];
  const gone: number[] = [];
  for (let n = 0; n < 5_000; n += 1)
    pace.enter(
      () => gone.push(n),
      () => dropped.push(n),
    );
  expect(dropped).toHaveLength(5_000 - 30 - 100);
  clock.advance(2_100);
  expect(gone).toHaveLength(130);
  expect(gone.at(-1)).toBe(4_999);
});
