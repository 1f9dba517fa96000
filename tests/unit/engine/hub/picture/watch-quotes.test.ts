import { expect, test } from 'vitest';
import type { WatchQuote } from '../../../../../engine/domain/watch-quote.ts';
import { WatchQuotes } from '../../../../../engine/hub/picture/watch-quotes.ts';

const EURO: WatchQuote = {
  symbol: 'EURUSD',
  tickSize: 0.00001,
  priceDecimals: 5,
  timeMs: 1_000,
  bidTicks: 108_530,
  askTicks: 108_536,
  lastTicks: 108_536,
  volume24h: 5_000,
  high24hTicks: 109_000,
  low24hTicks: 108_000,
  priorCloseTicks: 108_636,
  change24hTicks: 536,
};

test('quotes are told in prices, marked as simulated', () => {
  const watch = new WatchQuotes();
  expect(watch.has('EURUSD')).toBe(false);
  expect(watch.quotation('EURUSD')).toBeUndefined();
  watch.take([EURO]);
  expect(watch.has('EURUSD')).toBe(true);
  expect(watch.quotation('EURUSD')).toMatchObject({
    price: 1.08536,
    bid: 1.0853,
    ask: 1.08536,
    high24h: 1.09,
    low24h: 1.08,
    priorClose: 1.08636,
    change: -0.001,
    changePercent: -0.09,
    change24h: 0.00536,
    changePercent24h: 0.5,
    volume24h: 5_000,
    timeMs: 1_000,
    simulated: true,
  });
});

test('the version changes with the quote', () => {
  const watch = new WatchQuotes();
  watch.take([EURO]);
  const before = watch.quotation('EURUSD')?.version;
  watch.take([EURO]);
  expect(watch.quotation('EURUSD')?.version).toBe(before);
  watch.take([{ ...EURO, timeMs: 2_000, lastTicks: 108_530 }]);
  expect(watch.quotation('EURUSD')?.version).not.toBe(before);
});
