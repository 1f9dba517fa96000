import { describe, expect, test } from 'vitest';
import type { Bar } from '../../../../../engine/domain/bar.ts';
import type { FeedCell } from '../../../../../engine/ports/feed.ts';
import { ReplayFeed } from '../../../../../engine/venue/core/replay-feed.ts';
import { BarBuilder } from '../../../../../engine/market/bar-builder.ts';
import { CME } from '../../../../../engine/domain/session.ts';
import { CHICAGO, wallText } from '../../../../../engine/domain/zone.ts';

function bar(time: string, open: number, volume = 30): Bar {
  return { timeMs: Date.parse(time), open, high: open + 8, low: open - 4, close: open + 2, volume };
}

function feedOf(files: Record<string, Bar[]>, staleMs = 10_000): ReplayFeed {
  return new ReplayFeed({ bars: new Map(Object.entries(files)), calendar: CME, staleMs });
}

function play(feed: ReplayFeed, afterMs = 0): FeedCell[] {
  const cells: FeedCell[] = [];
  for (let cell = feed.next(afterMs); cell !== undefined; cell = feed.next(cell.endMs)) {
    expect(feed.peekEnd(cells.at(-1)?.endMs ?? afterMs)).toBe(cell.endMs);
    cells.push(cell);
  }
  return cells;
}

// Friday to Sunday over the change to daylight saving; MES misses a minute, MGC is alone on Sunday.
const FILES = {
  MGC: [
    bar('2024-03-08T21:59:00Z', 20_000, 3),
    bar('2024-03-10T22:00:00Z', 20_100),
    bar('2024-03-10T22:01:00Z', 20_101),
  ],
  MES: [bar('2024-03-08T21:56:00Z', 5_000), bar('2024-03-08T21:58:00Z', 5_002), bar('2024-03-08T21:59:00Z', 5_004)],
};

describe('ReplayFeed', () => {
  test('twelve quotes a minute, merged in catalog order; empty cells only where they are forced', () => {
    const cells = play(feedOf(FILES));
    expect(feedOf(FILES).roots).toEqual(['MES', 'MGC']);
    const first = cells[0];
    expect(first?.startMs).toBe(Date.parse('2024-03-08T21:56:00Z'));
    const shared = cells.filter((cell) => cell.quotes.length === 2);
    expect(shared.length).toBe(12);
    expect(shared.every((cell) => cell.quotes[0]?.root === 'MES' && cell.quotes[1]?.root === 'MGC')).toBe(true);
    const empty = cells
      .filter((cell) => cell.quotes.length === 0)
      .map((cell) => wallText(CHICAGO, cell.endMs) + '.' + ((cell.endMs / 1_000) % 60));
    expect(empty).toEqual([
      '2024-03-08 15:57.0', // bar end
      '2024-03-08 15:57.5', // MES stale: 15:56:55 and ten seconds
      '2024-03-08 15:59.0', // bar end
      '2024-03-08 16:00.0', // bar end and close
      '2024-03-10 17:00.0', // opening
      '2024-03-10 17:01.0',
      '2024-03-10 17:02.0',
    ]);
  });

  test('sequence numbers are gap-free per root, times ascend, volume starts again with the session', () => {
    const quotes = play(feedOf(FILES)).flatMap((cell) => cell.quotes);
    for (const root of ['MES', 'MGC']) {
      expect(quotes.filter((quote) => quote.root === root).map((quote) => quote.seq)).toEqual(
        Array.from({ length: 36 }, (_, i) => i),
      );
    }
    expect(quotes.map((quote) => quote.timeMs)).toEqual(quotes.map((quote) => quote.timeMs).toSorted((a, b) => a - b));
    const gold = quotes.filter((quote) => quote.root === 'MGC');
    expect([gold[11]?.sessionVolume, gold[23]?.sessionVolume, gold[35]?.sessionVolume]).toEqual([3, 30, 60]);
    expect(gold[12]?.traded).toBe(gold[12]?.sessionVolume);
    expect(gold[13]?.traded).toBeUndefined();
  });

  test('quotes rebuild the file', () => {
    const feed = feedOf(FILES);
    for (const root of feed.roots) {
      const builder = new BarBuilder();
      const built = play(feed).flatMap((cell) => {
        const closed = cell.quotes.filter((quote) => quote.root === root).map((quote) => builder.onQuote(quote));
        return [...closed, builder.advanceTo(cell.endMs)].filter((bar) => bar !== undefined);
      });
      expect(built).toEqual(feed.bars(root, 0, Number.MAX_SAFE_INTEGER));
    }
  });

  test('asked at random it says the same as in sequence', () => {
    const cells = play(feedOf(FILES));
    const feed = feedOf(FILES);
    for (let i = 0; i < 300; i += 1) {
      const at = (i * 37) % cells.length;
      expect(feed.next(cells[at - 1]?.endMs ?? 0)).toEqual(cells[at]);
      const quote = cells[at]?.quotes[0];
      if (quote !== undefined) expect(feed.lastQuote(quote.root, quote.timeMs + 249)).toEqual(quote);
    }
  });

  test('before, between and after the data', () => {
    const feed = feedOf(FILES);
    expect(feed.lastQuote('MES', Date.parse('2024-03-08T21:55:59Z'))).toBeUndefined();
    expect(feed.lastQuote('MES', Date.parse('2024-03-11T00:00:00Z'))?.lastTicks).toBe(5_006);
    expect(feed.lastQuote('MNQ', 0)).toBeUndefined();
    expect(feed.next(Date.parse('2024-03-10T22:02:00Z'))).toBeUndefined();
    expect(feed.bars('MGC', Date.parse('2024-03-10T22:00:00Z'), Date.parse('2024-03-10T22:01:00Z'))).toEqual([
      FILES.MGC[1],
    ]);
    expect(feed.span).toEqual({ fromMs: Date.parse('2024-03-08T21:56:00Z'), toMs: Date.parse('2024-03-10T22:02:00Z') });
    expect(feedOf({}).next(0)).toBeUndefined();
  });
});
