import Database from 'better-sqlite3';
import { afterAll, describe, expect, test } from 'vitest';
import { dbPath } from '../../../../../engine/store/schema/files.ts';
import { journalScript } from '../../../../support/store/journal-script.ts';
import { StoreFolder } from '../../../../support/store/store-folder.ts';

const commits = journalScript({ seed: 9, steps: 600, eagerness: 2 });
const folder = new StoreFolder();
const { journal } = folder.open();
for (const commit of commits) journal.commit(commit);
const db = new Database(dbPath(folder.path), { readonly: true });
afterAll(() => {
  db.close();
  folder.dispose();
});

const count = (sql: string, ...params: unknown[]): unknown =>
  db
    .prepare(sql)
    .pluck()
    .get(...params);

describe('the views of document 003', () => {
  test('a strategy is found by its id as a number and as the text that stands in an address', () => {
    const rows = commits.flatMap(({ pnlSeconds }) => pnlSeconds).filter(({ strategy }) => strategy === 2).length;
    expect(rows).toBeGreaterThan(0);
    for (const id of [2, '2'])
      expect(count('SELECT count(*) FROM strategy_pnl_history WHERE strategy_id = ?', id)).toBe(rows);
    const trades = commits
      .flatMap((commit) => commit.rows)
      .filter(({ event }) => event.type === 'TradeClosed' && event.trade.book === 'MES').length;
    for (const id of [2, '2']) expect(count('SELECT count(*) FROM trades WHERE strategy_id = ?', id)).toBe(trades);
  });

  test('by id is by time, and needs no sorting', () => {
    const ask = (order: string): string =>
      `SELECT timestamp, pnl, drawdown FROM strategy_pnl_history WHERE strategy_id = ? ORDER BY ${order} LIMIT 1000`;
    expect(db.prepare(ask('id')).all('2')).toEqual(db.prepare(ask('timestamp')).all('2'));
    const plan = db.prepare(`EXPLAIN QUERY PLAN ${ask('id')}`).all('2') as { readonly detail: string }[];
    expect(plan.map(({ detail }) => detail).join('\n')).not.toMatch(/TEMP B-TREE/);
    // One strategy's rows of a time, found by their ids.
    const range = `id >= ((SELECT number FROM present_run) << 38) + (unixepoch(?) << 6)`;
    const from = (count('SELECT max(timestamp) FROM strategy_pnl_history') as string).slice(0, 16);
    expect(count(`SELECT count(*) FROM strategy_pnl_history WHERE ${range} AND strategy_id = 2`, from)).toBe(
      count('SELECT count(*) FROM strategy_pnl_history WHERE timestamp >= ? AND strategy_id = 2', `${from}:00.000Z`),
    );
  });

  test('an average price has no dust of its division', () => {
    const prices = db.prepare('SELECT entry_price, exit_price FROM all_trades').raw().all() as number[][];
    expect(prices.length).toBeGreaterThan(0);
    for (const price of prices.flat()) expect(price).toBe(Number(price.toFixed(8)));
    expect(prices.flat().filter((price) => String(price).length > 12)).toEqual([]);
  });
});
