import { describe, expect, test } from 'vitest';
import { specOf } from '../../../../../engine/domain/catalog.ts';
import { contractAt } from '../../../../../engine/domain/contract-month.ts';
import { ALWAYS, CME, type Calendar } from '../../../../../engine/domain/session.ts';
import {
  Bench,
  CONTRACT,
  T0,
  bench,
  bracket,
  every250,
  exit,
  place,
  venueOver,
} from '../../../../support/venue/venue-bench.ts';
import { ScriptFeed } from '../../../../support/venue/script-feed.ts';

describe('arrival', () => {
  test('an order is matched against the prevailing quote at its arrival, quotes of that instant included', () => {
    const quotes = [
      { timeMs: T0, bidTicks: 1000 },
      { timeMs: T0 + 250, bidTicks: 1010 },
      { timeMs: T0 + 300, bidTicks: 1020 },
      { timeMs: T0 + 301, bidTicks: 1030 },
    ];
    const b = new Bench(venueOver(new ScriptFeed(quotes)));
    b.submit(place({ orderId: 'E' }));
    expect(b.step()).toEqual(['T+300 E accepted working', 'T+300 E filled 1@1022 leaves 0']);
  });

  test('where the next cell begins later, it arrives at its own time against the quote before the gap', () => {
    const quotes = [
      { timeMs: T0, bidTicks: 1000 },
      { timeMs: T0 + 60_000, bidTicks: 1010 },
    ];
    const b = new Bench(venueOver(new ScriptFeed(quotes)));
    b.submit(place({ orderId: 'E' }));
    expect(b.step()).toEqual(['T+300 E accepted working', 'T+300 E filled 1@1002 leaves 0']);
  });

  test('with more latency than a cell it waits for its cell', () => {
    const feed = new ScriptFeed(every250([{ bidTicks: 1 }, { bidTicks: 2 }, { bidTicks: 3 }, { bidTicks: 4 }]));
    const b = new Bench(venueOver(feed, { latencyMs: 600 }));
    b.submit(place({ orderId: 'E' }));
    expect(b.step()).toEqual([]);
    expect(b.step()).toEqual([]);
    expect(b.step()).toEqual(['T+850 E accepted working', 'T+850 E filled 1@6 leaves 0']);
  });
});

describe('market orders', () => {
  test('take what the quote has; the rest waits for the next quotes', () => {
    const b = bench([
      { bidTicks: 1000 },
      { bidTicks: 1000, askSize: 2 },
      { bidTicks: 1005, askSize: 1 },
      { bidTicks: 1003 },
    ]);
    b.submit(place({ orderId: 'E', qty: 5 }));
    expect(b.step()).toEqual(['T+300 E accepted working', 'T+300 E filled 2@1002 leaves 3']);
    expect(b.step()).toEqual(['T+500 E filled 1@1007 leaves 2']);
    expect(b.step()).toEqual(['T+750 E filled 2@1005 leaves 0']);
  });

  test('orders on one quote share its size, in the order of their arrival', () => {
    const b = bench([{ bidTicks: 1000 }, { bidTicks: 1000, askSize: 3 }, { bidTicks: 1000 }]);
    b.submit(place({ orderId: 'A', qty: 2 }), place({ orderId: 'B', qty: 2 }));
    expect(b.step().filter((line) => line.includes('filled'))).toEqual([
      'T+300 A filled 2@1002 leaves 0',
      'T+300 B filled 1@1002 leaves 1',
    ]);
    expect(b.step()).toEqual(['T+500 B filled 1@1002 leaves 0']);
  });
});

