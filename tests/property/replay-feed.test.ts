import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Bar } from '../../engine/domain/bar.ts';
import type { FeedCell } from '../../engine/ports/feed.ts';
import { BarBuilder } from '../../engine/market/bar-builder.ts';
import { CME } from '../../engine/domain/session.ts';
import { catalogOrder } from '../../engine/domain/catalog.ts';
import { ReplayFeed } from '../../engine/venue/core/replay-feed.ts';
import { anyBars } from '../support/bars.ts';

/** Shortly before the daily break, so that closes, flat-by and openings fall among the bars. */
const START = Date.parse('2026-11-18T20:50:00Z');
const ROOTS = ['MGC', 'MNQ', 'MES'] as const;

test('recordings of several contracts: ordered, gap-free, rebuilt exactly, the same when asked at random', () => {
  const files = fc.tuple(...ROOTS.map(() => anyBars(START, 60_000, 40)));
  fc.assert(
    fc.property(
      files,
      fc.integer({ min: 1_000, max: 200_000 }),
      fc.array(fc.nat(), { maxLength: 12 }),
      (bars, staleMs, picks) => {
        const options = {
          bars: new Map<string, Bar[]>(ROOTS.map((root, i) => [root, bars[i] ?? []])),
          calendar: CME,
          staleMs,
        };
        const feed = new ReplayFeed(options);
        const builders = new Map<string, BarBuilder>(ROOTS.map((root) => [root, new BarBuilder()]));
        const built = new Map<string, Bar[]>(ROOTS.map((root) => [root, []]));
        const seqs = new Map<string, number>();
        const cells: FeedCell[] = [];
        const keep = (root: string, bar: Bar | undefined): void =>
          void (bar !== undefined && built.get(root)?.push(bar));
        for (let cell = feed.next(0); cell !== undefined; cell = feed.next(cell.endMs)) {
          expect(cell.endMs - cell.startMs).toBe(250);
          expect(cell.startMs).toBeGreaterThanOrEqual(cells.at(-1)?.endMs ?? 0);
          let order = -1;
          for (const quote of cell.quotes) {
            expect(quote.timeMs >= cell.startMs && quote.timeMs < cell.endMs).toBe(true);
            expect(catalogOrder(quote.root)).toBeGreaterThan(order);
            order = catalogOrder(quote.root);
            expect(quote.seq).toBe((seqs.get(quote.root) ?? -1) + 1);
            seqs.set(quote.root, quote.seq);
            keep(quote.root, builders.get(quote.root)?.onQuote(quote));
          }
          for (const [root, builder] of builders) keep(root, builder.advanceTo(cell.endMs));
          cells.push(cell);
        }
        ROOTS.forEach((root, i) => expect(built.get(root)).toEqual(bars[i]));
        const fresh = new ReplayFeed(options);
        for (const pick of picks) {
          const at = pick % cells.length;
          expect(fresh.next(cells[at - 1]?.endMs ?? 0)).toEqual(cells[at]);
        }
      },
    ),
    { numRuns: 40 },
  );
});
