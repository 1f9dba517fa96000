import Database from 'better-sqlite3';
import { afterAll, describe, expect, test } from 'vitest';
import { dbPath } from '../../../../../engine/store/schema/files.ts';
import { readFills } from '../../../../../engine/store/queries/fills.ts';
import { storeRun } from '../../../../support/store/store-run.ts';

const run = storeRun({ seed: 11, steps: 900, eagerness: 2 });
afterAll(() => run.dispose());
const rows = run.commits.flatMap((commit) => commit.rows);
const roles = new Map(
  rows.flatMap(({ event }) => (event.type === 'OrderSubmitted' ? [[event.order.orderId, event.order.role]] : [])),
);
const written = rows.flatMap(({ event }) =>
  event.type === 'OrderFilled' ? [{ fill: event.fill, role: roles.get(event.fill.orderId) }] : [],
);
const ALL = Number.MAX_SAFE_INTEGER;

describe('readFills', () => {
  test('all of them, as they were journaled, each with the role of its order', () => {
    expect(written.length).toBeGreaterThan(60);
    expect(new Set(written.map(({ role }) => role)).size).toBeGreaterThan(2);
    expect(readFills(run.reader, { limit: ALL })).toEqual(written);
  });

  test('by book, time, and the newest', () => {
    const book = written.filter(({ fill }) => fill.book === 'MGC-PO3');
    expect(book.length).toBeGreaterThan(5);
    expect(readFills(run.reader, { book: 'MGC-PO3', limit: ALL })).toEqual(book);
    const [fromMs, toMs] = [written[7]!.fill.timeMs, written[40]!.fill.timeMs];
    const between = written.filter(({ fill }) => fill.timeMs >= fromMs && fill.timeMs < toMs);
    expect(readFills(run.reader, { fromMs, toMs, limit: ALL })).toEqual(between);
    expect(readFills(run.reader, { limit: 4 })).toEqual(written.slice(-4));
    expect(readFills(run.reader, { limit: ALL, run: 99 })).toEqual([]);
  });

  test('neither fills nor their orders are looked for row by row', () => {
    const db = new Database(dbPath(run.folder.path), { readonly: true });
    const plan = db
      .prepare(
        `EXPLAIN QUERY PLAN SELECT f.event,
           (SELECT o.event FROM journal o WHERE o.run = f.run AND o.type IN ('OrderSubmitted', 'ForeignOrderSeen')
              AND o.event ->> '$.order.orderId' = f.event ->> '$.fill.orderId' LIMIT 1)
         FROM journal f WHERE f.run = 1 AND f.type = 'OrderFilled' AND f.time_ms >= 0 AND f.time_ms < 9
         ORDER BY f.time_ms DESC, f.id DESC LIMIT 5`,
      )
      .all() as { readonly detail: string }[];
    db.close();
    const text = plan.map(({ detail }) => detail).join('\n');
    expect(text).toContain('USING INDEX journal_fills (run=? AND time_ms>? AND time_ms<?)');
    expect(text).toContain('USING INDEX journal_orders (run=? AND <expr>=?)');
    expect(text).not.toContain('SCAN');
  });
});
