import { describe, expect, it } from 'vitest';
import type { Feed } from '../../engine/ports/feed.ts';
import { SimFeed } from '../../engine/venue/core/simulator/sim-feed.ts';
import { ofDuty } from '../../engine/domain/origin.ts';
import { ACCOUNT } from '../../engine/domain/scope.ts';
import { ALWAYS } from '../../engine/domain/session.ts';
import { SyncMarket, testSettings } from '../support/venue/sync-market.ts';

const IDS = ['MNQ', 'MES', 'MGC', 'M6E'];
const MINUTES = 240;
const settings = testSettings({ ids: IDS });

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

/** Runs on; in the step in which something is held for the first time, a flatten of the machine begins. */
function* play(market: SyncMarket): Generator<void> {
  let begun = false;
  do {
    const { desk } = market.run;
    if (!begun && desk.ledger.books().some((book) => !book.isFlat)) {
      begun = true;
      desk.act(ofDuty('session', 'a test'), false).startFlatten(ACCOUNT, 'end_of_session');
    }
    yield;
  } while (market.run.step() === 'stepped');
}

/** Ends of the steps after which something of the flatten is on its way to the venue. */
function momentsOfFlatten(): number[] {
  const market = new SyncMarket({ settings, minutes: MINUTES, feed: feedUntil(Infinity) });
  const found: number[] = [];
  for (const _step of play(market)) {
    const { ledger, endMs } = market.run.desk;
    if (ledger.flattens.size > 0 && ledger.unanswered.size > 0) found.push(endMs);
  }
  return found;
}

describe('end of the data', () => {
  it('comes also when a cancel or a closing order of a flatten is on its way, and leaves everything flat', () => {
    const moments = momentsOfFlatten();
    expect(moments.length).toBeGreaterThan(1);
    for (const endMs of moments.slice(0, 4)) {
      const market = new SyncMarket({ settings, minutes: MINUTES, feed: feedUntil(endMs) });
      for (const _step of play(market));
      expect(market.venue.state()).toMatchObject({ positions: [], openOrders: [] });
      expect(market.rows().at(-1)?.event.type).toBe('RunEnded');
      expect(market.rows().filter(({ event }) => event.type === 'FlattenEnded')).toHaveLength(1);
      for (const book of market.run.desk.ledger.books()) expect(book.isFlat).toBe(true);
    }
  });
});