describe('limit orders', () => {
  test('marketable on arrival: at the quote and without slippage; the rest rests at the limit', () => {
    const b = bench([{ bidTicks: 1000 }, { bidTicks: 1000, askSize: 1 }, { bidTicks: 1010 }, { bidTicks: 1004 }]);
    b.submit(place({ orderId: 'E', type: 'limit', limitTicks: 1005, qty: 2 }));
    expect(b.step()).toEqual(['T+300 E accepted working', 'T+300 E filled 1@1001 leaves 1']);
    expect(b.step()).toEqual([]);
    expect(b.step()).toEqual(['T+750 E filled 1@1005 leaves 0']);
  });

  test('resting: fill at the limit when the far side reaches it, also when the market jumps past', () => {
    const b = bench([{ bidTicks: 1000 }, { bidTicks: 1000 }, { bidTicks: 996 }, { bidTicks: 900 }]);
    b.submit(place({ orderId: 'E', type: 'limit', limitTicks: 995 }));
    b.step();
    expect(b.step()).toEqual([]);
    expect(b.step()).toEqual(['T+750 E filled 1@995 leaves 0']);
    const s = bench([{ bidTicks: 1000 }, { bidTicks: 1000 }, { bidTicks: 1005 }]);
    s.submit(place({ orderId: 'E', side: 'sell', type: 'limit', limitTicks: 1005 }));
    s.step();
    expect(s.step()).toEqual(['T+500 E filled 1@1005 leaves 0']);
  });

  test('expire after their time; a quote of that very instant still counts', () => {
    const b = bench([{ bidTicks: 1000 }, { bidTicks: 1000 }, { bidTicks: 1000 }, { bidTicks: 900 }]);
    b.submit(
      place({ orderId: 'A', type: 'limit', limitTicks: 950, expiresMs: T0 + 600 }),
      place({ orderId: 'B', type: 'limit', limitTicks: 950, expiresMs: T0 + 750 }),
      place({ orderId: 'C', type: 'limit', limitTicks: 1050, expiresMs: T0 + 299 }),
    );
    expect(b.step().slice(2)).toEqual(['T+300 C accepted working', 'T+300 C expired']);
    expect(b.step()).toEqual(['T+600 A expired']);
    expect(b.step()).toEqual(['T+750 B filled 1@950 leaves 0']);
  });

  test('expire within a gap of the market at their own time', () => {
    const quotes = [
      { timeMs: T0, bidTicks: 1000 },
      { timeMs: T0 + 60_000, bidTicks: 900 },
    ];
    const b = new Bench(venueOver(new ScriptFeed(quotes, [T0 + 500])));
    b.submit(place({ orderId: 'E', type: 'limit', limitTicks: 950, expiresMs: T0 + 30_000 }));
    expect(b.step()).toEqual(['T+300 E accepted working']);
    expect(b.step()).toEqual(['T+30000 E expired']);
  });
});

test('what arrives at the instant of an expiry comes first', () => {
  const b = bench([{ bidTicks: 1000 }, { bidTicks: 1000 }, { bidTicks: 1000 }]);
  b.submit(place({ orderId: 'A', type: 'limit', limitTicks: 900, expiresMs: T0 + 550 }));
  b.step();
  b.submit(b.cancel('A'));
  expect(b.step()).toEqual(['T+550 A canceled by_strategy']);
});

describe('stop orders', () => {
  test('rest on arrival even beyond the market, and trigger at the next quote', () => {
    const b = bench([{ bidTicks: 1000 }, { bidTicks: 1000 }, { bidTicks: 1000 }]);
    b.submit(place({ orderId: 'E', type: 'stop', stopTicks: 990 }));
    expect(b.step()).toEqual(['T+300 E accepted working']);
    expect(b.step()).toEqual(['T+500 E filled 1@1002 leaves 0']);
  });

  test('a triggered stop is a market order: what one quote does not have is taken from the next', () => {
    const b = bench([{ bidTicks: 1000 }, { bidTicks: 1000 }, { bidTicks: 988, bidSize: 1 }, { bidTicks: 1004 }]);
    b.submit(place({ orderId: 'E', side: 'sell', type: 'stop', stopTicks: 990, qty: 2 }));
    b.step();
    expect(b.step()).toEqual(['T+500 E filled 1@987 leaves 1']);
    expect(b.now(b.modify('E', { stopTicks: 900 }))).toEqual(['T+800 E! command_rejected the stop has been triggered']);
    expect(b.step()).toEqual(['T+750 E filled 1@1003 leaves 0']);
  });
});

