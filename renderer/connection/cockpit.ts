import { HUB_ROUTES, type Interval } from '../../engine/wire/index.ts';
import type { SymbolServer } from '../state/cockpit.ts';
import type { Store } from '../state/store.ts';
import type { ChartFeed } from './chart-feed.ts';
import type { Caller } from './dial.ts';
import { createCommands, type Commands } from './commands.ts';
import { createClient, type HubClient, type SymbolClient } from './http.ts';
import { openHub, type HubLink } from './hub-link.ts';
import type { PagePlace } from './place.ts';
import { placeOf } from './places.ts';
import { passTime } from './passing-time.ts';
import { enter, logIn, readFragment, refresh, type Admitted, type Credentials, type PageDoor } from './session.ts';
import { SymbolLink } from './symbol-link.ts';
import { TradePages } from './trade-pages.ts';
import { openSymbolPage } from './symbol-page.ts';

/** All that the page has of the outside: connections to hub and symbols, calls, commands. */
export interface Cockpit {
  readonly store: Store;
  readonly hub: HubClient;
  readonly commands: Commands;
  /** Older trades, on demand. */
  readonly trades: TradePages;
  /** The hub's socket, once the page was let in. */
  readonly link: () => HubLink | undefined;
  /** The bars of a strategy, once its server is known. */
  readonly feed: (id: string, interval: Interval) => ChartFeed | undefined;
  readonly symbol: (id: string) => SymbolClient | undefined;
  /** Undefined: it went well. Else the reason, in words. */
  readonly logIn: (credentials: Credentials) => Promise<string | undefined>;
}

const ENTER_AGAIN_MS = 1_500;
/** A device that waits for the owner asks so often. */
const CONFIRMED_MS = 1_000;
/** Tokens of a log-in last a quarter of an hour or longer; a new one is fetched well before. */
const REFRESH_MS = 8 * 60_000;

export interface CockpitPage {
  readonly location: Pick<Location, 'origin' | 'hostname'>;
  readonly place: PagePlace;
  readonly door: PageDoor;
  readonly newId: () => string;
}

export function openCockpit(store: Store, { location, place, door, newId }: CockpitPage): Cockpit {
  let token: string | undefined;
  const caller: Caller = { token: () => token, prover: door.prover };
  let hubLink: HubLink | undefined;
  const links = new Map<string, { readonly link: SymbolLink; readonly base: string }>();
  const hub = createClient(HUB_ROUTES, {
    base: location.origin,
    ...caller,
    fetch: (url, init) => fetch(url, init),
  });
  const trades = new TradePages(hub, store);

  /** Connects to servers that are new or moved. */
  const follow = (symbols: readonly SymbolServer[]): void => {
    for (const symbol of symbols) {
      const at = placeOf(symbol, location);
      const known = links.get(symbol.id);
      if (at === undefined || known?.base === at.base) continue;
      known?.link.close();
      links.set(symbol.id, { link: new SymbolLink(symbol.id, at, caller, store), base: at.base });
    }
  };

  passTime(store);

  let followed: readonly SymbolServer[] = [];
  store.subscribe(() => {
    const { symbols } = store.get();
    if (symbols === followed) return;
    followed = symbols;
    follow(symbols);
  });

  const take = (admitted: Admitted): void => {
    if (!admitted.ok) {
      const { reason, waiting } = admitted;
      if (waiting !== undefined) {
        const { device, fingerprint } = waiting;
        store.send({
          type: 'session',
          session: { phase: 'waiting', role: 'viewer', userName: '', device, reason: fingerprint },
        });
        setTimeout(() => void begin(), CONFIRMED_MS);
        return;
      }
      store.send({ type: 'session', session: { phase: 'locked', role: 'viewer', userName: '', device: '', reason } });
      return;
    }
    token = admitted.admission.token;
    const { role, userName, device } = admitted.admission;
    store.send({ type: 'session', session: { phase: 'open', role, userName, device, reason: '' } });
    hubLink ??= openHub(location.origin, { hub, caller, store, trades });
  };

  const begin = async (): Promise<void> => {
    const { strategy } = readFragment(door.hash());
    try {
      take(await enter(door));
      if (strategy !== undefined) store.send({ type: 'select', id: strategy });
    } catch {
      store.send({ type: 'hub-link', phase: 'down', reason: 'the hub does not answer' });
      setTimeout(() => void begin(), ENTER_AGAIN_MS);
    }
  };

  if (place.server === 'symbol') openSymbolPage(location.origin, store);
  else {
    void begin();
    setInterval(() => {
      refresh(door)
        .then((admitted) => {
          if (admitted?.ok === true) token = admitted.admission.token;
        })
        .catch(() => undefined); // the hub is away: the page says so, and the next round tries again
    }, REFRESH_MS);
  }

  const symbol = (id: string): SymbolClient | undefined => links.get(id)?.link.client;
  const commands = createCommands({ store, hub, symbol, newId, nowMs: () => performance.now() });
  return {
    store,
    hub,
    commands,
    trades,
    symbol,
    link: () => hubLink,
    feed: (id, interval) => links.get(id)?.link.feed(interval),
    logIn: async (credentials) => {
      try {
        const admitted = await logIn(door, credentials);
        if (!admitted.ok) return admitted.reason;
        take(admitted);
        return undefined;
      } catch {
        return 'The hub does not answer.';
      }
    },
  };
}
