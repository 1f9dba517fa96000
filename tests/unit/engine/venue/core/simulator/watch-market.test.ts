import { describe, expect, test } from 'vitest';
import { WatchMarket } from '../../../../../../engine/venue/core/simulator/watch-market.ts';
import { SimFeed } from '../../../../../../engine/venue/core/simulator/sim-feed.ts';
import { ALWAYS, CME } from '../../../../../../engine/domain/session.ts';

const SATURDAY = Date.parse('2026-11-21T14:30:10Z');

describe('WatchMarket', () => {
  test('outside its hours each shows its last moment', () => {
    const market = new WatchMarket(1, CME);
    const at = (symbol: string): string => new Date(market.quote(symbol, SATURDAY).timeMs).toISOString();
    expect(at('MNQ')).toBe('2026-11-20T21:59:59.000Z');
    expect(at('EURUSD')).toBe('2026-11-20T21:59:59.000Z');
    expect(at('AAPL')).toBe('2026-11-20T20:59:59.000Z');
    expect(at('BTCUSD')).toBe('2026-11-21T14:30:10.000Z');
    // Thanksgiving, and Friday before the stock market opens.
    expect(new Date(market.quote('AAPL', Date.parse('2026-11-27T13:00:00Z')).timeMs).toISOString()).toBe(
      '2026-11-25T20:59:59.000Z',
    );
  });

  test('contracts end each minute where the traded feed does', () => {
    const feed = new SimFeed({ seed: 3, roots: ['MES'], calendar: ALWAYS, fineFromMs: 0 });
    const market = new WatchMarket(3, ALWAYS);
    for (let t = SATURDAY; t < SATURDAY + 600_000; t += 60_000) {
      const minuteMs = Math.floor(t / 60_000) * 60_000;
      expect(market.quote('MES', minuteMs + 59_999).lastTicks).toBe(feed.bars('MES', minuteMs, minuteMs + 1)[0]?.close);
    }
  });

  test('the day’s figures hold what happened, and nothing later', () => {
    const market = new WatchMarket(1, ALWAYS);
    const feed = new SimFeed({ seed: 1, roots: ['MGC'], calendar: ALWAYS, fineFromMs: 0 });
    const quote = market.quote('MGC', SATURDAY);
    const minuteMs = Math.floor(SATURDAY / 60_000) * 60_000;
    const day = feed.bars('MGC', minuteMs - 86_400_000, minuteMs);
    expect(quote.high24hTicks).toBeGreaterThanOrEqual(Math.max(...day.map((bar) => bar.high)));
    expect(quote.volume24h - day.reduce((sum, bar) => sum + bar.volume, 0)).toBeLessThan(1_000);
    expect(quote.change24hTicks).toBe(quote.lastTicks - (day[0]?.open ?? 0));
    expect(new WatchMarket(1, ALWAYS).quote('MGC', SATURDAY)).toEqual(quote);
    expect(market.has('XYZ')).toBe(false);
  });
});
