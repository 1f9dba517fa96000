import type { Clock } from '../../ports/clock.ts';

/** Connections that have not shown who they are: in all, and of one network. */
const MOST = 50;
const MOST_OF_ONE = 20;
/**
 * So long they may take to show it, and so often they may try: a page that comes back joins the hub and the relay of
 * every strategy at once, before the first of these tokens has been looked at.
 */
const SHOWN_WITHIN_MS = 3_000;
const ATTEMPTS = 12;
/** One that is known joins its servers' namespaces, and again when one of them comes back: never so often in ten seconds. */
const MOST_JOINS = 30;
const JOINS_MS = 10_000;

/** Socket.IO's packet that asks to be let into a namespace. */
const CONNECT = '0';

/** What is used here of an Engine.IO connection. */
export interface Connection {
  close(discard?: boolean): void;
  readonly request: { readonly socket: { destroy(): unknown } };
  prependListener(event: 'data', listener: (data: unknown) => void): unknown;
  once(event: 'close', listener: () => void): unknown;
}

interface Stranger {
  readonly network: string;
  readonly connection: Connection;
  readonly cancel: () => void;
}

/** By connection, for those who let it in. */
const OF_CONNECTION = new WeakMap<object, Strangers>();

/** A socket of this connection was let in: it is a stranger no more. */
export function letIn(connection: object): void {
  OF_CONNECTION.get(connection)?.letIn(connection);
}

/** Connections of the same server that somebody was let in by; they alone count against everybody's places. */
export function placesTaken(connection: object): number {
  return OF_CONNECTION.get(connection)?.known ?? 0;
}

/**
 * Who has not shown a token has a small pool of places, never everybody's. It is never full for a newcomer: the oldest
 * stranger of the network that has most makes way. An honest client shows its token within milliseconds.
 */
export class Strangers {
  private readonly clock: Clock;
  private readonly strangers = new Map<object, Stranger>();
  private readonly places = new Set<object>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** A connection has come in. */
  take(connection: Connection, network: string): void {
    OF_CONNECTION.set(connection, this);
    const cancel = this.clock.after(SHOWN_WITHIN_MS, () => connection.close(true));
    this.strangers.set(connection, { network, connection, cancel });
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
      if (attempts > (this.strangers.has(connection) ? ATTEMPTS : MOST_JOINS)) end(connection);
    });
    connection.once('close', () => {
      this.forget(connection);
      this.places.delete(connection);
    });
    this.makeWay(network);
  }

  letIn(connection: object): void {
    this.forget(connection);
    this.places.add(connection);
  }

  /** Connections that somebody was let in by. */
  get known(): number {
    return this.places.size;
  }

  /** Connections that have not shown who they are. */
  get unknown(): number {
    return this.strangers.size;
  }

  private makeWay(network: string): void {
    const counts = new Map<string, number>();
    for (const each of this.strangers.values()) counts.set(each.network, (counts.get(each.network) ?? 0) + 1);
    const own = counts.get(network) ?? 0;
    if (own <= MOST_OF_ONE && this.strangers.size <= MOST) return;
    const [most] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a));
    const from = own > MOST_OF_ONE ? network : most;
    for (const each of this.strangers.values()) {
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

/** At once and below: what else it has sent already is not even read. */
function end(connection: Connection): void {
  connection.close(true);
  connection.request.socket.destroy();
}
