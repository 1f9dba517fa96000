import type { FeedSettings } from '../config/settings.ts';
import { findSpec } from '../domain/catalog.ts';
import type { Calendar } from '../domain/session.ts';
import type { TimeMs } from '../domain/units.ts';
import type { WatchQuote } from '../domain/watch-quote.ts';
import { WATCH_SYMBOLS } from './core/simulator/profiles.ts';
import { WatchMarket } from './core/simulator/watch-market.ts';

/** Of a replay, whose settings have none. */
const REPLAY_SEED = 1;

/**
 * What a watchlist may show: of a simulation every contract and the symbols beside them, of a replay these alone, for a
 * made-up contract beside recorded ones would look recorded. It has no part in steps: asked or not, they are the same.
 */
export class WatchBoard {
  private readonly market: WatchMarket;
  private readonly symbols: readonly string[];

  constructor(feed: FeedSettings, calendar: Calendar) {
    const simulated = feed.kind === 'sim';
    this.market = new WatchMarket(simulated ? feed.seed : REPLAY_SEED, calendar);
    const all = WATCH_SYMBOLS.map(({ symbol }) => symbol);
    this.symbols = simulated ? all : all.filter((symbol) => findSpec(symbol) === undefined);
  }

  quotes(timeMs: TimeMs): readonly WatchQuote[] {
    return this.symbols.map((symbol) => this.market.quote(symbol, timeMs));
  }
}
