import { expect, it } from 'vitest';
import type { MarketStanding } from '../../../../engine/domain/broker.ts';
import { level } from '../../../../engine/desk/recovery.ts';
import { StartRefusal } from '../../../../engine/desk/start-refusal.ts';
import { silentLogger } from '../../../../engine/ports/logger.ts';
import { ALWAYS } from '../../../../engine/domain/session.ts';
import { CoreDesk } from '../../../support/core-desk.ts';
import { T0 } from '../../../support/venue/venue-bench.ts';

/** A venue that stands somewhere and plays steps of 250 ms from a moment on. */
function venueAt(lastStep: number, fromMs = T0) {
  let step = lastStep;
  const standing = (): MarketStanding => ({
    lastStep: step,
    lastStepEndMs: fromMs + step * 250,
    lastQuotes: [],
    nextEndMs: fromMs + (step + 1) * 250,
    calendar: ALWAYS,
    notes: [],
  });
  const asked: number[] = [];
  return {
    asked,
    standing: async () => standing(),
    advance: async (n: number) => {
      asked.push(n);
      step = n;
      return { n, startMs: 0, endMs: 0, quotes: [], entries: [], nextEndMs: 0 };
    },
    found: standing(),
  };
}

function deskAfter(steps: number): CoreDesk {
  const bench = new CoreDesk();
  for (let n = 0; n < steps; n += 1) bench.step();
  return bench;
}

it('a venue that is some quiet steps behind plays them again', async () => {
  const { desk } = deskAfter(5);
  const venue = venueAt(3);
  const standing = await level(desk, venue.found, venue, silentLogger);
  expect([standing.lastStep, venue.asked]).toEqual([5, [4, 5]]);
});

it("a journal with orders beside a venue's file that knows nothing of it is refused, with what to do", async () => {
  const bench = deskAfter(2);
  bench.enter();
  const venue = venueAt(0);
  const refused = level(bench.desk, venue.found, venue, silentLogger);
  await expect(refused).rejects.toThrow(StartRefusal);
  await expect(refused).rejects.toThrow(
    /^pitwall\.db stands at step 4 of run-1, venue\.db knows nothing of it\. .*put back the venue\.db.*--data-dir/,
  );
  expect(venue.asked).toEqual([]);
});

it('a journal of an hour is not played again by a venue that begins anew', async () => {
  const venue = venueAt(0);
  await expect(level(deskAfter(300).desk, venue.found, venue, silentLogger)).rejects.toThrow(StartRefusal);
  expect(venue.asked).toEqual([]);
});

it('steps that end at other times are of another market', async () => {
  const venue = venueAt(2, T0 + 60_000);
  await expect(level(deskAfter(4).desk, venue.found, venue, silentLogger)).rejects.toThrow(
    /step 4 ends at .* in pitwall\.db, at .* in venue\.db\. The two files/,
  );
});
