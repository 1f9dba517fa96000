import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { VenueFileProblem } from '../../engine/adapters/venue-file/problem.ts';
import { VenueFile } from '../../engine/adapters/venue-file/venue-file.ts';
import { ScriptFeed } from '../support/venue/script-feed.ts';
import { T0, every250, place, venueOver } from '../support/venue/venue-bench.ts';
import { venueStoreContract } from '../support/venue/venue-store-contract.ts';

const ORIGIN = { startAfterMs: T0, fineFromMs: T0 + 60_000 };

let folder: string;
let files: VenueFile[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pw-'));
});
afterEach(() => {
  for (const file of files) file.close();
  files = [];
  rmSync(folder, { recursive: true, force: true });
});

/** Opens the file as the next process would: the one before is gone. */
function reopen(): VenueFile {
  for (const file of files) file.close();
  const file = new VenueFile(folder, { waitMs: 50 });
  files = [file];
  return file;
}

function fault(work: () => unknown): VenueFileProblem {
  try {
    work();
  } catch (error) {
    if (error instanceof VenueFileProblem) return error;
    throw error;
  }
  throw new Error('expected a problem, found none');
}

describe('a real file', () => {
  venueStoreContract(() => reopen().run('run-1', ORIGIN));

  test('holds several runs apart, each with where it began', () => {
    const file = reopen();
    expect(file.origin('run-1')).toBeUndefined();
    const first = file.run('run-1', ORIGIN);
    const second = file.run('run-2', { startAfterMs: 1, fineFromMs: 2 });
    first.commit({
      step: { n: 0, endMs: 5 },
      commands: [{ commandId: 'C', orderIds: ['O'] }],
      reports: [],
      state: undefined,
      durable: true,
    });
    expect(second.load()).toBeUndefined();
    expect(second.hasCommand('C')).toBe(false);
    expect(second.hasOrder('O')).toBe(false);
    // What it began with counts, not what is given when it goes on.
    expect(reopen().run('run-1', { startAfterMs: 9, fineFromMs: 9 }).load()).toMatchObject({ step: 0, stepEndMs: 5 });
    expect(files[0]?.origin('run-1')).toEqual(ORIGIN);
    expect(files[0]?.origin('run-2')).toEqual({ startAfterMs: 1, fineFromMs: 2 });
    files[0]?.forget('run-1');
    expect(files[0]?.origin('run-1')).toBeUndefined();
    expect(files[0]?.run('run-1', ORIGIN).load()).toBeUndefined();
  });

  test('remembers the highest epoch', () => {
    expect(reopen().admitEpoch(3)).toBe(true);
    expect(files[0]?.admitEpoch(2)).toBe(false);
    const file = reopen();
    expect(file.epoch()).toBe(3);
    expect(file.admitEpoch(2)).toBe(false);
    expect(file.admitEpoch(3)).toBe(true);
    expect(file.admitEpoch(4)).toBe(true);
  });

  test('is for one venue at a time, and free for readers', () => {
    const file = reopen();
    file
      .run('run-1', ORIGIN)
      .commit({ step: { n: 0, endMs: 5 }, commands: [], reports: [], state: undefined, durable: true });
    expect(fault(() => new VenueFile(folder, { waitMs: 20 })).message).toContain('Another venue works on this folder');
    const reader = new Database(join(folder, 'venue.db'), { readonly: true });
    expect(reader.prepare('SELECT n FROM ends').pluck().all()).toEqual([0]);
    reader.close();
    file.close();
    expect(reopen().origin('run-1')).toEqual(ORIGIN);
  });
});

describe('a file that cannot be used is left as it is', () => {
  test('newer, foreign, damaged, unwritable', () => {
    const path = join(folder, 'venue.db');
    const change = (work: (db: Database.Database) => void) => {
      const db = new Database(path);
      work(db);
      db.close();
    };
    reopen().close();
    change((db) => db.pragma('user_version = 99'));
    expect(fault(() => new VenueFile(folder)).message).toMatch(/written by a newer version \(99, this one knows 1\)/);
    change((db) => db.pragma('application_id = 1'));
    expect(fault(() => new VenueFile(folder)).message).toContain('is not a file of our venue');
    rmSync(path);
    writeFileSync(path, 'something else, long enough to be no header of a database'.repeat(40));
    const before = readFileSync(path);
    expect(fault(() => new VenueFile(folder)).message).toContain('is damaged');
    expect(readFileSync(path)).toEqual(before);
    writeFileSync(join(folder, 'plain'), '');
    expect(() => new VenueFile(join(folder, 'plain', 'below'))).toThrow(/ENOTDIR/);
  });
});

describe('days in advance', () => {
  const feed = new ScriptFeed(every250(Array.from({ length: 30 }, (_, n) => ({ bidTicks: 1000 + n }))));

  function play(file: VenueFile, bulk: boolean): { state: string; end: () => void } {
    const store = file.run('run-1', ORIGIN);
    const venue = venueOver(feed, { store });
    if (bulk) store.beginBulk();
    for (let n = 1; n <= 20; n += 1) {
      venue.advance(n);
      if (n === 5) venue.submit([place({ orderId: 'E' })]);
    }
    return { state: JSON.stringify(venue.state()), end: () => (bulk ? store.endBulk() : undefined) };
  }

  test('are kept as a whole, and the venue goes on from them', () => {
    const played = play(reopen(), true);
    played.end();
    const venue = venueOver(feed, { store: reopen().run('run-1', ORIGIN) });
    expect(JSON.stringify(venue.state())).toBe(played.state);
    expect(venue.advance(21)?.n).toBe(21);
    expect(venue.steps(6, 6)?.[0]?.entries).toHaveLength(2);
  });

  test('interrupted, the run is unknown and begins anew', () => {
    play(reopen(), true);
    const file = reopen();
    expect(file.origin('run-1')).toBeUndefined();
    expect(file.run('run-1', ORIGIN).load()).toBeUndefined();
    const { state } = play(file, false);
    expect(JSON.parse(state)).toMatchObject({ positions: [{ netQty: 1 }] });
  });
});
