import { expect, test } from 'vitest';
import { playFlattens } from '../support/flatten-sessions.ts';

// A few hundred here; ten thousand in `npm run acceptance flattens`.
test('a flatten gets flat over a venue that loses, delays, doubles, reorders and refuses, and never turns a position round', () => {
  const told = playFlattens({ sessions: 300, seed: 11 });
  expect(told.sessions).toBe(300);
  // The faults were there, and so was something to flatten.
  expect(told.positions).toBeGreaterThan(200);
  expect(told.faults).toBeGreaterThan(500);
  expect(told.restarts).toBeGreaterThan(20);
});
