import type { StrategyIdentity } from '../../domain/book.ts';
import type { StrategyView } from '../../domain/intent.ts';
import type { Calendar } from '../../domain/session.ts';
import type { TimeMs } from '../../domain/units.ts';
import type { AccountView, OrderView } from '../../domain/views.ts';
import type { WatchQuote } from '../../domain/watch-quote.ts';
import type { AccountAge } from '../../wire/encode/index.ts';
import type { ProcessView } from '../../wire/link/messages.ts';
import type { HubPicture } from '../picture/hub-picture.ts';
import type { MarketMemory } from '../picture/market-memory.ts';

/** What the hub knows without the file, at one moment; plain data. */
export interface Seen extends AccountAge {
  readonly view: AccountView | undefined;
  readonly timeMs: TimeMs;
  readonly strategies: readonly StrategyIdentity[];
  readonly views: ReadonlyMap<string, StrategyView>;
  readonly openOrders: readonly OrderView[];
  readonly processes: readonly ProcessView[];
  readonly link: { readonly up: boolean; readonly sinceMs: TimeMs; readonly message: string };
  readonly calendar: Calendar;
  readonly watchQuotes: readonly WatchQuote[];
}

export function seenOf(picture: HubPicture, market: MarketMemory): Seen {
  const { view, timeMs, stale, sources, strategies, views, processes, link } = picture;
  return {
    view,
    timeMs,
    stale,
    sources,
    strategies,
    views,
    openOrders: picture.orders.open,
    processes,
    link,
    calendar: market.calendar,
    watchQuotes: market.watch.all,
  };
}
