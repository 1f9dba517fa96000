import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Bar } from '../../engine/domain/bar.ts';
import { BarBuilder } from '../../engine/market/bar-builder.ts';
import { COARSE_QUOTES, FINE_QUOTES, quotesInBar } from '../../engine/market/path-in-bar.ts';
import { splitBars } from '../../engine/market/split-bars.ts';
import { aggregate } from '../../engine/market/aggregate.ts';
import { anyBar, anyBars } from '../support/bars.ts';

const START = Date.parse('2026-11-20T14:00:00Z');

test('quotes of any bars rebuild exactly those bars, whole or restored half-way', () => {
  fc.assert(
    fc.property(
      anyBars(START, 60_000, 12),
      fc.constantFrom(4, COARSE_QUOTES, FINE_QUOTES),
      fc.integer({ min: 1, max: 4 }),
      fc.nat(),
      (bars, count, spreadTicks, cut) => {
        let builder = new BarBuilder();
        const rebuilt: Bar[] = [];
        const keep = (bar: Bar | undefined): void => void (bar !== undefined && rebuilt.push(bar));
        let seq = 0;
        let volume = 0;
        bars.forEach((bar) => {
          for (const quote of quotesInBar('MNQ', bar, { count, spreadTicks, typicalSize: 8 }, seq, volume)) {
            if (quote.seq === cut % (bars.length * count))
              builder = BarBuilder.load(JSON.parse(JSON.stringify(builder.save())));
            keep(builder.onQuote(quote));
          }
          seq += count;
          volume += bar.volume;
        });
        keep(builder.advanceTo((bars.at(-1)?.timeMs ?? 0) + 60_000));
        expect(rebuilt).toEqual(bars);
        expect(builder.late).toBe(0);
      },
    ),
    { numRuns: 300 },
  );
});

test('the path stays inside the bar, opens and closes with it, visits both extremes; quotes are sound', () => {
  fc.assert(
    fc.property(
      anyBar(START),
      fc.constantFrom(4, COARSE_QUOTES, FINE_QUOTES),
      fc.integer({ min: 1, max: 4 }),
      (bar, count, spreadTicks) => {
        const quotes = quotesInBar('MES', bar, { count, spreadTicks, typicalSize: 8 });
        const lasts = quotes.map((quote) => quote.lastTicks);
        expect(lasts[0]).toBe(bar.open);
        expect(lasts.at(-1)).toBe(bar.close);
        expect(Math.max(...lasts)).toBe(bar.high);
        expect(Math.min(...lasts)).toBe(bar.low);
        expect(quotes.at(-1)?.sessionVolume).toBe(bar.volume);
        let volume = 0;
        for (const quote of quotes) {
          expect(quote.askTicks - quote.bidTicks).toBe(spreadTicks);
          expect(quote.lastTicks === quote.bidTicks || quote.lastTicks === quote.askTicks).toBe(true);
          expect(Math.min(quote.bidSize, quote.askSize)).toBeGreaterThan(0);
          expect(quote.sessionVolume).toBeGreaterThanOrEqual(volume);
          volume = quote.sessionVolume;
          if (bar.high - bar.low >= spreadTicks * 2) {
            expect(quote.bidTicks).toBeGreaterThanOrEqual(bar.low);
            expect(quote.askTicks).toBeLessThanOrEqual(bar.high);
          }
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('bars of several minutes, split and aggregated again, are the same bars', () => {
  fc.assert(
    fc.property(anyBars(Date.parse('2026-11-20T14:00:00Z'), 300_000, 8), (bars) => {
      const split = splitBars('MNQ', bars, 300_000);
      expect(aggregate(split, 5)).toEqual(bars);
      expect(split.every((bar) => bar.timeMs % 60_000 === 0)).toBe(true);
    }),
    { numRuns: 200 },
  );
});