describe('brackets', () => {
  const short = (qty: number) => place({ orderId: 'E', side: 'sell', qty, bracket: bracket(qty, 10, [[20, qty]]) });

  test('of a short lie the other way round', () => {
    const b = bench([{ bidTicks: 1000 }, { bidTicks: 1000 }]);
    b.submit(short(1));
    b.step();
    expect(b.open()).toEqual(['S 1 @1009', 'T1 1 @979']);
  });

  test('absolute prices hold whatever the fill', () => {
    const b = bench([{ bidTicks: 1000 }, { bidTicks: 1000 }]);
    b.submit(place({ orderId: 'E', bracket: bracket(1, '@970', [['@1100', 1]]) }));
    b.step();
    expect(b.open()).toEqual(['S 1 @970', 'T1 1 @1100']);
  });

  test('stop and target on one quote: the stop', () => {
    const b = bench([{ bidTicks: 1000 }, { bidTicks: 1000 }, { bidTicks: 1030, askTicks: 1031, lastTicks: 990 }]);
    b.submit(place({ orderId: 'E', bracket: bracket(1, 10, [[20, 1]]) }));
    b.step();
    expect(b.step()).toEqual(['T+500 S filled 1@991 leaves 0', 'T+500 T1 canceled oco']);
  });

  test('legs are not matched against the quote that made them', () => {
    const quotes = [{ bidTicks: 1000 }, { bidTicks: 1000 }, { bidTicks: 900 }, { bidTicks: 900 }];
    const b = bench(quotes);
    b.submit(place({ orderId: 'E', type: 'limit', limitTicks: 990, bracket: bracket(1, 10, [[20, 1]]) }));
    b.step();
    expect(b.step()).toEqual(['T+500 E filled 1@990 leaves 0', 'T+500 S updated 1 @980', 'T+500 T1 updated 1 @1010']);
    expect(b.step()).toEqual(['T+750 S filled 1@899 leaves 0', 'T+750 T1 canceled oco']);
  });

  test('partial fills of the entry grow the stop and then the targets in their order', () => {
    const b = bench([
      { bidTicks: 1000 },
      { bidTicks: 1000, askSize: 1 },
      { bidTicks: 1001, askSize: 1 },
      { bidTicks: 1002, askSize: 1 },
    ]);
    b.submit(
      place({
        orderId: 'E',
        qty: 3,
        bracket: bracket(3, 10, [
          [20, 2],
          [30, 1],
        ]),
      }),
    );
    expect(b.step().slice(4)).toEqual([
      'T+300 E filled 1@1002 leaves 2',
      'T+300 S updated 1 @992',
      'T+300 T1 updated 1 @1022',
    ]);
    expect(b.step()).toEqual(['T+500 E filled 1@1003 leaves 1', 'T+500 S updated 2 @992', 'T+500 T1 updated 2 @1022']);
    expect(b.step()).toEqual(['T+750 E filled 1@1004 leaves 0', 'T+750 S updated 3 @992', 'T+750 T2 updated 1 @1032']);
    expect(b.open()).toEqual(['S 3 @992', 'T1 2 @1022', 'T2 1 @1032']);
  });

  test('a fill of the stop shrinks the last target first', () => {
    const b = bench([{ bidTicks: 1000 }, { bidTicks: 1000 }, { bidTicks: 991, bidSize: 1 }, { bidTicks: 991 }]);
    b.submit(
      place({
        orderId: 'E',
        qty: 3,
        bracket: bracket(3, 10, [
          [20, 1],
          [30, 2],
        ]),
      }),
    );
    b.step();
    expect(b.step()).toEqual(['T+500 S filled 1@990 leaves 2', 'T+500 T2 updated 1 @1032']);
    expect(b.step()).toEqual(['T+750 S filled 2@990 leaves 0', 'T+750 T1 canceled oco', 'T+750 T2 canceled oco']);
  });

  test('targets over less than the position: the stop stays for the rest', () => {
    const b = bench([{ bidTicks: 1000 }, { bidTicks: 1000 }, { bidTicks: 1022 }, { bidTicks: 980 }]);
    b.submit(place({ orderId: 'E', qty: 3, bracket: bracket(3, 10, [[20, 1]]) }));
    b.step();
    expect(b.step()).toEqual(['T+500 T1 filled 1@1022 leaves 0', 'T+500 S updated 2 @992']);
    expect(b.step()).toEqual(['T+750 S filled 2@979 leaves 0']);
    expect(b.open()).toEqual([]);
  });

  test('while the entry may still fill, a leg that is used up waits and is given work again', () => {
    const b = bench([
      { bidTicks: 1000 },
      { bidTicks: 1000, askSize: 1 },
      { bidTicks: 1022, askTicks: 1023, askSize: 0 },
      { bidTicks: 1000, askSize: 1 },
      { bidTicks: 1022, askTicks: 1023, askSize: 0 },
    ]);
    b.submit(place({ orderId: 'E', qty: 3, bracket: bracket(3, 10, [[20, 3]]) }));
    expect(b.step().slice(3)).toEqual([
      'T+300 E filled 1@1002 leaves 2',
      'T+300 S updated 1 @992',
      'T+300 T1 updated 1 @1022',
    ]);
    // Nothing is left to protect, yet both legs stay: two may still be filled.
    expect(b.step()).toEqual(['T+500 T1 filled 1@1022 leaves 2', 'T+500 S updated 0 @992']);
    expect(b.open()).toEqual(['E 2', 'S 0 @992', 'T1 0 @1022']);
    expect(b.step()).toEqual(['T+750 E filled 1@1002 leaves 1', 'T+750 S updated 1 @992', 'T+750 T1 updated 2 @1022']);
    expect(b.step()).toEqual(['T+1000 T1 filled 1@1022 leaves 1', 'T+1000 S updated 0 @992']);
    expect(b.now(b.cancel('E'))).toEqual([
      'T+1300 E! canceled by_strategy',
      'T+1300 S! canceled oco',
      'T+1300 T1! canceled oco',
    ]);
    expect(b.open()).toEqual([]);
    expect(b.net()).toBe(0);
  });

  test('a stop that had closed all looks at the market anew when the entry fills further', () => {
    const b = bench([
      { bidTicks: 1000 },
      { bidTicks: 1000, askSize: 1 },
      { bidTicks: 990, askTicks: 991, askSize: 0 },
      { bidTicks: 1000, askSize: 1 },
      { bidTicks: 1000, askSize: 0 },
      { bidTicks: 990, askSize: 0 },
    ]);
    b.submit(place({ orderId: 'E', qty: 2, bracket: bracket(2, 10, []) }));
    b.step();
    expect(b.step()).toEqual(['T+500 S filled 1@989 leaves 1']);
    expect(b.step()).toEqual(['T+750 E filled 1@1002 leaves 0', 'T+750 S updated 2 @992']);
    expect(b.step()).toEqual([]);
    expect(b.step()).toEqual(['T+1250 S filled 1@989 leaves 0']);
  });

  test('legs that the fill of a stop entry makes wait for the next quote, too', () => {
    const b = bench([{ bidTicks: 1000 }, { bidTicks: 1000 }, { bidTicks: 1010 }, { bidTicks: 1010 }]);
    b.submit(place({ orderId: 'E', type: 'stop', stopTicks: 1005, bracket: bracket(1, '@1011', [['@1003', 1]]) }));
    b.step();
    expect(b.step().map((line) => line.split(' ')[2])).toEqual(['filled', 'updated', 'updated']);
    expect(b.step()).toEqual(['T+750 S filled 1@1009 leaves 0', 'T+750 T1 canceled oco']);
  });

  test('an entry that closes without a fill takes its legs along', () => {
    const limit = place({
      orderId: 'E',
      type: 'limit',
      limitTicks: 900,
      expiresMs: T0 + 600,
      bracket: bracket(1, 5, [[5, 1]]),
    });
    const canceled = bench([{ bidTicks: 1000 }, { bidTicks: 1000 }, { bidTicks: 1000 }]);
    canceled.submit(limit);
    canceled.step();
    canceled.submit(canceled.cancel('E'));
    expect(canceled.step()).toEqual([
      'T+550 E canceled by_strategy',
      'T+550 S canceled parent_closed',
      'T+550 T1 canceled parent_closed',
    ]);
    const expired = bench([{ bidTicks: 1000 }, { bidTicks: 1000 }, { bidTicks: 1000 }]);
    expired.submit(limit);
    expired.step();
    expect(expired.step()).toEqual([
      'T+600 E expired',
      'T+600 S canceled parent_closed',
      'T+600 T1 canceled parent_closed',
    ]);
    const rejected = bench([{ bidTicks: 1000 }, { bidTicks: 1000 }]);
    rejected.submit(place({ orderId: 'E', contractId: 'MNQU6', bracket: bracket(1, 5, [[5, 1]]) }));
    expect(rejected.step()).toEqual([
      'T+300 E rejected contract_expired',
      'T+300 S canceled parent_closed',
      'T+300 T1 canceled parent_closed',
    ]);
  });

  test('an entry canceled after a partial fill leaves legs for what filled', () => {
    const b = bench([{ bidTicks: 1000 }, { bidTicks: 1000, askSize: 1 }, { bidTicks: 1005 }]);
    b.submit(
      place({
        orderId: 'E',
        qty: 3,
        type: 'limit',
        limitTicks: 1001,
        bracket: bracket(3, 10, [
          [20, 1],
          [30, 2],
        ]),
      }),
    );
    b.step();
    b.submit(b.cancel('E'));
    expect(b.step()).toEqual(['T+550 E canceled by_strategy', 'T+550 T2 canceled parent_closed']);
    expect(b.open()).toEqual(['S 1 @991', 'T1 1 @1021']);
  });

  test('canceling one leg leaves the other; moving one leaves the other', () => {
    const b = bench([
      { bidTicks: 1000 },
      { bidTicks: 1000 },
      { bidTicks: 1000 },
      { bidTicks: 1000 },
      { bidTicks: 1030 },
    ]);
    b.submit(
      place({
        orderId: 'E',
        qty: 2,
        bracket: bracket(2, 10, [
          [20, 1],
          [25, 1],
        ]),
      }),
    );
    b.step();
    b.submit(b.modify('S', { stopTicks: 1002 }), b.cancel('T2'));
    expect(b.step()).toEqual(['T+550 S updated 2 @1002', 'T+550 T2 canceled by_strategy']);
    // The stop that now lies above the market triggers at the next quote.
    expect(b.step()).toEqual(['T+750 S filled 2@999 leaves 0', 'T+750 T1 canceled oco']);
  });
});

