import { afterAll, describe, expect, test } from 'vitest';
import type { PnlDay } from '../../../../../engine/ports/journal.ts';
import { readCalendar } from '../../../../../engine/store/queries/pnl-calendar.ts';
import { StoreReader } from '../../../../../engine/store/queries/store-reader.ts';
import { SCRIPT_START_MS, emptyCommit, someRow } from '../../../../support/store/journal-script.ts';
import { StoreFolder } from '../../../../support/store/store-folder.ts';
import { storeRun } from '../../../../support/store/store-run.ts';

const run = storeRun({ seed: 9, steps: 2_400, eagerness: 2 });
afterAll(() => run.dispose());
const trades = run.commits.flatMap(({ rows }) =>
  rows.flatMap(({ event }) => (event.type === 'TradeClosed' ? [event.trade] : [])),
);

describe('readCalendar', () => {
  test('a day`s figures are those of its trades', () => {
    const calendar = readCalendar(run.reader, { strategy: 1 });
    expect(calendar.map((day) => [day.tradingDay, day.current])).toEqual([
      ['2026-11-18', false],
      ['2026-11-19', true],
    ]);
    const [first] = calendar;
    const ofDay = trades.filter((trade) => trade.tradingDay === '2026-11-18' && trade.book === 'MNQ');
    expect(first?.trades).toBe(ofDay.length);
  });

  test('the account is the sum of its strategies', () => {
    const account = readCalendar(run.reader);
    for (const day of account) {
      const parts = [1, 2, 3, 4, 5].map((strategy) =>
        readCalendar(run.reader, { strategy }).find((d) => d.tradingDay === day.tradingDay),
      );
      const sum = (of: 'netCents' | 'feesCents' | 'trades') =>
        parts.reduce((total, part) => total + (part?.[of] ?? 0), 0);
      expect(day.netCents).toBe(sum('netCents'));
      expect(day.feesCents).toBe(sum('feesCents'));
      expect(day.trades).toBe(sum('trades'));
    }
  });

  test('the day in progress is as of the last second', () => {
    const last = new Map(run.commits.flatMap((commit) => commit.pnlSeconds).map((row) => [row.strategy, row.pnlCents]));
    expect(readCalendar(run.reader, { strategy: 2 }).at(-1)?.netCents).toBe(last.get(2));
    expect(readCalendar(run.reader).at(-1)?.netCents).toBe([...last.values()].reduce((a, b) => a + b, 0));
  });

  test('a range of days', () => {
    expect(readCalendar(run.reader, { toDay: '2026-11-18' }).map((day) => day.tradingDay)).toEqual(['2026-11-18']);
    expect(readCalendar(run.reader, { fromDay: '2026-11-19' }).map((day) => day.tradingDay)).toEqual(['2026-11-19']);
    expect(readCalendar(run.reader, { fromDay: '2027-01-01' })).toEqual([]);
    expect(readCalendar(run.reader, { run: 7 })).toEqual([]);
  });

  test('the account`s own rows go before the sum; a day that has just begun is listed from its seconds', () => {
    const folder = new StoreFolder();
    const { journal } = folder.open();
    const day = (strategy: number, netCents: number): PnlDay => ({
      tradingDay: '2026-11-18',
      strategy,
      netCents,
      grossCents: netCents,
      feesCents: 0,
      trades: 1,
      wins: 1,
      minCents: -5,
      maxCents: netCents,
      maxDrawdownCents: 9,
    });
    const row = someRow(1, 1, { event: { type: 'DayStarted', tradingDay: '2026-11-19' } });
    const second = SCRIPT_START_MS / 1_000 + 1;
    journal.commit(
      emptyCommit(1, {
        rows: [row],
        pnlDays: [day(0, 120), day(1, 50), day(2, 50)],
        pnlSeconds: [
          { second, strategy: 0, pnlCents: 7, drawdownCents: 0 },
          { second, strategy: 1, pnlCents: 3, drawdownCents: 0 },
        ],
      }),
    );
    const reader = new StoreReader(folder.path);
    expect(readCalendar(reader).map((d) => [d.tradingDay, d.netCents, d.minCents, d.current])).toEqual([
      ['2026-11-18', 120, -5, false],
      ['2026-11-19', 7, null, true],
    ]);
    reader.close();
    folder.dispose();
  });
});
