import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { VenueFile } from '../../engine/adapters/venue-file/venue-file.ts';
import type { Feed } from '../../engine/ports/feed.ts';
import type { VenueStore } from '../../engine/ports/venue-store.ts';
import type { VenueCore } from '../../engine/venue/core/venue.ts';
import { T0, venueOver } from '../support/venue/venue-bench.ts';
import { markets, playScript, turns } from '../support/venue/venue-script.ts';

const ORIGIN = { startAfterMs: T0, fineFromMs: T0 };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pw-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A venue that a test kills before or after commits, and opens again from its file. */
class Mortal {
  deaths = 0;
  private file: VenueFile;
  private venue: VenueCore;
  private commits = 0;
  private readonly feed: Feed;
  private readonly dataDir: string;
  private readonly dieAt: (commit: number) => 'before' | 'after' | undefined;

  constructor(feed: Feed, dataDir: string, dieAt: (commit: number) => 'before' | 'after' | undefined) {
    this.feed = feed;
    this.dataDir = dataDir;
    this.dieAt = dieAt;
    this.file = new VenueFile(dataDir);
    this.venue = venueOver(feed, { store: this.store() });
  }

  /** Asks until it gets an answer, as a desk does over one link after another. */
  ask<T>(question: (venue: VenueCore) => T): T {
    for (;;) {
      try {
        return question(this.venue);
      } catch (error) {
        if (!(error instanceof Error) || error.message !== 'killed') throw error;
        this.deaths += 1;
        this.file.close();
        this.file = new VenueFile(this.dataDir);
        this.venue = venueOver(this.feed, { store: this.store() });
      }
    }
  }

  close(): void {
    this.file.close();
  }

  private store(): VenueStore {
    const store = this.file.run('run-1', ORIGIN);
    const commit = store.commit.bind(store);
    store.commit = (what) => {
      this.commits += 1;
      const death = this.dieAt(this.commits);
      if (death === 'before') throw new Error('killed');
      commit(what);
      if (death === 'after') throw new Error('killed');
    };
    return store;
  }
}

test('killed at any commit and opened from its file again: the same answers as an undisturbed run', () => {
  let deaths = 0;
  let run = 0;
  fc.assert(
    fc.property(
      markets,
      turns,
      fc.array(fc.record({ at: fc.integer({ min: 2, max: 120 }), when: fc.constantFrom('before', 'after') }), {
        minLength: 1,
        maxLength: 12,
      }),
      (feed, script, kills) => {
        run += 1;
        const undisturbed = venueOver(feed);
        const expected = playScript(script, () => undisturbed);
        const whenAt = new Map(kills.map(({ at, when }) => [at, when]));
        const mortal = new Mortal(feed, join(folder, String(run)), (commit) => whenAt.get(commit));
        const found = playScript(script, () => ({
          advance: (n) => mortal.ask((venue) => venue.advance(n)),
          submit: (commands) => mortal.ask((venue) => venue.submit(commands)),
          executeNow: (commands) => mortal.ask((venue) => venue.executeNow(commands)),
          entriesAfter: (seq) => mortal.ask((venue) => venue.entriesAfter(seq)),
          steps: (from, to) => mortal.ask((venue) => venue.steps(from, to)),
          state: () => mortal.ask((venue) => venue.state()),
          bars: (root, from, to) => mortal.ask((venue) => venue.bars(root, from, to)),
          standing: () => mortal.ask((venue) => venue.standing()),
        }));
        expect(found).toEqual(expected);
        const { lastStep } = undisturbed.standing();
        const steps = mortal.ask((venue) => venue.steps(1, lastStep));
        expect(JSON.stringify(steps)).toBe(JSON.stringify(undisturbed.steps(1, lastStep)));
        const reports = mortal.ask((venue) => venue.entriesAfter(0));
        expect(JSON.stringify(reports)).toBe(JSON.stringify(undisturbed.entriesAfter(0)));
        deaths += mortal.deaths;
        mortal.close();
      },
    ),
    { numRuns: 25 },
  );
  expect(deaths).toBeGreaterThan(25);
});
