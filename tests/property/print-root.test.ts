import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Bar } from '../../engine/domain/bar.ts';
import type { Quote } from '../../engine/domain/quote.ts';
import { CME } from '../../engine/domain/session.ts';
import { BarBuilder } from '../../engine/market/bar-builder.ts';
import { PrintColumns, type Taker } from '../../engine/domain/recording/prints.ts';
import { QuoteGate } from '../../engine/market/quote-gate.ts';
import { ReplayFeed } from '../../engine/venue/core/replay-feed.ts';

const START_MS = Date.parse('2026-03-04T20:58:00Z');
const print = fc.record({
  afterMs: fc.oneof(fc.constant(0), fc.nat(40), fc.nat(900), fc.nat(90_000), fc.constant(7_300_000)),
  price: fc.integer({ min: 79_990, max: 80_010 }),
  size: fc.nat(9),
  taker: fc.constantFrom<Taker>(1, -1, 0),
});

function feedOf(prints: PrintColumns): ReplayFeed {
  return new ReplayFeed({
    bars: new Map([['MNQ', []]]),
    prints: new Map([['MNQ', prints]]),
    calendar: CME,
    staleMs: 10_000,
  });
}

/** The same prints, one by one. */
function builtOf(prints: PrintColumns): Bar[] {
  const builder = new BarBuilder();
  const bars: (Bar | undefined)[] = [];
  for (let i = 0; i < prints.length; i += 1)
    bars.push(builder.onPrint(prints.timeMs[i] ?? 0, prints.priceTicks[i] ?? 0, prints.size[i] ?? 0));
  return [...bars, builder.advanceTo(Number.MAX_SAFE_INTEGER)].filter((bar) => bar !== undefined);
}

test('prints become quotes whose bars are those of all prints, that pass the gate, and that traded at those prices', () => {
  fc.assert(
    fc.property(fc.array(print, { minLength: 1, maxLength: 200 }), (rows) => {
      const prints = new PrintColumns();
      let timeMs = START_MS;
      for (const { afterMs, price, size, taker } of rows) {
        timeMs += afterMs;
        prints.add(timeMs, price, size, taker);
      }
      const feed = feedOf(prints);
      const [gate, builder] = [new QuoteGate(), new BarBuilder()];
      const [built, quotes, ends]: [(Bar | undefined)[], Quote[], number[]] = [[], [], []];
      for (let cell = feed.next(0); cell !== undefined; cell = feed.next(cell.endMs)) {
        expect(feed.peekEnd(ends.at(-1) ?? 0)).toBe(cell.endMs);
        ends.push(cell.endMs);
        for (const quote of cell.quotes) {
          expect(gate.check(quote, cell)).toBeUndefined();
          built.push(builder.onQuote(quote));
          quotes.push(quote);
        }
        built.push(builder.advanceTo(cell.endMs));
      }
      const expected = builtOf(prints);
      expect(built.filter((bar) => bar !== undefined)).toEqual(expected);
      expect(feed.bars('MNQ', 0, Number.MAX_SAFE_INTEGER)).toEqual(expected);
      expect(quotes.map((quote) => quote.seq)).toEqual(quotes.map((_, i) => i));
      // Each quote is a print, in the order of the prints.
      let at = -1;
      for (const { timeMs: ms, lastTicks, bidTicks, askTicks } of quotes) {
        do at += 1;
        while (at < prints.length && !(prints.timeMs[at] === ms && prints.priceTicks[at] === lastTicks));
        expect(at).toBeLessThan(prints.length);
        expect(askTicks - bidTicks).toBe(1);
        expect([bidTicks, askTicks]).toContain(lastTicks);
        const bar = expected.find(({ timeMs: open }) => open <= ms && ms < open + 60_000);
        if (bar === undefined || bar.high === bar.low) continue;
        // Nothing fills where the minute did not trade.
        expect(bidTicks).toBeGreaterThanOrEqual(bar.low);
        expect(askTicks).toBeLessThanOrEqual(bar.high);
      }
      // Asked anew in the middle, as after a kill, it says the same.
      const again = feedOf(prints);
      for (const i of [ends.length - 1, Math.floor(ends.length / 2), 0])
        expect(again.next(ends[i - 1] ?? 0)).toEqual(feed.next(ends[i - 1] ?? 0));
      for (const quote of quotes.slice(-3).toReversed())
        expect(again.lastQuote('MNQ', quote.timeMs)?.timeMs).toBe(quote.timeMs);
    }),
    { numRuns: 300 },
  );
});
