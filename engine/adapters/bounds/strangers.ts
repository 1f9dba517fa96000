import { isLoopback } from '../../domain/loopback.ts';
import type { Clock } from '../../ports/clock.ts';
import { SlowRefusals } from './slow-refusals.ts';

/**
 * Connections that have not shown who they are: in all, of one network, and of this machine, whose programs all come back
 * at once after a restart. One whose token is being looked at is not counted: it has shown it.
 */
const MOST = 200;
const MOST_OF_ONE = 20;
const MOST_OF_MACHINE = 150;
/**
 * So long they may take to show it, in so many parts: however long this process itself stands still on a busy machine, that
 * counts as one of them, and what they sent meanwhile is read before the next.
 */
const SHOWN_WITHIN_MS = 3_000;
const PARTS = 6;
/**
 * How often each namespace may be asked for: a page that comes back joins all of them before the first of its tokens has
 * been looked at, and again when its proof is too old. One that is known joins again when a server comes back: never so
 * often in ten seconds.
 */
const ASKS = 2;
const JOINS = 5;
/** The one after these is judged as well, and is the last. */
const SPARE = 1;
const JOINS_MS = 10_000;

/** Socket.IO's packet that asks to be let into a namespace. */
const CONNECT = '0';

/** What is used here of an Engine.IO connection. */
export interface Connection {
  close(discard?: boolean): void;
  readonly request: { readonly socket: { pause(): unknown; destroy(): unknown } };
  prependListener(event: 'data', listener: (data: unknown) => void): unknown;
  removeAllListeners(event: 'data'): unknown;
  once(event: 'close', listener: () => void): unknown;
}

interface Stranger {
  readonly network: string;
  readonly connection: Connection;
  cancel: () => void;
  /** Tokens of it that are being looked at. */
  judged: number;
}

/** By connection, for those who let it in. */
const OF_CONNECTION = new WeakMap<object, Strangers>();

export interface Bounds {
  /** Who it is: of these there is a most of its own. */
  readonly who: string;
  readonly most: number;
  readonly mostOfOne: number;
}

/**
 * Gives a connection its place among those who are known, or says why there is none. A place is a connection's, however
 * many namespaces it joins; it is given at once, so that of a burst as many come in as there is room for.
 */
export function takePlace(connection: object, bounds: Bounds): 'taken' | 'full' | 'too many of one' {
  return OF_CONNECTION.get(connection)?.takePlace(connection, bounds) ?? 'taken';
}

/** Its token is being looked at, until what is returned is called. */
export function judging(connection: object): () => void {
  return OF_CONNECTION.get(connection)?.judging(connection) ?? (() => undefined);
}

/**
 * Who has not shown a token has a small pool of places, never everybody's. It is never full for a newcomer: the oldest
 * stranger of the network that has most makes way. An honest client shows its token within milliseconds.
 */
export class Strangers {
  private readonly clock: Clock;
  /** Namespaces that a client of this server may join. */
  private readonly namespaces: number;
  private readonly strangers = new Map<object, Stranger>();
  /** Those who are known, by connection. */
  private readonly places = new Map<object, string>();
  private readonly refusals: SlowRefusals;

  constructor(clock: Clock, namespaces: number) {
    this.clock = clock;
    this.refusals = new SlowRefusals(clock);
    this.namespaces = namespaces;
  }

  /** A connection has come in. */
  take(connection: Connection, network: string): void {
    OF_CONNECTION.set(connection, this);
    const stranger: Stranger = { network, connection, cancel: () => undefined, judged: 0 };
    this.strangers.set(connection, stranger);
    this.count(stranger, PARTS);
    let attempts = 0;
    let sinceMs = this.clock.monotonicMs();
    connection.prependListener('data', (data) => {
      if (typeof data !== 'string' || !data.startsWith(CONNECT)) return;
      const now = this.clock.monotonicMs();
      if (!this.strangers.has(connection) && now - sinceMs >= JOINS_MS) {
        attempts = 0;
        sinceMs = now;
      }
      attempts += 1;
      const each = this.strangers.has(connection) ? ASKS : JOINS;
      if (attempts > each * this.namespaces + SPARE) this.refuse(connection);
    });
    connection.once('close', () => {
      this.forget(connection);
      this.places.delete(connection);
      OF_CONNECTION.delete(connection);
    });
    this.makeWay(network);
  }

  takePlace(connection: object, { who, most, mostOfOne }: Bounds): ReturnType<typeof takePlace> {
    const others = [...this.places].filter(([other]) => other !== connection);
    if (others.length >= most) return 'full';
    if (others.filter(([, whose]) => whose === who).length >= mostOfOne) return 'too many of one';
    this.forget(connection);
    this.places.set(connection, who);
    return 'taken';
  }

  judging(connection: object): () => void {
    const stranger = this.strangers.get(connection);
    if (stranger === undefined) return () => undefined;
    stranger.judged += 1;
    return () => {
      stranger.judged -= 1;
    };
  }

  /** Connections that somebody was let in by. */
  get known(): number {
    return this.places.size;
  }

  /** Connections that have not shown who they are. */
  get unknown(): number {
    return this.strangers.size;
  }

  private count(stranger: Stranger, parts: number): void {
    stranger.cancel = this.clock.after(SHOWN_WITHIN_MS / PARTS, () => {
      if (parts > 1) this.count(stranger, parts - 1);
      else stranger.connection.close(true);
    });
  }

  /** Nothing more of it is read; its end, like every refusal, waits: who comes again at once would cost more. */
  private refuse(connection: Connection): void {
    connection.removeAllListeners('data');
    connection.request.socket.pause();
    void this.refusals.hold().then(() => {
      connection.close(true);
      connection.request.socket.destroy();
    });
  }

  private makeWay(network: string): void {
    const counts = new Map<string, number>();
    const silent = [...this.strangers.values()].filter(({ judged }) => judged === 0);
    for (const each of silent) counts.set(each.network, (counts.get(each.network) ?? 0) + 1);
    const own = counts.get(network) ?? 0;
    const isTooMany = own > (isLoopback(network) ? MOST_OF_MACHINE : MOST_OF_ONE);
    if (!isTooMany && silent.length <= MOST) return;
    const [most] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a));
    const from = isTooMany ? network : most;
    for (const each of silent) {
      if (each.network !== from) continue;
      each.connection.close(true);
      return;
    }
  }

  private forget(connection: object): void {
    this.strangers.get(connection)?.cancel();
    this.strangers.delete(connection);
  }
}
