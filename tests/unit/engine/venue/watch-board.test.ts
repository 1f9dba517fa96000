import { expect, test } from 'vitest';
import { findSpec } from '../../../../engine/domain/catalog.ts';
import { CME } from '../../../../engine/domain/session.ts';
import { WatchBoard } from '../../../../engine/venue/watch-board.ts';

const AT = Date.parse('2024-01-17T15:00:00Z');

test('a simulation has every contract and the symbols beside them, each in ticks of its own', () => {
  const quotes = new WatchBoard({ kind: 'sim', seed: 4, historyDays: 0, hours: 'cme' }, CME).quotes(AT);
  const symbols = quotes.map(({ symbol }) => symbol);
  for (const symbol of ['MNQ', 'M6E', 'AAPL', 'TSLA', 'NVDA', 'BTCUSD', 'ETHUSD', 'EURUSD', 'GBPUSD', 'USDJPY'])
    expect(symbols).toContain(symbol);
  for (const { bidTicks, askTicks, lastTicks, high24hTicks, low24hTicks, tickSize } of quotes) {
    expect(bidTicks).toBeLessThan(askTicks);
    expect(low24hTicks).toBeLessThanOrEqual(lastTicks);
    expect(high24hTicks).toBeGreaterThanOrEqual(lastTicks);
    expect(tickSize).toBeGreaterThan(0);
  }
});

test('beside a replay no contract is made up', () => {
  const quotes = new WatchBoard({ kind: 'replay', files: [], round: false }, CME).quotes(AT);
  expect(quotes).toHaveLength(8);
  for (const { symbol } of quotes) expect(findSpec(symbol)).toBeUndefined();
});
