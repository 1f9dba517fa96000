import { describe, expect, test } from 'vitest';
import { CME } from '../../../../../engine/domain/session.ts';
import { PrintColumns, type Taker } from '../../../../../engine/domain/recording/prints.ts';
import { barsOfPrints } from '../../../../../engine/market/prints.ts';
import { PrintRoot } from '../../../../../engine/venue/core/print-root.ts';
import { ReplayFeed } from '../../../../../engine/venue/core/replay-feed.ts';
import { Bench, T0, bracket, place, venueOver } from '../../../../support/venue/venue-bench.ts';

const START_MS = Date.parse('2026-03-04T15:00:00Z');
type Row = readonly [afterMs: number, price: number, size: number, taker?: Taker];

function printed(rows: readonly Row[]): PrintColumns {
  const prints = new PrintColumns();
  for (const [afterMs, price, size, taker = 0] of rows) prints.add(START_MS + afterMs, price, size, taker);
  return prints;
}

function quotesOf(rows: readonly Row[], spreadTicks = 1) {
  const into: Parameters<PrintRoot['quotesIn']>[2] = [];
  new PrintRoot('MNQ', printed(rows), CME, spreadTicks).quotesIn(0, Number.MAX_SAFE_INTEGER, into);
  return into;
}

test('the path of a cell: first, extremes and last in their order, with the volume between them', () => {
  const quotes = quotesOf([
    [0, 100, 1],
    [10, 101, 2],
    [20, 97, 3],
    [30, 104, 4],
    [40, 99, 5],
    [249, 100, 6],
    [250, 100, 7],
  ]);
  expect(quotes.map(({ timeMs, lastTicks, sessionVolume }) => [timeMs - START_MS, lastTicks, sessionVolume])).toEqual([
    [0, 100, 1],
    [20, 97, 6],
    [30, 104, 10],
    [249, 100, 21],
    [250, 100, 28],
  ]);
});

test('who took is the side that the last is on; where it is not told, a rise is a buyer’s', () => {
  const quotes = quotesOf(
    [
      [0, 100, 1, -1],
      [1_000, 100, 1, 1],
      [2_000, 101, 1],
      [3_000, 101, 1],
      [4_000, 100, 1],
      [5_000, 100, 1],
    ],
    2,
  );
  expect(quotes.map(({ bidTicks, askTicks }) => [bidTicks, askTicks])).toEqual([
    [100, 102],
    [98, 100],
    [99, 101],
    [99, 101],
    [100, 102],
    [100, 102],
  ]);
});

test('as much can be taken as was printed at that price; a print without a size leaves one', () => {
  const quotes = quotesOf([
    [0, 100, 3],
    [10, 100, 4],
    [20, 101, 8],
    [30, 100, 2],
    [300, 100, 0],
  ]);
  expect(quotes.map(({ lastTicks, askSize, bidSize }) => [lastTicks, askSize, bidSize])).toEqual([
    [100, 3, 3],
    [101, 8, 8],
    [100, 2, 2],
    [100, 1, 1],
  ]);
});

test('a contract without prints is stale within the minute, and volume begins anew with the session', () => {
  const closeMs = Date.parse('2026-03-04T22:00:00Z') - START_MS;
  const openMs = Date.parse('2026-03-04T23:00:00Z') - START_MS;
  const prints = printed([
    [0, 100, 5],
    [45_100, 100, 5],
    [closeMs - 100, 100, 5],
    [openMs, 101, 2],
  ]);
  const options = { bars: new Map([['MNQ', []]]), prints: new Map([['MNQ', prints]]), calendar: CME, staleMs: 10_000 };
  const feed = new ReplayFeed(options);
  const ends: number[] = [];
  for (let end = feed.peekEnd(0); end !== undefined; end = feed.peekEnd(end)) ends.push(end - START_MS);
  expect(ends.slice(0, 5)).toEqual([250, 10_000, 45_250, 55_250, 60_000]);
  expect(feed.lastQuote('MNQ', START_MS + closeMs)?.sessionVolume).toBe(15);
  expect(feed.lastQuote('MNQ', START_MS + openMs)?.sessionVolume).toBe(2);
});

describe('stop and target in one minute: the order in which it traded decides', () => {
  /** One bar from 1000 to 1000, between 980 and 1020; so that a bar tells nothing of what came first. */
  const minute = (first: number, second: number): PrintColumns => {
    const prints = new PrintColumns();
    const path = [1_000, 1_000, 1_000, first, second, 1_000];
    path.forEach((price, i) => prints.add(T0 + 1_000 * i, price, 5, 1));
    prints.add(T0 + 60_000, 1_000, 5, 1);
    return prints;
  };

  function reports(prints: PrintColumns): readonly string[] {
    const options = { bars: new Map([['MNQ', []]]), calendar: CME, staleMs: 60_000 };
    const feed = new ReplayFeed({ ...options, prints: new Map([['MNQ', prints]]) });
    const b = new Bench(venueOver(feed, { calendar: CME, slippageTicks: 0, startAfterMs: T0 }));
    b.submit(place({ orderId: 'E', bracket: bracket(1, 10, [[15, 1]]) }));
    const said: string[] = [];
    for (let step = b.step(); step[0] !== 'no more data'; step = b.step()) said.push(...step);
    return said.filter((line) => line.includes('filled'));
  }

  test.each([
    ['up first', 1_020, 980, 'T+3000 T1 filled 1@1015 leaves 0'],
    ['down first', 980, 1_020, 'T+3000 S filled 1@980 leaves 0'],
  ])('%s', (_, first, second, exit) => {
    const prints = minute(first, second);
    const [bar] = barsOfPrints(prints);
    expect(bar).toMatchObject({ open: 1_000, high: 1_020, low: 980, close: 1_000, volume: 30 });
    expect(reports(prints)).toEqual(['T+300 E filled 1@1000 leaves 0', exit]);
  });
});
