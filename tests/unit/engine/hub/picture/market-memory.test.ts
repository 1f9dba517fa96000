import { describe, expect, test } from 'vitest';
import type { Bar } from '../../../../../engine/domain/bar.ts';
import { ALWAYS, CME, type Calendar, isOpen } from '../../../../../engine/domain/session.ts';
import { MINUTE_MS } from '../../../../../engine/domain/units.ts';
import type { HubHistory } from '../../../../../engine/hub/picture/hub-deps.ts';
import { MarketMemory } from '../../../../../engine/hub/picture/market-memory.ts';
import { WatchBoard } from '../../../../../engine/venue/watch-board.ts';
import { SimMarket } from '../../../../../engine/venue/core/simulator/sim-market.ts';
import { accountOf, quoteOf } from '../../../../support/wire/fixtures.ts';
import { wallClock } from '../../../../support/wire/symbol-rig.ts';

const SEED = 11;

/** A hub beside a simulation that trades MES, with its bars from `fromMs` on, and quotes ES beside it. */
function hubAt(calendar: Calendar, iso: string, fromMs = 0): MarketMemory {
  const timeMs = Date.parse(iso);
  const market = new SimMarket(SEED, ['MES'], calendar.mode === 'always');
  const barOf = (openMs: number): Bar => ({ ...market.minute('MES', openMs / MINUTE_MS).bar, timeMs: openMs });
  const bars: HubHistory['bars'] = (_root, { fromMs: askedMs = 0, toMs = timeMs, limit }) => {
    const found: Bar[] = [];
    const first = Math.max(askedMs, fromMs, timeMs - 6 * 86_400_000);
    for (let ms = Math.ceil(Math.min(toMs, timeMs) / MINUTE_MS) * MINUTE_MS - MINUTE_MS; ms >= first; ms -= MINUTE_MS) {
      if (found.length === limit) break;
      if (isOpen(calendar, 'MES', ms)) found.push(barOf(ms));
    }
    return found.reverse();
  };
  const memory = new MarketMemory({ bars } as HubHistory, wallClock);
  memory.calendar = calendar;
  const feed = {
    kind: 'sim',
    seed: SEED,
    historyDays: 0,
    hours: calendar.mode === 'always' ? 'always' : 'cme',
  } as const;
  const quotes = new WatchBoard(feed, calendar).quotes(timeMs);
  memory.watch.take(quotes);
  const lastTicks = quotes.find(({ symbol }) => symbol === 'ES')?.lastTicks ?? 0;
  const account = accountOf();
  memory.take({
    ...account,
    asOf: { ...account.asOf, timeMs },
    quotes: [{ ...quoteOf('MES'), lastTicks, timeMs }],
  });
  return memory;
}

describe("a day's change", () => {
  test.each([
    ['in regular hours', CME, '2026-11-20T16:30:30Z'],
    ['early in the trading day', CME, '2026-11-19T23:20:30Z'],
    ['in the pause after the close', CME, '2026-11-19T22:30:30Z'],
    ['on a Saturday', CME, '2026-11-21T15:00:30Z'],
    ['on the Monday after', CME, '2026-11-23T10:00:30Z'],
    ['in a simulation that never closes', ALWAYS, '2026-11-22T10:00:30Z'],
  ])('of a contract that is traded and of its big sister are from the same close: %s', (_when, calendar, iso) => {
    const memory = hubAt(calendar, iso);
    const mes = memory.quotation('MES');
    const es = memory.quotation('ES');
    expect(mes?.priorClose).toBeTypeOf('number');
    expect(mes?.priorClose).toBe(es?.priorClose);
    expect([mes?.change, mes?.changePercent]).toEqual([es?.change, es?.changePercent]);
  });

  test('is known on the first day too, where the simulator tells the close that no bar is kept of', () => {
    const iso = '2026-11-20T16:30:30Z';
    const memory = hubAt(CME, iso, Date.parse('2026-11-20T14:00:00Z'));
    expect(memory.quotation('MES')?.priorClose).toBe(memory.quotation('ES')?.priorClose);
  });

  test('of a recording whose day before is not there is from no close, and says so', () => {
    const bare = new MarketMemory({ bars: () => [] as readonly Bar[] } as unknown as HubHistory, wallClock);
    bare.calendar = CME;
    bare.take({ ...accountOf(), quotes: [quoteOf('MES')] });
    expect(bare.quotation('MES')).toMatchObject({ priorClose: undefined, change: 0 });
  });
});
