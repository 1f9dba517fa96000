import { expect, it } from 'vitest';
import type { CockpitTrade } from '../../../../engine/wire/index.ts';
import type { HubClient } from '../../../../renderer/connection/http.ts';
import { TradePages } from '../../../../renderer/connection/trade-pages.ts';
import { createStore } from '../../../../renderer/state/store.ts';

const START = Date.parse('2026-11-01T00:00:00Z');
const trades = Array.from(
  { length: 1_300 },
  (_, n) => ({ tradeId: `t-${n}`, exitTime: new Date(START + n * 60_000).toISOString() }) as CockpitTrade,
);

/** A hub with these trades: the newest `limit` that closed before `to`, oldest first. */
function pagesOf(): { pages: TradePages; store: ReturnType<typeof createStore>; calls: unknown[] } {
  const calls: unknown[] = [];
  const call = (_name: string, { query }: { query: { to?: string; limit: number } }) => {
    calls.push(query);
    const found = trades.filter(({ exitTime }) => query.to === undefined || exitTime < query.to);
    return Promise.resolve({ ok: true, value: found.slice(-query.limit) });
  };
  const store = createStore({ soon: (callback) => queueMicrotask(callback), wallMs: () => 0, nowMs: () => 0 });
  return { pages: new TradePages({ call } as unknown as HubClient, store), store, calls };
}

it('loads the newest trades, and back to a moment page by page without a gap', async () => {
  const { pages, store, calls } = pagesOf();
  await pages.newest();
  expect(store.get().trades).toHaveLength(500);
  await pages.reach(Date.parse(trades[900]!.exitTime));
  expect(calls).toHaveLength(1);
  await pages.reach(Date.parse(trades[350]!.exitTime));
  expect(store.get().tradeSpan?.from).toBe(trades[301]!.exitTime);
  await pages.reach(0);
  expect(store.get().trades.map(({ tradeId }) => tradeId)).toEqual(trades.map(({ tradeId }) => tradeId).reverse());
  expect(store.get().tradeSpan).toEqual({ from: trades[0]!.exitTime, isComplete: true });
  const before = calls.length;
  expect(await pages.older()).toBe(false);
  expect(calls).toHaveLength(before);
});

it('asks once for what several charts want at the same time', async () => {
  const { pages, calls } = pagesOf();
  await pages.newest();
  await Promise.all([pages.older(), pages.older(), pages.older()]);
  expect(calls).toHaveLength(2);
});
