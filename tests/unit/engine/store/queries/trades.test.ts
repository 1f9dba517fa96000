import { afterAll, describe, expect, test } from 'vitest';
import { readTrades } from '../../../../../engine/store/queries/trades.ts';
import { storeRun } from '../../../../support/store/store-run.ts';

const run = storeRun({ seed: 4, steps: 1_200, eagerness: 2 });
afterAll(() => run.dispose());
const written = run.commits.flatMap(({ rows }) =>
  rows.flatMap(({ event }) => (event.type === 'TradeClosed' ? [event.trade] : [])),
);

describe('readTrades', () => {
  test('all of them, equal to what was journaled, in order', () => {
    expect(written.length).toBeGreaterThan(30);
    expect(readTrades(run.reader)).toEqual(written);
  });

  test('by book, time, trading day, and the newest', () => {
    const book = written.filter((trade) => trade.book === 'MGC-PO3');
    expect(readTrades(run.reader, { book: 'MGC-PO3' })).toEqual(book);
    const [from, to] = [written[5]!.exitMs, written[20]!.exitMs];
    const between = written.filter((trade) => trade.exitMs >= from && trade.exitMs < to);
    expect(readTrades(run.reader, { fromMs: from, toMs: to })).toEqual(between);
    const day = written.at(-1)!.tradingDay;
    expect(new Set(written.map((trade) => trade.tradingDay)).size).toBe(2);
    expect(readTrades(run.reader, { tradingDay: day })).toEqual(written.filter((trade) => trade.tradingDay === day));
    expect(readTrades(run.reader, { limit: 3 })).toEqual(written.slice(-3));
    expect(readTrades(run.reader, { run: 99 })).toEqual([]);
  });
});