describe('cancel and modify', () => {
  test('of what is not there, or cannot be, are rejected', () => {
    const b = bench([
      { bidTicks: 1000 },
      { bidTicks: 1000, askSize: 1 },
      { bidTicks: 1000, askSize: 1 },
      { bidTicks: 1 },
    ]);
    b.submit(
      place({ orderId: 'M', qty: 3 }),
      place({ orderId: 'L', type: 'limit', limitTicks: 900, bracket: bracket(1, 5, []) }),
    );
    b.step();
    b.submit(
      b.cancel('none'),
      b.modify('none', { limitTicks: 1 }),
      b.modify('M', { limitTicks: 1 }),
      b.modify('L', { stopTicks: 1 }),
      b.modify('L', {}),
      b.modify('S', { stopTicks: 1 }),
    );
    expect(b.step().slice(1)).toEqual([
      'T+550 none command_rejected no such open order',
      'T+550 none command_rejected no such open order',
      'T+550 M command_rejected a market order has no price',
      'T+550 L command_rejected a limit order has no such price',
      'T+550 L command_rejected expected a price in whole ticks, found undefined',
      'T+550 S command_rejected the leg is not alive yet',
    ]);
  });

  test('a limit moved through the market fills at the next quote, at the limit', () => {
    const b = bench([{ bidTicks: 1000 }, { bidTicks: 1000 }, { bidTicks: 1000 }, { bidTicks: 1000 }]);
    b.submit(place({ orderId: 'L', type: 'limit', limitTicks: 900 }));
    b.step();
    b.submit(b.modify('L', { limitTicks: 1010 }));
    expect(b.step()).toEqual(['T+550 L updated 1 @1010']);
    expect(b.step()).toEqual(['T+750 L filled 1@1010 leaves 0']);
  });
});

