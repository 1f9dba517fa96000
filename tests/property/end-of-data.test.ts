import { describe, expect, it } from 'vitest';
import type { Feed } from '../../engine/ports/feed.ts';
import { SimFeed } from '../../engine/venue/core/simulator/sim-feed.ts';
import { ALWAYS } from '../../engine/domain/session.ts';
import { SyncMarket, testSettings } from '../support/sync-market.ts';

const IDS = ['MNQ', 'MES', 'MGC', 'M6E'];
const MINUTES = 1_500;
/** So low that the desk flattens the account. */
const SETTINGS = testSettings({ ids: IDS });
const settings = { ...SETTINGS, risk: { ...SETTINGS.risk, dailyLossLimitCents: 12_000 } };

/** A simulated market whose data end at a time. */
function feedUntil(untilMs: number): Feed {
  const feed = new SimFeed({ seed: 1, roots: IDS, calendar: ALWAYS, fineFromMs: Number.POSITIVE_INFINITY });
  const end = (afterMs: number): number | undefined => {
    const endMs = feed.peekEnd(afterMs);
    return endMs === undefined || endMs > untilMs ? undefined : endMs;
  };
  return {
    roots: feed.roots,
    bars: (root, fromMs, toMs) => feed.bars(root, fromMs, toMs),
    peekEnd: end,
    next: (afterMs) => (end(afterMs) === undefined ? undefined : feed.next(afterMs)),
    lastQuote: (root, atMs) => feed.lastQuote(root, atMs),
  };
}

/** Ends of the steps after which something of a flatten is on its way to the venue. */
function momentsOfFlattens(): number[] {
  const market = new SyncMarket({ settings, minutes: MINUTES, feed: feedUntil(Infinity) });
  const found: number[] = [];
  while (market.run.step() === 'stepped') {
    const { ledger } = market.run.desk;
    if (ledger.flattens.size > 0 && ledger.unanswered.size > 0) found.push(market.run.desk.endMs);
  }
  return found;
}

describe('end of the data', () => {
  it('comes also when a cancel or a closing order of a flatten is on its way, and leaves everything flat', () => {
    const moments = momentsOfFlattens();
    expect(moments.length).toBeGreaterThan(1);
    for (const endMs of moments.slice(0, 4)) {
      const market = new SyncMarket({ settings, minutes: MINUTES, feed: feedUntil(endMs) });
      expect(market.run.run()).toBe(true);
      expect(market.venue.state()).toMatchObject({ positions: [], openOrders: [] });
      expect(market.rows().at(-1)?.event.type).toBe('RunEnded');
      for (const book of market.run.desk.ledger.books.values()) expect(book.position.netQty).toBe(0);
    }
  });
});
