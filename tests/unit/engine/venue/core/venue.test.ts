import { describe, expect, test } from 'vitest';
import { MemoryVenueStore } from '../../../../../engine/ports/venue-store.ts';
import { ScriptFeed } from '../../../../support/venue/script-feed.ts';
import {
  Bench,
  T0,
  bench,
  bracket,
  every250,
  exit,
  place,
  short,
  venueOver,
} from '../../../../support/venue/venue-bench.ts';

test('a bracket from entry to target: protection comes alive with the fill and goes with the target', () => {
  const b = bench([{ bidTicks: 1000 }, { bidTicks: 1000 }, { bidTicks: 1010 }, { bidTicks: 1020 }]);
  b.submit(
    place({
      orderId: 'E',
      qty: 2,
      bracket: bracket(2, 10, [
        [15, 1],
        [18, 1],
      ]),
    }),
  );
  expect(b.step()).toEqual([
    'T+300 E accepted working',
    'T+300 S accepted suspended',
    'T+300 T1 accepted suspended',
    'T+300 T2 accepted suspended',
    'T+300 E filled 2@1002 leaves 0',
    'T+300 S updated 2 @992',
    'T+300 T1 updated 1 @1017',
    'T+300 T2 updated 1 @1020',
  ]);
  expect(b.net()).toBe(2);
  expect(b.step()).toEqual([]);
  expect(b.step()).toEqual([
    'T+750 T1 filled 1@1017 leaves 0',
    'T+750 S updated 1 @992',
    'T+750 T2 filled 1@1020 leaves 0',
    'T+750 S canceled oco',
  ]);
  expect(b.net()).toBe(0);
  expect(b.open()).toEqual([]);
  expect(b.step()).toEqual(['no more data']);
  expect(b.venue.state()).toMatchObject({ cashCents: 5_000_000 + (15 + 18) * 50 - 4 * 37, feesCents: 148 });
});

describe('steps', () => {
  const quotes = [{ bidTicks: 1000 }, { bidTicks: 1001 }, { bidTicks: 1002 }];

  test('an earlier step has the same answer again, byte for byte', () => {
    const b = bench(quotes);
    const first = JSON.stringify(b.venue.advance(1));
    b.submit(place({ orderId: 'E', bracket: bracket(1, 10, [[20, 1]]) }));
    const second = JSON.stringify(b.venue.advance(2));
    const third = JSON.stringify(b.venue.advance(3));
    expect([1, 2, 3].map((n) => JSON.stringify(b.venue.advance(n)))).toEqual([first, second, third]);
    expect(b.venue.steps(1, 3)?.map((step) => JSON.stringify(step))).toEqual([first, second, third]);
    expect(b.venue.steps(3, 2)).toEqual([]);
    expect(b.venue.advance(4)).toBeUndefined();
    expect(b.venue.advance(4)).toBeUndefined();
    expect(JSON.parse(third)).not.toHaveProperty('nextEndMs');
    expect(JSON.parse(second)).toMatchObject({ n: 2, startMs: T0 + 250, endMs: T0 + 500, nextEndMs: T0 + 750 });
  });

  test('a step that skips one, or was never played, is an error', () => {
    const b = bench(quotes);
    expect(() => b.venue.advance(3)).toThrow('expected step 2 or an earlier one, found 3');
    expect(() => b.venue.advance(0)).toThrow('within 1..1');
    expect(() => b.venue.steps(1, 2)).toThrow('within 1..1');
  });

  test('what is asked of the market: quotes, next end, calendar', () => {
    const b = bench(quotes);
    expect(b.venue.standing()).toMatchObject({
      lastStep: 1,
      lastStepEndMs: T0 + 250,
      nextEndMs: T0 + 500,
      calendar: { mode: 'always' },
    });
    expect(b.venue.standing().lastQuotes.map((quote) => quote.bidTicks)).toEqual([1000]);
    b.step();
    b.step();
    expect(b.venue.standing().nextEndMs).toBeUndefined();
  });
});

