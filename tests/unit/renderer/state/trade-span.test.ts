import { describe, expect, it } from 'vitest';
import type { CockpitTrade } from '../../../../engine/wire/index.ts';
import {
  TRADES_KEPT,
  withClosedTrades,
  withTradePage,
  type HeldTrades,
} from '../../../../renderer/state/trade-span.ts';

const NONE: HeldTrades = { trades: [], tradeSpan: undefined };
const at = (n: number): string => new Date(Date.parse('2026-11-20T00:00:00Z') + n * 60_000).toISOString();
const trade = (n: number) => ({ tradeId: `t-${n}`, exitTime: at(n) }) as CockpitTrade;
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => trade(from + index));
const newest = (trades: readonly CockpitTrade[], isLast = false) => ({ trades, isNewest: true, isLast });
const older = (trades: readonly CockpitTrade[], isLast = false) => ({ trades, isNewest: false, isLast });

describe('which trades are here', () => {
  it('is said from the first page on', () => {
    expect(withTradePage(NONE, newest(range(50, 60))).tradeSpan).toEqual({ from: at(50), isComplete: false });
    expect(withTradePage(NONE, newest([], true)).tradeSpan).toEqual({ from: undefined, isComplete: true });
  });

  it('goes back with older pages, to the end of the run', () => {
    const first = withTradePage(NONE, newest(range(50, 60)));
    const second = withTradePage(first, older(range(40, 50)));
    expect(second.tradeSpan).toEqual({ from: at(40), isComplete: false });
    expect(second.trades.map(({ tradeId }) => tradeId)).toEqual(
      range(40, 60)
        .map((row) => row.tradeId)
        .reverse(),
    );
    expect(withTradePage(second, older([], true)).tradeSpan).toEqual({ from: at(40), isComplete: true });
  });

  it('stays after a reconnect that reaches what is here, and begins anew after one that does not', () => {
    const deep = withTradePage(withTradePage(NONE, newest(range(50, 60))), older(range(40, 50)));
    const again = withTradePage(deep, newest(range(55, 65)));
    expect(again.tradeSpan).toEqual({ from: at(40), isComplete: false });
    expect(again.trades).toHaveLength(25);
    const apart = withTradePage(deep, newest(range(70, 80)));
    expect(apart.tradeSpan).toEqual({ from: at(70), isComplete: false });
    expect(apart.trades).toHaveLength(10);
  });

  it('keeps a trade that was told before the first page came', () => {
    const told = withClosedTrades(NONE, [trade(61)]);
    expect(withTradePage(told, newest(range(50, 60))).trades.map(({ tradeId }) => tradeId)[0]).toBe('t-61');
  });

  it('is bounded, and says so', () => {
    const full = withTradePage(NONE, newest(range(0, TRADES_KEPT), true));
    const one = withClosedTrades(full, [trade(TRADES_KEPT)]);
    expect(one.trades).toHaveLength(TRADES_KEPT);
    expect(one.tradeSpan).toEqual({ from: at(1), isComplete: false });
  });
});
