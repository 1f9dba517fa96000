import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PnlMinute, PnlSecond } from '../../../../../engine/ports/journal.ts';
import { StoreReader } from '../../../../../engine/store/queries/store-reader.ts';
import { emptyCommit } from '../../../../support/store/journal-script.ts';
import { StoreFolder } from '../../../../support/store/store-folder.ts';

const MINUTE = Math.floor(Date.parse('2026-11-18T20:00:00Z') / 60_000);
const DAY_MINUTES = 1_440;
let folder: StoreFolder;
beforeEach(() => {
  folder = new StoreFolder();
});
afterEach(() => folder.dispose());

function minute(at: number, cents: number): PnlMinute {
  return {
    minute: at,
    strategy: 1,
    lastCents: cents,
    minCents: cents - 5,
    maxCents: cents + 7,
    drawdownCents: 100 - cents,
  };
}

function secondsOf(at: number): PnlSecond[] {
  return Array.from({ length: 60 }, (_, n) => ({ second: at * 60 + n, strategy: 1, pnlCents: n, drawdownCents: 0 }));
}

describe('PnlWriter', () => {
  test('hours enclose their minutes and end with the last of them', () => {
    const { journal } = folder.open();
    const base = MINUTE - (MINUTE % 60);
    journal.commit(emptyCommit(1, { pnlMinutes: [minute(base, 10), minute(base + 1, 50)] }));
    journal.commit(emptyCommit(2, { pnlMinutes: [minute(base + 59, 20), minute(base + 60, 90)] }));
    const reader = new StoreReader(folder.path);
    const hours = reader
      .sql('SELECT last_cents, min_cents, max_cents, drawdown_cents FROM pnl_hours ORDER BY id')
      .raw()
      .all();
    expect(hours).toEqual([
      [20, 5, 57, 90],
      [90, 85, 97, 10],
    ]);
    reader.close();
  });

  test('seconds leave after their keeping time, some with each minute; minutes stay', () => {
    const { journal } = folder.open({ pnlRetentionDays: 2 });
    for (let n = 0; n < 50; n += 1) {
      const at = MINUTE + n;
      journal.commit(emptyCommit(n + 1, { pnlSeconds: secondsOf(at), pnlMinutes: [minute(at, 0)] }));
    }
    const reader = new StoreReader(folder.path);
    const count = () => reader.sql('SELECT count(*) FROM pnl_seconds').pluck().get();
    expect(count()).toBe(3_000);
    const later = MINUTE + 2 * DAY_MINUTES + 10;
    journal.commit(emptyCommit(60, { pnlMinutes: [minute(later, 0)] }));
    expect(count()).toBe(2_400);
    journal.commit(emptyCommit(61, { pnlMinutes: [minute(later + 1_000, 0)] }));
    expect(count()).toBe(400);
    journal.commit(emptyCommit(62, { pnlMinutes: [minute(later + 1_001, 0)] }));
    expect(count()).toBe(0);
    expect(reader.sql('SELECT count(*) FROM pnl_minutes').pluck().get()).toBe(53);
    reader.close();
  });

  test('a row takes at most 26 bytes, packed as a desk writes them', () => {
    const { journal } = folder.open();
    for (let n = 1; n <= 60; n += 1) {
      const pnlSeconds = secondsOf(MINUTE + n).flatMap(({ second }) =>
        [0, 1, 2, 3, 4, 5].map((strategy) => ({ second, strategy, pnlCents: -123_456, drawdownCents: 234_567 })),
      );
      journal.commit(emptyCommit(n, { pnlSeconds }));
    }
    const reader = new StoreReader(folder.path);
    const bytes = reader
      .sql(`SELECT 1.0 * sum(pgsize) / (SELECT count(*) FROM pnl_seconds) FROM dbstat WHERE name = 'pnl_seconds'`)
      .pluck()
      .get();
    expect(bytes).toBeLessThanOrEqual(26);
    reader.close();
  });
});