describe('commands', () => {
  const quotes = Array.from({ length: 8 }, () => ({ bidTicks: 1000 }));

  test('a repeat has no second effect and no second report', () => {
    const b = bench(quotes);
    const entry = place({ orderId: 'E' });
    b.submit(entry, entry);
    b.submit(entry, { ...entry, commandId: 'again' });
    expect(b.step()).toHaveLength(2);
    b.submit(entry);
    expect(b.step()).toEqual([]);
    const cancel = b.cancel('none');
    b.submit(cancel);
    expect(b.step()).toHaveLength(1);
    b.submit(cancel);
    expect(b.now(cancel)).toEqual([]);
    expect(b.step()).toEqual([]);
    expect(b.net()).toBe(1);
  });

  test('executed at once: against the last quotes at the end of the step plus latency, and the same again when repeated', () => {
    const b = bench([{ bidTicks: 1000 }, { bidTicks: 1000 }, { bidTicks: 900 }]);
    b.submit(place({ orderId: 'E' }));
    b.step();
    const once = ['T+550 X! accepted working', 'T+550 X! filled 1@999 leaves 0'];
    expect(b.now(exit('X', 1))).toEqual(once);
    expect(b.now(exit('X', 1))).toEqual(once);
    expect(b.venue.executeNow([exit('X', 1)])).toEqual(b.venue.entriesAfter(2));
    expect(b.net()).toBe(0);
    expect(b.step()).toEqual([]);
    expect(b.venue.entriesAfter(2).map((entry) => entry.step)).toEqual([2, 2]);
    expect(b.venue.advance(2)?.entries.map(short)).toEqual([
      'T+300 E accepted working',
      'T+300 E filled 1@1002 leaves 0',
    ]);
  });

  test('at once only what reduces', () => {
    const b = bench(quotes);
    expect(b.now(place({ orderId: 'E', bracket: bracket(1, 5, []) }))).toEqual([
      'T+300 E! rejected bad_order',
      'T+300 S! canceled parent_closed',
    ]);
    expect(b.net()).toBe(0);
  });

  test('an entry still on its way can be canceled at once, with its legs; a modify is too early', () => {
    const b = bench(quotes);
    b.submit(place({ orderId: 'E', bracket: bracket(1, 5, [[5, 1]]) }), place({ orderId: 'F' }));
    expect(b.now(b.modify('E', { limitTicks: 1 }))).toEqual([
      'T+300 E! command_rejected the order is still on its way',
    ]);
    expect(b.now(b.cancel('E', 'by_flatten'))).toEqual([
      'T+300 E! canceled by_flatten',
      'T+300 S! canceled parent_closed',
      'T+300 T1! canceled parent_closed',
    ]);
    expect(b.step()).toEqual(['T+300 F accepted working', 'T+300 F filled 1@1002 leaves 0']);
    b.submit(place({ orderId: 'E' }));
    expect(b.step()).toEqual([]);
  });

  test('a flatten: cancel the legs, then close; waiting commands for the legs come too late and say so', () => {
    const b = bench(quotes);
    b.submit(place({ orderId: 'E', bracket: bracket(1, 50, [[50, 1]]) }));
    b.step();
    b.submit(b.modify('S', { stopTicks: 990 }));
    expect(b.now(b.cancel('S'), b.cancel('T1'))).toEqual([
      'T+550 S! canceled by_strategy',
      'T+550 T1! canceled by_strategy',
    ]);
    expect(b.now(exit('X', 1))).toEqual(['T+550 X! accepted working', 'T+550 X! filled 1@999 leaves 0']);
    expect(b.step()).toEqual(['T+550 S command_rejected no such open order']);
    expect(b.open()).toEqual([]);
  });

  test('what an order at once could not get waits for quotes later than it', () => {
    const b = bench([{ bidTicks: 1000, askSize: 1 }, { bidTicks: 1010 }, { bidTicks: 1020 }]);
    expect(b.now(exit('X', 2, { side: 'buy' }))).toEqual([
      'T+300 X! accepted working',
      'T+300 X! filled 1@1002 leaves 1',
    ]);
    // The quote at T+250 came before the order did.
    expect(b.step()).toEqual([]);
    expect(b.step()).toEqual(['T+500 X filled 1@1022 leaves 0']);
  });
});

describe('the end of the data', () => {
  test('what is open is closed against the last quote, whatever its size and the hour', () => {
    const fridayMs = Date.UTC(2026, 10, 20, 21, 59, 59, 750);
    const feed = new ScriptFeed([
      { timeMs: fridayMs - 250, bidTicks: 1000 },
      { timeMs: fridayMs, bidTicks: 1000, bidSize: 1 },
    ]);
    const b = new Bench(venueOver(feed, { calendar: { mode: 'cme' }, startAfterMs: fridayMs - 250 }));
    b.submit(place({ orderId: 'E', qty: 3 }));
    expect(b.now(exit('X', 3, { cause: 'end_of_data: in words alone' })).map((line) => line.split(' ')[2])).toEqual([
      'accepted',
      'filled',
    ]);
    b.step();
    expect(b.now(exit('Y', 3)).map((line) => line.split(' ').slice(1).join(' '))).toEqual([
      'Y! rejected outside_hours',
    ]);
    expect(
      b.now(exit('Z', 3, { exitReason: 'end_of_data' })).map((line) => line.split(' ').slice(1).join(' ')),
    ).toEqual(['Z! accepted working', 'Z! filled 3@999 leaves 0']);
  });
});

