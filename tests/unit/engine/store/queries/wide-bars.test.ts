import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Bar } from '../../../../../engine/domain/bar.ts';
import { ALWAYS, CME } from '../../../../../engine/domain/session.ts';
import { aggregate, aggregateDays } from '../../../../../engine/market/aggregate.ts';
import { MIGRATIONS } from '../../../../../engine/store/migrations/migrations.ts';
import { dbPath } from '../../../../../engine/store/schema/files.ts';
import { readBars } from '../../../../../engine/store/queries/bars.ts';
import { StoreReader } from '../../../../../engine/store/queries/store-reader.ts';
import { readWideBars, type WideInterval } from '../../../../../engine/store/queries/wide-bars.ts';
import { seeded } from '../../../../support/random.ts';
import { emptyCommit } from '../../../../support/store/journal-script.ts';
import { StoreFolder } from '../../../../support/store/store-folder.ts';

const FROM = Date.parse('2026-11-16T22:03:00Z');
const INTERVALS: readonly WideInterval[] = ['5m', '15m', '1h', '1d'];

/** Three days of minutes with holes. */
function minutes(seed: number): readonly Bar[] {
  const random = seeded(seed);
  const below = (most: number): number => Math.floor(random() * most);
  return Array.from({ length: 3 * 1_440 }, (_, n) => n)
    .filter(() => below(10) > 0)
    .map((n) => {
      const open = 1_000 + below(200);
      const close = 1_000 + below(200);
      const high = Math.max(open, close) + below(9);
      const low = Math.min(open, close) - below(9);
      return { timeMs: FROM + n * 60_000, open, high, low, close, volume: below(50) };
    });
}

function expected(bars: readonly Bar[], interval: WideInterval): readonly Bar[] {
  if (interval === '1d') return aggregateDays(bars, CME).map(({ tradingDay: _day, ...bar }) => bar);
  return aggregate(bars, interval === '5m' ? 5 : interval === '15m' ? 15 : 60);
}

let folder: StoreFolder;
beforeEach(() => {
  folder = new StoreFolder();
});
afterEach(() => folder.dispose());

function write(contractId: string, bars: readonly Bar[], from = 1): void {
  const { journal } = folder.open();
  bars.forEach((bar, n) => journal.commit(emptyCommit(from + n, { bars: [{ contractId, root: 'MNQ', bar }] })));
  folder.closeAll();
}

const query = { symbol: 'MNQ', calendar: CME, limit: 20_000 } as const;

describe('readWideBars', () => {
  test('each interval is what its minutes make, a day with the hour that it begins in', () => {
    const bars = minutes(3);
    write('MNQZ6', bars);
    const reader = new StoreReader(folder.path);
    for (const interval of INTERVALS) {
      const found = readWideBars(reader, { ...query, interval });
      const wanted = expected(bars, interval);
      if (interval === '1d') {
        expect(found.map(({ timeMs: _at, ...bar }) => bar)).toEqual(wanted.map(({ timeMs: _at, ...bar }) => bar));
        expect(found[0]?.timeMs).toBe(Date.parse('2026-11-16T22:00:00Z'));
      } else expect(found).toEqual(wanted);
      expect(readWideBars(reader, { ...query, interval, limit: 2 })).toEqual(found.slice(-2));
    }
    const toMs = Date.parse('2026-11-18T10:00:00Z');
    const before = readWideBars(reader, { ...query, interval: '15m', toMs, limit: 3 });
    expect(before).toEqual(
      expected(
        bars.filter(({ timeMs }) => timeMs < toMs),
        '15m',
      ).slice(-3),
    );
    expect(readWideBars(reader, { ...query, interval: '1d', calendar: ALWAYS, limit: 1 })).toHaveLength(1);
    reader.close();
  });

  test('at a change of contract a root has one bar of an interval, a contract its own', () => {
    const bars = minutes(4).slice(0, 30);
    write('MNQZ6', bars.slice(0, 15));
    const { journal } = folder.open();
    bars
      .slice(15)
      .forEach((bar, n) => journal.commit(emptyCommit(16 + n, { bars: [{ contractId: 'MNQH7', root: 'MNQ', bar }] })));
    const reader = new StoreReader(folder.path);
    expect(readWideBars(reader, { ...query, interval: '1h' })).toEqual(expected(bars, '1h'));
    expect(readWideBars(reader, { ...query, symbol: 'MNQH7', interval: '1h' })).toEqual(expected(bars.slice(15), '1h'));
    reader.close();
  });

  test('a file from before has its wider bars made by the migration', () => {
    const bars = minutes(5).slice(0, 500);
    write('MNQZ6', bars);
    const db = new Database(dbPath(folder.path));
    db.exec(
      'DROP TABLE bars_5m; DROP TABLE bars_1h; DROP INDEX journal_fills; DROP INDEX journal_orders; ALTER TABLE imports DROP COLUMN prints; DROP TABLE imported_prints; PRAGMA user_version = 2',
    );
    db.close();
    expect(MIGRATIONS.length).toBeGreaterThanOrEqual(3);
    const more: Bar = { ...(bars.at(-1) as Bar), timeMs: (bars.at(-1)?.timeMs ?? 0) + 60_000, close: 1 };
    write('MNQZ6', [more], 501);
    const reader = new StoreReader(folder.path);
    const all = readBars(reader, { symbol: 'MNQ' }).map(({ bar }) => bar);
    expect(all).toHaveLength(501);
    for (const interval of ['5m', '15m', '1h'] as const)
      expect(readWideBars(reader, { ...query, interval })).toEqual(expected(all, interval));
    reader.close();
  });
});
