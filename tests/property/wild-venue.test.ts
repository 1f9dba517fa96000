import { expect, test } from 'vitest';
import { playWildVenue } from '../support/venue/wild-venue.ts';

// A million in `npm run acceptance words`.
test('no word of a venue makes the desk throw; board, ledger and a restart tell the same orders', () => {
  const told = playWildVenue({ entries: 20_000, seed: 3 });
  expect(told).toMatchObject({ entries: 20_000, desks: 10 });
  expect(told.fills).toBeGreaterThan(200);
  expect(told.quarantined).toBeGreaterThan(200);
  expect(told.repeats).toBeGreaterThan(200);
  expect(told.adopted).toBeGreaterThan(10);
  expect(told.restarts).toBeGreaterThan(5);
});