describe('a venue made anew from its store', () => {
  test('goes on as if nothing had been: quotes, taken size, orders, commands on their way', () => {
    const quotes = every250([
      { bidTicks: 1000 },
      { bidTicks: 1000, askSize: 3 },
      { bidTicks: 1000 },
      { bidTicks: 1022 },
    ]);
    const feed = new ScriptFeed(quotes);
    const played = (reopen: boolean): string[] => {
      const store = new MemoryVenueStore();
      let b = new Bench(venueOver(feed, { store }));
      const lines: string[] = [];
      const next = () => {
        if (reopen) b = new Bench(venueOver(feed, { store }));
      };
      b.submit(place({ orderId: 'E', qty: 2, bracket: bracket(2, 10, [[20, 1]]) }));
      next();
      lines.push(...b.step());
      next();
      lines.push(...b.now(exit('X', 2, { side: 'buy' })));
      next();
      b.submit(place({ orderId: 'F', type: 'limit', limitTicks: 900 }));
      next();
      lines.push(...b.step());
      next();
      lines.push(...b.step(), JSON.stringify(b.venue.state()));
      return lines;
    };
    expect(played(true)).toEqual(played(false));
    // Of three, two were taken by the entry: one is left for the order executed at once.
    expect(played(false)).toContain('T+550 X! filled 1@1002 leaves 1');
  });

  test('knows that a stop was triggered, also where the quote had nothing to fill it with', () => {
    const store = new MemoryVenueStore();
    const quotes = [{ bidTicks: 1000 }, { bidTicks: 1000 }, { bidTicks: 980, bidSize: 0 }, { bidTicks: 1000 }];
    const feed = new ScriptFeed(every250(quotes));
    const b = new Bench(venueOver(feed, { store }));
    b.submit(place({ orderId: 'S', side: 'sell', type: 'stop', stopTicks: 990 }));
    b.step();
    expect(b.step()).toEqual([]);
    expect(new Bench(venueOver(feed, { store })).step()).toEqual(['T+750 S filled 1@999 leaves 0']);
  });

  test('after a failed commit it answers nothing more, and what is made anew knows nothing of the failed', () => {
    const store = new MemoryVenueStore();
    const feed = new ScriptFeed(every250([{ bidTicks: 1000 }, { bidTicks: 1000 }]));
    let full = false;
    const commit = store.commit.bind(store);
    store.commit = (what) => {
      if (full) throw new Error('the disk is full');
      commit(what);
    };
    const venue = venueOver(feed, { store });
    venue.advance(1);
    full = true;
    expect(() => venue.submit([place({ orderId: 'E' })])).toThrow('the disk is full');
    expect(venue.broken).toBe(true);
    expect(() => venue.state()).toThrow('made anew');
    full = false;
    const anew = venueOver(feed, { store });
    expect(anew.standing()).toMatchObject({ lastStep: 1 });
    expect(anew.advance(2)?.entries).toEqual([]);
  });
});

describe('asked for at once after it was submitted', () => {
  const quotes = [{ bidTicks: 1000 }, { bidTicks: 1001 }, { bidTicks: 1002 }];

  test('a reducing command that is still on its way is executed now, and once', () => {
    const store = new MemoryVenueStore();
    const b = bench(quotes, { store });
    b.submit(place({ orderId: 'E', bracket: bracket(1, 10, [[20, 1]]) }));
    b.step();
    const cancel = { kind: 'cancel', commandId: 'C1', epoch: 1, orderId: 'S', reason: 'by_flatten' } as const;
    const close = exit('X', 1);
    b.submit(cancel, close);
    const first = b.now(cancel, close);
    expect(first).toEqual([
      'T+550 S! canceled by_flatten',
      'T+550 X! accepted working',
      'T+550 X! filled 1@1000 leaves 0',
    ]);
    expect(b.now(cancel, close)).toEqual(first);
    expect(b.step()).toEqual([]);
    expect(b.net()).toBe(0);
    expect(store.load()?.state?.waiting).toEqual([]);
  });

  test('also when the data have ended, and no step will ever come', () => {
    const b = bench(quotes.slice(0, 2));
    b.submit(place({ orderId: 'E', bracket: bracket(1, 10, [[20, 1]]) }));
    b.step();
    const cancel = { kind: 'cancel', commandId: 'C1', epoch: 1, orderId: 'S', reason: 'by_flatten' } as const;
    b.submit(cancel);
    expect(b.step()).toEqual(['no more data']);
    expect(b.now(cancel)).toEqual(['T+550 S! canceled by_flatten']);
  });
});
