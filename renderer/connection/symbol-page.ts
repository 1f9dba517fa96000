import { io, type Socket } from 'socket.io-client';
import {
  type CockpitTrade,
  type StrategyEntry,
  type SymbolConfig,
  type SymbolSends,
  type SymbolTakes,
  type TradeMessage,
  SYMBOL_ROUTES,
} from '../../engine/wire/index.ts';
import { HUB } from '../state/sources.ts';
import type { Store } from '../state/store.ts';
import { LOG_KEPT } from '../state/rows.ts';
import { contractOf } from '../state/catalog.ts';
import type { CockpitState } from '../state/cockpit.ts';
import { createClient } from './http.ts';
import { keepConnected } from './keep-connected.ts';

type SymbolSocket = Socket<SymbolSends, SymbolTakes>;

function entryOf(config: SymbolConfig, { account, catalog }: CockpitState, url: string): StrategyEntry {
  const book = account?.books.find((each) => each.id === config.id);
  return {
    id: config.id,
    number: config.strategyId,
    name: config.strategy,
    kind: config.strategy.endsWith('WINNER') ? 'winner' : 'po3',
    root: book?.root ?? contractOf(catalog, config.symbol)?.root ?? config.symbol,
    symbol: config.symbol,
    url,
    state: book?.state ?? 'EXITS_ONLY',
    engine: book === undefined || book.engine === 'none' ? 'up' : book.engine,
    pnl: book?.dayNet ?? 0,
    drawdown: book?.drawdown ?? 0,
    trades: book?.dayTrades ?? 0,
  };
}

/** Document 000's trade tells no fees and no initial risk: what the tables do not show of it is left at nothing. */
function tradeOf(trade: TradeMessage, config: SymbolConfig, root: string): CockpitTrade {
  return {
    ...trade,
    strategy: config.id,
    strategyName: config.strategy,
    root,
    symbol: config.symbol,
    tradingDay: '',
    gross: trade.pnl,
    fees: 0,
    risk: 0,
    r: null,
    mae: 0,
    mfe: 0,
    entryReason: '',
  };
}

/** The page of one strategy's own server: that strategy alone, for looking; commands are given in the hub's cockpit. */
export function openSymbolPage(origin: string, store: Store): void {
  const socket: SymbolSocket = io(origin, {
    transports: ['websocket'],
    reconnectionDelay: 300,
    reconnectionDelayMax: 2_000,
  });
  keepConnected(socket);
  let config: SymbolConfig | undefined;
  let known = '';
  const numbers = new Map<string, number>();
  let lines = 0;
  const tellEntry = (): void => {
    if (config === undefined) return;
    const entry = entryOf(config, store.get(), origin);
    const key = `${entry.id} ${entry.root} ${entry.symbol}`;
    if (key === known) return;
    known = key;
    store.send({ type: 'strategies', entries: [entry] });
    store.send({ type: 'config', id: entry.id, config });
  };
  const server = createClient(SYMBOL_ROUTES, {
    base: origin,
    token: () => undefined,
    prover: undefined,
    fetch: (url, init) => fetch(url, init),
  });
  const loadCatalog = async (): Promise<void> => {
    const answer = await server.call('contracts');
    if (!answer.ok) return;
    store.send({ type: 'catalog', catalog: answer.value });
    tellEntry();
  };
  const session = { phase: 'open', role: 'viewer', kind: 'page', userName: '', device: 'page', reason: '' } as const;
  store.send({ type: 'session', session });
  socket.on('connect', () => {
    store.send({ type: 'hub-link', phase: 'up', reason: '' });
    socket.emit('pitwall:subscribe', { interval: '1m' });
    void loadCatalog();
  });
  socket.on('disconnect', (reason) => store.send({ type: 'hub-link', phase: 'down', reason }));
  socket.on('connect_error', (error) => store.send({ type: 'hub-link', phase: 'down', reason: error.message }));
  socket.on('config', (told) => {
    config = told;
    known = '';
    tellEntry();
  });
  socket.on('status', ({ trades }) => {
    if (config === undefined) return;
    const own = config;
    const root = store.get().symbols[0]?.root ?? '';
    const have = new Set(store.get().trades.map((trade) => trade.tradeId));
    const fresh = trades.filter((trade) => !have.has(trade.tradeId)).map((trade) => tradeOf(trade, own, root));
    if (fresh.length > 0) store.send({ type: 'trades', trades: fresh });
  });
  socket.on('pitwall:account', (account) => {
    store.send({ type: 'account', account });
    tellEntry();
  });
  socket.on('pitwall:strategy', (view) => store.send({ type: 'view', view }));
  socket.on('pitwall:trade', (trade) => store.send({ type: 'trades', trades: [trade] }));
  socket.on('pitwall:alarm', (alarm) => store.send({ type: 'alarms', alarms: [alarm] }));
  socket.on('pitwall:sources', ({ sources }) => {
    const carrier = config === undefined ? HUB : ({ kind: 'engine', name: config.id } as const);
    store.send({ type: 'sources', sources, carrier });
  });
  socket.on('pitwall:link', (link) => store.send({ type: 'desk-link', link }));
  socket.on('pitwall:flatten', (step) => store.send({ type: 'flatten-step', step }));
  socket.on('pitwall:receipt', (receipt) => store.send({ type: 'receipt', receipt }));
  socket.on('log', (line) => {
    // Document 000's lines have no number, and its server tells the last ones again on each connection.
    const key = `${line.timestamp} ${line.message}`;
    const seq = numbers.get(key) ?? (lines += 1);
    numbers.set(key, seq);
    for (const [old] of numbers) {
      if (numbers.size <= LOG_KEPT) break;
      numbers.delete(old);
    }
    store.send({ type: 'log', lines: [{ seq, strategy: config?.id ?? null, ...line }] });
  });
}
