import { expect, test } from 'vitest';
import { HungWatch, LOOK_MS } from '../../../../engine/desk/hung-watch.ts';

/** Looks at the usual pace; `owed` says how many answers the engine gave, where it owes one. */
function hungAt(owed: (look: number) => number | undefined, looks: number, lateAt?: number): number[] {
  const watch = new HungWatch(0);
  let nowMs = 0;
  const found: number[] = [];
  for (let look = 1; look <= looks; look += 1) {
    nowMs += look === lateAt ? 10 * LOOK_MS : LOOK_MS;
    const heard = owed(look);
    const hung = watch.look(nowMs, new Map(heard === undefined ? [] : [['MNQ', heard]]));
    if (hung.length > 0) found.push(look);
  }
  return found;
}

test('an engine that gives no answer for two seconds hangs, and goes on hanging', () => {
  expect(hungAt(() => 7, 6)).toEqual([4, 5, 6]);
});

test('an engine that answers again and again does not hang, though it owes something at every look', () => {
  expect(hungAt((look) => 1_000 * look, 100)).toEqual([]);
  expect(hungAt((look) => (look === 4 ? undefined : 7), 7)).toEqual([]);
});

test('a late look does not count', () => {
  expect(hungAt(() => 7, 6, 3)).toEqual([5, 6]);
});