describe('contracts and hours', () => {
  test('unknown, over, not yet, malformed', () => {
    const b = bench([{ bidTicks: 1000 }, { bidTicks: 1000 }]);
    const rejected = (orderId: string, change: Parameters<typeof place>[0] extends infer P ? Partial<P> : never) =>
      place({ orderId, ...change });
    b.submit(
      rejected('A', { root: 'XXX', contractId: 'XXXZ6' }),
      rejected('B', { contractId: 'MNQU6' }),
      rejected('C', { contractId: 'MNQH7' }),
      rejected('D', { contractId: 'MNQ' }),
      rejected('F', { root: 'MES', contractId: contractAt(ALWAYS, 'MES', T0).id }),
      rejected('G', { qty: 0 }),
      rejected('H', { qty: 1.5 }),
      rejected('I', { type: 'limit' }),
      rejected('J', { type: 'stop', stopTicks: 1.5 }),
      rejected('K', { bracket: bracket(2, 5, []) }),
      rejected('L', {
        qty: 2,
        bracket: bracket(2, 5, [
          [5, 2],
          [6, 1],
        ]),
      }),
      rejected('M', { bracket: bracket(1, 0, []) }),
      rejected('N', { role: 'exit', reducing: true, bracket: bracket(1, 5, []) }),
    );
    expect(b.step().filter((line) => line.includes(' rejected '))).toEqual([
      'T+300 A rejected unknown_contract',
      'T+300 B rejected contract_expired',
      'T+300 C rejected no_quote',
      'T+300 D rejected unknown_contract',
      'T+300 F rejected no_quote',
      ...['G', 'H', 'I', 'J', 'K', 'L', 'M', 'N'].map((id) => `T+300 ${id} rejected bad_order`),
    ]);
  });

  test('a closed session takes no entries and exits, but protective orders rest', () => {
    // Friday 15:59:59 Chicago, then nothing before Sunday 17:00.
    const fridayMs = Date.UTC(2026, 10, 20, 21, 59, 59, 750);
    const sundayMs = Date.UTC(2026, 10, 22, 23, 0, 0);
    const feed = new ScriptFeed([
      { timeMs: fridayMs, bidTicks: 1000 },
      { timeMs: sundayMs, bidTicks: 950 },
      { timeMs: sundayMs + 250, bidTicks: 950 },
    ]);
    const b = new Bench(venueOver(feed, { calendar: CME, startAfterMs: fridayMs }));
    const short = (line: string) => line.replace(/^T\+\d+ /, '');
    b.submit(
      place({ orderId: 'M' }),
      place({ orderId: 'L', type: 'limit', limitTicks: 900 }),
      exit('S', 1, { role: 'stop', type: 'stop', stopTicks: 990 }),
    );
    expect(b.now(exit('X', 1)).map(short)).toEqual(['X! rejected outside_hours']);
    expect(b.step().map(short)).toEqual([
      'M rejected outside_hours',
      'L rejected outside_hours',
      'S accepted working',
      'S filled 1@949 leaves 0',
    ]);
  });

  test('at the roll, orders of the old month are canceled; its prices do not fill orders of the new one', () => {
    const fromMs = Date.UTC(2026, 11, 8, 15);
    const rollMs = fromMs + 500;
    const calendar: Calendar = { mode: 'always', rolls: { MNQ: [{ atMs: rollMs, kind: 'jump' }] } };
    const before = contractAt(calendar, 'MNQ', fromMs).id;
    const after = contractAt(calendar, 'MNQ', rollMs).id;
    expect([before, after]).toEqual(['MNQZ6', 'MNQH7']);
    const quotes = [1000, 1000, 1200, 1200].map((bidTicks, index) => ({ timeMs: fromMs + 250 * index, bidTicks }));
    const b = new Bench(venueOver(new ScriptFeed(quotes), { calendar, startAfterMs: fromMs }));
    const step = () => b.step().map((line) => line.replace(/^T\+\d+ /, ''));
    b.submit(
      place({ orderId: 'L', contractId: before, type: 'limit', limitTicks: 900, bracket: bracket(1, 5, []) }),
      place({ orderId: 'N', contractId: after }),
    );
    expect(step()).toEqual(['L accepted working', 'S accepted suspended', 'N rejected no_quote']);
    expect(step()).toEqual(['L canceled roll', 'S canceled parent_closed']);
    b.submit(place({ orderId: 'O', contractId: before }), place({ orderId: 'P', contractId: after }));
    expect(step()).toEqual(['O rejected contract_expired', 'P accepted working', 'P filled 1@1202 leaves 0']);
  });
});

test("fees: the configured ones, else the catalog's", () => {
  const mes = contractAt(ALWAYS, 'MES', T0).id;
  const quotes = every250([{ bidTicks: 1000 }, { bidTicks: 1000 }]);
  const feed = new ScriptFeed([...quotes, ...quotes.map((quote) => ({ ...quote, root: 'MES' }))]);
  const b = new Bench(venueOver(feed));
  b.submit(place({ orderId: 'A', qty: 2 }), place({ orderId: 'B', root: 'MES', contractId: mes }));
  b.step();
  expect(CONTRACT).toBe('MNQZ6');
  expect(b.venue.state().feesCents).toBe(2 * 37 + specOf('MES').feePerSideCents);
});
