import type { Socket } from 'socket.io-client';
import { SYMBOL_ROUTES, type Interval, type SymbolSends, type SymbolTakes } from '../../engine/wire/index.ts';
import type { Store } from '../state/store.ts';
import { ChartFeed } from './chart-feed.ts';
import { dial, type Caller, type ConnectError } from './dial.ts';
import { createClient, type SymbolClient } from './http.ts';
import { keepConnected } from './keep-connected.ts';
import type { SymbolPlace } from './places.ts';
import { formingOf, pointOf } from './points.ts';

type SymbolSocket = Socket<SymbolSends, SymbolTakes>;

/** One strategy's server: its socket for the 1-minute chart, further sockets for other intervals, calls over HTTP. */
export class SymbolLink {
  readonly client: SymbolClient;
  private readonly feeds = new Map<Interval, ChartFeed>();
  private readonly ends: (() => void)[] = [];
  private readonly id: string;
  private readonly place: SymbolPlace;
  private readonly caller: Caller;
  private readonly store: Store;

  constructor(id: string, place: SymbolPlace, caller: Caller, store: Store) {
    this.id = id;
    this.place = place;
    this.caller = caller;
    this.store = store;
    this.client = createClient(SYMBOL_ROUTES, {
      base: place.base,
      ...caller,
      fetch: (url, init) => fetch(url, init),
    });
    this.openMain();
  }

  /** The bars at an interval; asked for the first time, it connects. */
  feed(interval: Interval): ChartFeed {
    const known = this.feeds.get(interval);
    if (known !== undefined) return known;
    const feed = this.addFeed(interval);
    const socket = this.connect();
    socket.on('connect', () => socket.emit('pitwall:subscribe', { interval }));
    socket.on('pitwall:history', (history) => {
      if (history.interval === interval)
        feed.history(history.points.map(pointOf), history.forming && formingOf(history.forming));
    });
    socket.on('pitwall:bar', (bar) => {
      if (bar.interval === interval) feed.bar(pointOf(bar.point));
    });
    socket.on('pitwall:tick', (tick) => {
      if (tick.interval === interval) feed.tick(formingOf(tick.bar));
    });
    return feed;
  }

  close(): void {
    for (const end of this.ends) end();
  }

  private connect(): SymbolSocket {
    const socket: SymbolSocket = dial(this.place.socket, this.caller, !this.place.isRelay);
    const stop = keepConnected(socket);
    this.ends.push(() => {
      stop();
      socket.disconnect();
    });
    return socket;
  }

  private addFeed(interval: Interval): ChartFeed {
    const feed = new ChartFeed(interval, async (beforeMs, limit) => {
      const answer = await this.client.call('chart', {
        query: { interval, to: String(beforeMs), limit },
      });
      return answer.ok ? answer.value.map(pointOf) : undefined;
    });
    this.feeds.set(interval, feed);
    return feed;
  }

  private openMain(): void {
    const { id, store } = this;
    const feed = this.addFeed('1m');
    const socket = this.connect();
    socket.on('connect', () => store.send({ type: 'symbol-link', id, phase: 'up', reason: '' }));
    socket.on('disconnect', (reason) => store.send({ type: 'symbol-link', id, phase: 'down', reason }));
    socket.on('connect_error', (error: ConnectError) => {
      if (error.data?.code === 'use_dpop_nonce') return;
      store.send({ type: 'symbol-link', id, phase: 'down', reason: error.message });
    });
    socket.on('config', (config) => store.send({ type: 'config', id, config }));
    socket.on('chartHistory', (points) => feed.history(points.map(pointOf)));
    socket.on('bar', (point) => {
      feed.bar(pointOf(point));
      store.send({ type: 'heard', id });
    });
    socket.on('tick', (tick) => {
      feed.tick(formingOf(tick));
      store.send({ type: 'heard', id });
    });
    socket.on('status', (status) => {
      if (status.currentBar !== null) feed.tick(formingOf(status.currentBar));
    });
    socket.on('alert', (alert) => {
      // The hub tells all of it, once for the account; five servers would tell it five times.
      if (store.get().hub.phase === 'up') return;
      store.send({
        type: 'toast',
        tone: alert.type === 'success' ? 'good' : alert.type,
        text: `${id}: ${alert.message}`,
      });
    });
  }
}
