import { describe, expect, it } from 'vitest';
import { CME } from '../../../../../engine/domain/session.ts';
import { MarketState } from '../../../../../engine/desk/core/market-state.ts';

const OPEN_MS = Date.parse('2026-11-18T15:00:00Z');
const quote = (timeMs: number, lastTicks = 10) => ({
  root: 'MNQ',
  timeMs,
  seq: 1,
  bidTicks: 11,
  askTicks: 12,
  bidSize: 1,
  askSize: 1,
  lastTicks,
  sessionVolume: 1,
});

describe('MarketState', () => {
  it('marks at last, clamped to bid and ask', () => {
    const market = new MarketState(CME, 10_000);
    market.onQuote(quote(OPEN_MS, 10));
    expect(market.mark('MNQ')).toBe(11);
    market.onQuote(quote(OPEN_MS, 15));
    expect(market.mark('MNQ')).toBe(12);
  });

  it('tells once that a feed is stale, and once that it is back', () => {
    const market = new MarketState(CME, 10_000);
    market.onQuote(quote(OPEN_MS));
    expect(market.checkStale(['MNQ'], OPEN_MS + 10_000)).toEqual([]);
    expect(market.checkStale(['MNQ'], OPEN_MS + 10_250)).toEqual([{ root: 'MNQ', stale: true, ageMs: 10_250 }]);
    expect(market.checkStale(['MNQ'], OPEN_MS + 20_000)).toEqual([]);
    market.onQuote(quote(OPEN_MS + 20_100));
    expect(market.checkStale(['MNQ'], OPEN_MS + 20_250)).toMatchObject([{ stale: false }]);
  });

  it('does not call a closed market stale, and counts a new session from its opening', () => {
    const market = new MarketState(CME, 10_000);
    const closeMs = Date.parse('2026-11-18T22:00:00Z');
    market.onQuote(quote(closeMs - 1_000));
    expect(market.checkStale(['MNQ'], closeMs + 60_000)).toEqual([]);
    const reopenMs = closeMs + 3_600_000;
    expect(market.checkStale(['MNQ'], reopenMs + 9_000)).toEqual([]);
    expect(market.checkStale(['MNQ'], reopenMs + 11_000)).toMatchObject([{ stale: true, ageMs: 11_000 }]);
  });
});
