import type { Socket } from 'socket.io-client';
import type { HubSends, HubTakes } from '../../engine/wire/index.ts';
import type { Store } from '../state/store.ts';
import { dial, type Caller, type ConnectError } from './dial.ts';
import type { HubClient } from './http.ts';
import { keepConnected } from './keep-connected.ts';
import { isFresh } from '../state/happenings.ts';
import { HUB } from '../state/sources.ts';
import { SPARK_STEP_MS } from '../state/spark.ts';
import type { TradePages } from './trade-pages.ts';

type HubSocket = Socket<HubSends, HubTakes>;

const DAY_MS = 86_400_000;
const SPARK_POINTS = Math.round(DAY_MS / SPARK_STEP_MS);
const RECEIPTS = 100;
const PING_MS = 5_000;
const FIRST_PING_MS = 1_500;
/** While an engine is not reached, its address is asked for again: it may have another since its start. */
const SEEK_MS = 3_000;

export interface HubLink {
  readonly close: () => void;
  /** For panels with messages of their own (watchlist, chat). */
  readonly socket: HubSocket;
  /** Called with each list of strategies: their servers may have come, gone or moved. */
  readonly reload: () => Promise<void>;
}

async function loadStrategies(hub: HubClient, store: Store): Promise<void> {
  const answer = await hub.call('strategies');
  if (answer.ok) store.send({ type: 'strategies', entries: answer.value });
}

async function loadSparks(hub: HubClient, store: Store, day: string, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const answer = await hub.call('drawdown', { query: { strategy_id: id, points: SPARK_POINTS } });
    if (!answer.ok) continue;
    const points = answer.value.chart_data.map((point) => ({ timeMs: Date.parse(point.timestamp), value: point.pnl }));
    store.send({ type: 'spark', id, day, points });
  }
}

/** What the pushes do not bring: the lists as they stand. Asked on every connection. */
async function loadLists(hub: HubClient, store: Store, trades: TradePages): Promise<void> {
  const catalog = await hub.call('contracts');
  if (catalog.ok) store.send({ type: 'catalog', catalog: catalog.value });
  await loadStrategies(hub, store);
  const account = await hub.call('account');
  if (account.ok) store.send({ type: 'account', account: account.value });
  const [views, orders, log, receipts, status] = await Promise.all([
    hub.call('views'),
    hub.call('orders', { query: { all: true } }),
    hub.call('log', { query: { limit: 200 } }),
    hub.call('receipts', { query: { limit: RECEIPTS } }),
    hub.call('status'),
    trades.newest(),
  ]);
  if (views.ok) for (const view of views.value) store.send({ type: 'view', view });
  if (orders.ok) store.send({ type: 'orders', orders: orders.value });
  if (log.ok) store.send({ type: 'log', lines: log.value });
  if (receipts.ok) store.send({ type: 'receipts', receipts: receipts.value });
  if (status.ok) store.send({ type: 'processes', processes: status.value.processes });
  if (account.ok) {
    const ids = account.value.books.filter((book) => book.number > 0).map((book) => book.id);
    await loadSparks(hub, store, account.value.tradingDay, ids);
  }
}

function listen(socket: HubSocket, store: Store, nonce: (nonce: string) => void): void {
  socket.on('pitwall:account', (account) => store.send({ type: 'account', account }));
  socket.on('pitwall:strategy', (view) => store.send({ type: 'view', view }));
  socket.on('pitwall:trade', (trade) => store.send({ type: 'trades', trades: [trade] }));
  socket.on('pitwall:order', (order) => store.send({ type: 'orders', orders: [order] }));
  socket.on('pitwall:log', (line) => store.send({ type: 'log', lines: [line] }));
  socket.on('pitwall:alarm', (alarm) => {
    const isKnown = store.get().alarms.some(({ id }) => id === alarm.id);
    store.send({ type: 'alarms', alarms: [alarm] });
    // What the hub tells of the past on connection stands in the list; it does not pop up again.
    if (!isKnown && isFresh(store.get(), alarm.timestamp))
      store.send({ type: 'toast', tone: alarm.severity, text: alarm.message });
  });
  socket.on('pitwall:flatten', (step) => store.send({ type: 'flatten-step', step }));
  socket.on('pitwall:receipt', (receipt) => store.send({ type: 'receipt', receipt }));
  socket.on('pitwall:processes', ({ processes }) => store.send({ type: 'processes', processes }));
  socket.on('pitwall:sources', ({ sources }) => store.send({ type: 'sources', sources, carrier: HUB }));
  socket.on('pitwall:link', (link) => store.send({ type: 'desk-link', link }));
  socket.on('pitwall:subscribed', ({ seq }) => store.send({ type: 'subscribed', seq }));
  socket.on('strategy_pnl_update', (update) => store.send({ type: 'strategy-pnl', update }));
  socket.on('server:shutdown', ({ message }) => store.send({ type: 'toast', tone: 'warning', text: message }));
  socket.on('error', ({ message }) => store.send({ type: 'toast', tone: 'warning', text: message }));
  socket.on('pitwall:pong', ({ at, nonce: next }) => {
    store.send({ type: 'way', ms: performance.now() - at });
    nonce(next);
  });
}

export interface HubParts {
  readonly hub: HubClient;
  readonly caller: Caller;
  readonly store: Store;
  readonly trades: TradePages;
}

export function openHub(origin: string, { hub, caller, store, trades }: HubParts): HubLink {
  const socket: HubSocket = dial(origin, caller, false);
  // A key that is pressed finds a nonce that is young: what it asks for goes out once.
  listen(socket, store, (nonce) => caller.prover.heard(origin, nonce));
  const reload = (): Promise<void> => loadStrategies(hub, store);
  const ping = (): void => {
    if (socket.connected) socket.emit('pitwall:ping', { at: performance.now() });
  };
  socket.on('connect', () => {
    store.send({ type: 'hub-link', phase: 'up', reason: '' });
    const sinceSeq = store.get().seq;
    socket.emit('pitwall:subscribe', sinceSeq === undefined ? {} : { sinceSeq });
    // Not at once: what is loaded now would stand in its way.
    setTimeout(ping, FIRST_PING_MS);
    void loadLists(hub, store, trades);
  });
  socket.on('disconnect', (reason) => store.send({ type: 'hub-link', phase: 'down', reason }));
  socket.on('connect_error', (error: ConnectError) => {
    if (error.data?.code === 'use_dpop_nonce') return;
    const isRefused = error.data?.code === 'unauthorized' || error.data?.code === 'too_many_connections';
    store.send({ type: 'hub-link', phase: isRefused ? 'refused' : 'down', reason: error.message });
  });
  const stop = keepConnected(socket);
  const pinging = setInterval(ping, PING_MS);
  const seeking = setInterval(() => {
    const { symbols } = store.get();
    if (socket.connected && symbols.some(({ link }) => link.phase !== 'up')) void reload();
  }, SEEK_MS);
  return {
    socket,
    reload,
    close: () => {
      stop();
      clearInterval(pinging);
      clearInterval(seeking);
      socket.disconnect();
    },
  };
}
