import { HUB_ROUTES, isLoopback, type Interval } from '../../engine/wire/index.ts';
import { EMPTY_COCKPIT, type SymbolServer } from '../state/cockpit.ts';
import type { Store } from '../state/store.ts';
import type { ChartFeed } from './chart-feed.ts';
import type { Caller } from './dial.ts';
import { createCommands, type Commands } from './commands.ts';
import { createClient, type HubClient, type SymbolClient } from './http.ts';
import { openHub, type HubLink } from './hub-link.ts';
import type { PagePlace } from './place.ts';
import { placeOf } from './places.ts';
import { passTime } from './passing-time.ts';
import type { BrowserPasskeys } from './passkeys.ts';
import type { LoginRefusal } from '../state/login-words.ts';
import {
  enter,
  logIn,
  logInByPasskey,
  showAgainByPasskey,
  logOut,
  readFragment,
  recall,
  refresh,
  wantsLogin,
  type Admission,
  type Credentials,
  type LoggedIn,
  type PageDoor,
  type Waiting,
} from './session.ts';
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
  /** The page came from the machine that Pitwall runs on. */
  readonly isLocal: boolean;
  /** Undefined: it went well. */
  readonly logIn: (credentials: Credentials) => Promise<LoginRefusal | undefined>;
  readonly logInByPasskey: () => Promise<LoginRefusal | undefined>;
  /** In the place of a password that is wanted again. Undefined: it went well. */
  readonly showAgainByPasskey: () => Promise<LoginRefusal | undefined>;
  readonly passkeys: BrowserPasskeys;
  readonly logOut: () => Promise<void>;
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
  readonly passkeys: BrowserPasskeys;
  /** The password is wanted again, and then what was to be done. */
  readonly passwordWanted: (run: () => void) => void;
}

export function openCockpit(store: Store, page: CockpitPage): Cockpit {
  const { location, place, door, newId, passkeys, passwordWanted } = page;
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

  /** Nobody is in: every connection ends, and what they brought goes from the screen. */
  const lock = (reason: string): void => {
    token = undefined;
    hubLink?.close();
    hubLink = undefined;
    for (const { link } of links.values()) link.close();
    links.clear();
    store.send({ type: 'session', session: { ...EMPTY_COCKPIT.session, phase: 'locked', reason } });
  };

  /** Paired, and asked again until the owner has confirmed it. */
  const wait = ({ device, fingerprint }: Waiting): void => {
    const session = { ...EMPTY_COCKPIT.session, phase: 'waiting' as const, device, reason: fingerprint };
    store.send({ type: 'session', session });
    setTimeout(() => void begin(), CONFIRMED_MS);
  };

  const take = ({ token: given, mayAct: _may, ...who }: Admission): void => {
    token = given;
    if (wantsLogin(door)) door.goHome();
    store.send({ type: 'session', session: { ...who, phase: 'open', reason: '' } });
    hubLink ??= openHub(location.origin, { hub, caller, store, trades, refused: () => void askAgain() });
  };

  /** The hub did not let the socket in: a token that ran out is renewed, a session that was ended ends here too. */
  const askAgain = async (): Promise<void> => {
    try {
      const admitted = await recall(door);
      if (admitted.ok) take(admitted.admission);
      else lock('This session was ended, or was not used for 12 hours.');
    } catch {
      // The hub is away: its socket is tried again, and asks again.
    }
  };

  const begin = async (): Promise<void> => {
    const { strategy } = readFragment(door.hash());
    try {
      const admitted = await enter(door);
      // Who may only look by what another tab got came to log in; who has a key is in.
      const isAsked = wantsLogin(door) && (!admitted.ok || !admitted.admission.mayAct);
      if (!admitted.ok && admitted.waiting !== undefined) wait(admitted.waiting);
      else if (isAsked) lock('');
      else if (admitted.ok) take(admitted.admission);
      else lock(admitted.reason);
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
  const commands = createCommands({ store, hub, symbol, newId, passwordWanted, nowMs: () => performance.now() });
  const entered = (loggedIn: LoggedIn): LoginRefusal | undefined => {
    if (!loggedIn.ok) return loggedIn;
    take(loggedIn.admission);
    return undefined;
  };
  return {
    store,
    hub,
    commands,
    trades,
    symbol,
    link: () => hubLink,
    feed: (id, interval) => links.get(id)?.link.feed(interval),
    isLocal: isLoopback(location.hostname),
    logIn: async (credentials) => entered(await logIn(door, credentials)),
    logInByPasskey: async () => entered(await logInByPasskey(door, passkeys)),
    showAgainByPasskey: () => showAgainByPasskey(hub, passkeys),
    passkeys,
    logOut: async () => {
      await logOut(door, token);
      lock('You logged out.');
    },
  };
}
