import { describe, expect, test } from 'vitest';
import type { Bar } from '../../../../../../engine/domain/bar.ts';
import type { Calendar } from '../../../../../../engine/domain/session.ts';
import type { FeedCell } from '../../../../../../engine/ports/feed.ts';
import { SimFeed } from '../../../../../../engine/venue/core/simulator/sim-feed.ts';
import { BarBuilder } from '../../../../../../engine/market/bar-builder.ts';
import { QuoteGate } from '../../../../../../engine/market/quote-gate.ts';
import { ALWAYS, CME, isOpen } from '../../../../../../engine/domain/session.ts';

const ROOTS = ['MGC', 'MNQ', 'M6E'];
const MINUTE = 60_000;
/** A Friday, 15:30 Chicago: half an hour to the close. */
const START = Date.parse('2026-11-20T21:30:00Z');

function feed(calendar: Calendar, seed = 1, fineFromMs = START): SimFeed {
  return new SimFeed({ seed, roots: ROOTS, calendar, fineFromMs });
}

function play(source: SimFeed, fromMs: number, toMs: number): FeedCell[] {
  const cells: FeedCell[] = [];
  for (let cell = source.next(fromMs); cell.endMs <= toMs; cell = source.next(cell.endMs)) cells.push(cell);
  return cells;
}

describe('SimFeed', () => {
  test('twelve quotes a minute before the start, four a second from it, bar ends between', () => {
    const cells = play(feed(ALWAYS), START - 2 * MINUTE, START + MINUTE);
    const coarse = cells.filter((cell) => cell.endMs <= START);
    expect(coarse.length).toBe(2 * 13);
    expect(coarse.filter((cell) => cell.quotes.length === 0).map((cell) => cell.endMs)).toEqual([
      START - MINUTE,
      START,
    ]);
    expect(cells.length - coarse.length).toBe(240);
    expect(cells.at(-1)?.quotes.map((quote) => quote.root)).toEqual(['MNQ', 'MGC', 'M6E']);
  });

  test('a start within a minute: the minute stays as it was begun', () => {
    const cells = play(feed(ALWAYS, 1, START + 20_000), START, START + 2 * MINUTE);
    expect(cells.filter((cell) => cell.endMs <= START + MINUTE).length).toBe(13);
    expect(cells.length).toBe(13 + 240);
  });

  test.each([ALWAYS, CME])('quotes pass the gate, number without a gap, and rebuild the bars ($mode)', (calendar) => {
    const source = feed(calendar);
    const [fromMs, toMs] = [START - 45 * MINUTE, START + 45 * MINUTE];
    const gate = new QuoteGate();
    const builders = new Map(ROOTS.map((root) => [root, new BarBuilder()]));
    const built = new Map<string, Bar[]>(ROOTS.map((root) => [root, []]));
    const seqs = new Map<string, number>();
    for (const cell of play(source, fromMs, toMs)) {
      for (const quote of cell.quotes) {
        expect(gate.check(quote, cell)).toBeUndefined();
        const before = seqs.get(quote.root);
        if (before !== undefined) expect(quote.seq).toBe(before + 1);
        seqs.set(quote.root, quote.seq);
        const bar = builders.get(quote.root)?.onQuote(quote);
        if (bar !== undefined) built.get(quote.root)?.push(bar);
      }
      for (const [root, builder] of builders) {
        const bar = builder.advanceTo(cell.endMs);
        if (bar !== undefined) built.get(root)?.push(bar);
      }
    }
    for (const root of ROOTS) {
      expect(built.get(root)).toEqual(source.bars(root, fromMs, toMs));
      expect(built.get(root)?.length).toBe(calendar.mode === 'always' ? 90 : 75);
    }
  });

  test('the weekend: only its edges are steps, numbers go on where they stopped', () => {
    const source = feed(CME);
    const friday = Date.parse('2026-11-20T22:00:00Z');
    const sunday = Date.parse('2026-11-22T23:00:00Z');
    expect(source.next(friday)).toEqual({ startMs: sunday - 250, endMs: sunday, quotes: [] });
    const opening = source.next(sunday).quotes[0];
    expect(opening?.timeMs).toBe(sunday);
    expect(opening?.seq).toBe((source.lastQuote('MNQ', sunday - 1)?.seq ?? 0) + 1);
    expect(source.lastQuote('MNQ', sunday - 1)?.timeMs).toBe(friday - 250);
    expect(opening?.sessionVolume).toBe(opening?.traded);
  });

  test('any moment at once: a fresh feed says what one that was played says', () => {
    const played = feed(CME);
    const cells = play(played, START - 30 * MINUTE, START + 2 * MINUTE);
    for (let i = 0; i < cells.length; i += 97) {
      const fresh = feed(CME);
      expect(fresh.next(cells[i - 1]?.endMs ?? START - 30 * MINUTE)).toEqual(cells[i]);
    }
    expect(feed(CME).bars('MGC', START - 60 * MINUTE, START)).toEqual(played.bars('MGC', START - 60 * MINUTE, START));
  });

  test('another seed is another market; another set of contracts is the same one', () => {
    const bars = (source: SimFeed): Bar[] => source.bars('MNQ', START - 60 * MINUTE, START);
    expect(bars(feed(ALWAYS, 2))).not.toEqual(bars(feed(ALWAYS, 1)));
    expect(bars(new SimFeed({ seed: 1, roots: ['MNQ', 'MES', 'CL'], calendar: ALWAYS, fineFromMs: 0 }))).toEqual(
      bars(feed(ALWAYS)),
    );
  });

  test('always is open on Saturday, the exchange is not; the clocks change without a hole', () => {
    const saturday = Date.parse('2026-11-21T15:00:00Z');
    expect(feed(ALWAYS).bars('MNQ', saturday, saturday + 10 * MINUTE)).toHaveLength(10);
    expect(feed(CME).bars('MNQ', saturday, saturday + 10 * MINUTE)).toEqual([]);
    for (const change of ['2026-11-01T00:00:00Z', '2027-03-14T00:00:00Z']) {
      const from = Date.parse(change);
      const bars = feed(ALWAYS).bars('MGC', from, from + 1_440 * MINUTE);
      expect(bars).toHaveLength(1_440);
      expect(Math.max(...bars.map((bar) => (bar.high - bar.low) / bar.low))).toBeLessThan(0.02);
    }
  });

  test('times outside every run: long ago, and before the origin of the numbers', () => {
    const old = Date.parse('2011-06-15T15:00:00Z');
    expect(isOpen(CME, 'MNQ', old)).toBe(true);
    const cells = play(feed(CME), old, old + 3 * MINUTE);
    const seqs = cells.flatMap((cell) => cell.quotes.filter((quote) => quote.root === 'MNQ').map((quote) => quote.seq));
    expect(seqs.every((seq, i) => i === 0 || seq === (seqs[i - 1] ?? 0) + 1)).toBe(true);
  });
});
