import { describe, expect, test } from 'vitest';
import type { Quote } from '../../../../engine/domain/quote.ts';
import { BarBuilder } from '../../../../engine/market/bar-builder.ts';
import { toTicks } from '../../../../engine/domain/contract.ts';
import { specOf } from '../../../../engine/domain/catalog.ts';
import { hasRecorded, recorded } from '../../../support/recorded-data.ts';

const MINUTE = 60_000;
const T0 = 1_700_000_040_000 - (1_700_000_040_000 % MINUTE);

let seq = 0;
function quote(atMs: number, lastTicks: number, sessionVolume: number, extra: Partial<Quote> = {}): Quote {
  seq += 1;
  return {
    root: 'MNQ',
    timeMs: T0 + atMs,
    seq,
    bidTicks: lastTicks - 1,
    askTicks: lastTicks,
    bidSize: 1,
    askSize: 1,
    lastTicks,
    sessionVolume,
    ...extra,
  };
}

describe('BarBuilder', () => {
  test('volume and changes of last are prints; bid and ask never make a bar', () => {
    const builder = new BarBuilder();
    expect(builder.onQuote(quote(0, 100, 0))).toBeUndefined();
    builder.onQuote(quote(1_000, 100, 0, { bidTicks: 98, askTicks: 103 }));
    expect(builder.forming).toBeUndefined();
    builder.onQuote(quote(2_000, 100, 5));
    builder.onQuote(quote(3_000, 102, 5));
    builder.onQuote(quote(4_000, 99, 9));
    expect(builder.forming).toEqual({ timeMs: T0, open: 100, high: 102, low: 99, close: 99, volume: 9 });
    expect(builder.onQuote(quote(MINUTE, 101, 10))).toEqual({
      timeMs: T0,
      open: 100,
      high: 102,
      low: 99,
      close: 99,
      volume: 9,
    });
    expect(builder.forming).toEqual({ timeMs: T0 + MINUTE, open: 101, high: 101, low: 101, close: 101, volume: 1 });
  });

  test('minutes without a trade have no bar', () => {
    const builder = new BarBuilder();
    builder.onQuote(quote(0, 100, 3, { traded: 3 }));
    expect(builder.advanceTo(T0 + MINUTE - 250)).toBeUndefined();
    expect(builder.advanceTo(T0 + MINUTE)?.volume).toBe(3);
    builder.onQuote(quote(MINUTE + 10_000, 100, 3));
    expect(builder.advanceTo(T0 + 2 * MINUTE)).toBeUndefined();
    expect(builder.forming).toBeUndefined();
  });

  test('a quote that is no print still closes the bar behind it', () => {
    const builder = new BarBuilder();
    builder.onQuote(quote(0, 100, 3, { traded: 3 }));
    expect(builder.onQuote(quote(MINUTE + 1, 100, 3))?.timeMs).toBe(T0);
  });

  test('the session volume begins again: said outright, or seen by its fall', () => {
    const builder = new BarBuilder();
    builder.onQuote(quote(0, 100, 50, { traded: 50 }));
    builder.onQuote(quote(1_000, 101, 4));
    expect(builder.forming?.volume).toBe(54);
    // A new session that begins higher than the old one ended cannot be seen: the feed says it.
    builder.onQuote(quote(2_000, 102, 9, { traded: 9 }));
    expect(builder.forming?.volume).toBe(63);
  });

  test('a late event is dropped and counted, and its volume turns up nowhere', () => {
    const builder = new BarBuilder();
    builder.onQuote(quote(0, 100, 10, { traded: 10 }));
    expect(builder.advanceTo(T0 + MINUTE)?.volume).toBe(10);
    expect(builder.onQuote(quote(MINUTE - 1_000, 150, 17))).toBeUndefined();
    expect(builder.late).toBe(1);
    builder.onQuote(quote(MINUTE + 1_000, 101, 20));
    expect(builder.forming).toEqual({ timeMs: T0 + MINUTE, open: 101, high: 101, low: 101, close: 101, volume: 3 });
    // Older than the quote before it: dropped as well, and no reference for the next.
    builder.onQuote(quote(MINUTE + 500, 90, 19));
    builder.onQuote(quote(MINUTE + 2_000, 102, 21));
    expect(builder.late).toBe(2);
    expect(builder.forming).toEqual({ timeMs: T0 + MINUTE, open: 101, high: 102, low: 101, close: 102, volume: 4 });
  });

  test('a builder that starts within a session: the first quote is the reference', () => {
    const builder = new BarBuilder();
    builder.onQuote(quote(0, 100, 90_000));
    builder.onQuote(quote(250, 101, 90_002));
    expect(builder.forming).toEqual({ timeMs: T0, open: 101, high: 101, low: 101, close: 101, volume: 2 });

    const known = new BarBuilder();
    known.reference(quote(0, 100, 90_000));
    known.onQuote(quote(250, 100, 90_001));
    expect(known.forming?.open).toBe(100);

    const later = new BarBuilder({ fromMs: T0 + 1 });
    later.onQuote(quote(250, 101, 90_002));
    later.onQuote(quote(500, 105, 90_005));
    expect(later.onQuote(quote(MINUTE, 104, 90_006))).toBeUndefined();
    expect(later.forming).toEqual({ timeMs: T0 + MINUTE, open: 104, high: 104, low: 104, close: 104, volume: 1 });
    expect(later.late).toBe(0);
  });

  test('saved and loaded as JSON it goes on the same', () => {
    const one = new BarBuilder();
    one.onQuote(quote(0, 100, 10, { traded: 10 }));
    one.onQuote(quote(1_000, 103, 12));
    const two = BarBuilder.load(JSON.parse(JSON.stringify(one.save())));
    const next = quote(61_000, 104, 20);
    expect(two.onQuote(next)).toEqual(one.onQuote(next));
    expect(two.save()).toEqual(one.save());
    expect(BarBuilder.load(new BarBuilder().save()).save()).toEqual(new BarBuilder().save());
  });
});

describe.each(['20131007', '20131008'])('oracle: trades of %s', (day) => {
  const there = hasRecorded(`ticks/GC_trades_${day}.csv`);
  test.skipIf(!there)('give the data provider’s own bars: every price, every volume but the last', () => {
    const spec = specOf('GC');
    const lines = (path: string): string[][] =>
      recorded(path)
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(','));
    const price = (text: string | undefined): number => toTicks(spec, Number(text));
    const builder = new BarBuilder();
    const built = lines(`ticks/GC_trades_${day}.csv`).flatMap(([time, at, quantity]) => {
      const bar = builder.onPrint(Date.parse(time ?? ''), price(at), Number(quantity));
      return bar === undefined ? [] : [bar];
    });
    const last = builder.forming;
    if (last !== undefined) built.push(last);
    const expected = lines(`ticks/GC_1m_${day}.csv`).map(([time, open, high, low, close, volume]) => ({
      timeMs: Date.parse(time ?? ''),
      open: price(open),
      high: price(high),
      low: price(low),
      close: price(close),
      volume: Number(volume),
    }));
    expect(built.length).toBe(expected.length);
    expect(built.slice(0, -1)).toEqual(expected.slice(0, -1));
    expect({ ...built.at(-1), volume: 0 }).toEqual({ ...expected.at(-1), volume: 0 });
    expect(builder.late).toBe(0);
  });
});
