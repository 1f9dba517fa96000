import { expect, test } from 'vitest';
import { HungWatch, LOOK_MS } from '../../../../engine/desk/hung-watch.ts';

/** Looks at the usual pace; `owed` says which step the engine owes at each look. */
function hungAt(owed: (look: number) => number | undefined, looks: number, lateAt?: number): number[] {
  const watch = new HungWatch(0);
  let nowMs = 0;
  const found: number[] = [];
  for (let look = 1; look <= looks; look += 1) {
    nowMs += look === lateAt ? 10 * LOOK_MS : LOOK_MS;
    const step = owed(look);
    const hung = watch.look(nowMs, new Map(step === undefined ? [] : [['MNQ', step]]));
    if (hung.length > 0) found.push(look);
  }
  return found;
}

test('an engine that owes the same step for two seconds hangs', () => {
  expect(hungAt(() => 7, 6)).toEqual([5]);
});

test('an engine that is asked again and again at full speed does not hang, though it owes something at every look', () => {
  expect(hungAt((look) => 1_000 * look, 100)).toEqual([]);
  expect(hungAt((look) => (look === 4 ? undefined : 7), 7)).toEqual([]);
});

test('a late look does not count', () => {
  expect(hungAt(() => 7, 6, 3)).toEqual([6]);
});
