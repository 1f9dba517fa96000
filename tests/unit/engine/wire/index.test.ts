import { describe, expect, it } from 'vitest';
import {
  HUB_ROUTES,
  HUB_SENDS,
  HUB_TAKES,
  SYMBOL_ROUTES,
  SYMBOL_SENDS,
  SYMBOL_TAKES,
} from '../../../../engine/wire/index.ts';
import type { RouteDeclaration } from '../../../../engine/wire/index.ts';

/** The documents' tables, name by name: a name that is lost or renamed fails here. */
const SYMBOL_EVENTS = ['config', 'chartHistory', 'bar', 'tick', 'status', 'trade', 'log', 'alert'];
const HUB_IN = [
  'subscribe:portfolio',
  'subscribe:trades',
  'subscribe:watchlist',
  'unsubscribe:watchlist',
  'subscribe:market',
  'unsubscribe:market',
  'subscribe:orders',
  'unsubscribe:orders',
  'subscribe:positions',
  'subscribe:notifications',
  'subscribe',
  'subscribe:prices',
  'unsubscribe:prices',
  'subscribe:events',
  'chat:message',
];
const HUB_OUT = [
  'connected',
  'status',
  'subscription:confirmed',
  'unsubscription:confirmed',
  'subscribed',
  'portfolio:update',
  'trade:executed',
  'trade:failed',
  'quote:update',
  'market:status',
  'server:shutdown',
  'market:data',
  'order:update',
  'position:update',
  'notification',
  'pnl_update',
  'position_update',
  'strategy_pnl_update',
  'market_data',
  'log_entry',
  'prices:initial',
  'price:update',
  'order:notification',
  'event:notification',
  'chat:message',
  'error',
];
const SYMBOL_CALLS = [
  'GET /api/status',
  'GET /api/accounts',
  'POST /api/account/:id',
  'POST /api/trading/start',
  'POST /api/trading/stop',
  'POST /api/position/flatten',
  'GET /api/chart',
  'GET /api/trades',
];
const HUB_CALLS = [
  'GET /health',
  'GET /health/websocket',
  'GET /api/status',
  'GET /api/connections',
  'GET /api/dashboard/pnl-calendar',
  'GET /api/dashboard/pnl-drawdown-chart',
  'POST /api/strategies/:id/start',
  'POST /api/strategies/:id/stop',
  'POST /api/strategies/:id/flatten',
  'POST /api/stop',
  'POST /api/flatten',
  'GET /api/account',
  'GET /api/positions',
  'GET /api/orders',
  'GET /api/trades',
  'GET /api/strategies',
  'POST /api/auth/login',
  'POST /api/auth/refresh',
  'POST /api/auth/logout',
  'GET /api/auth/me',
  'GET /api/chart',
];

const callsOf = (table: Readonly<Record<string, RouteDeclaration>>) =>
  Object.values(table).map(({ method, path }) => `${method} ${path}`);

describe('the declarations', () => {
  it('have every name of the documents', () => {
    expect(Object.keys(SYMBOL_SENDS)).toEqual(expect.arrayContaining(SYMBOL_EVENTS));
    expect(Object.keys(SYMBOL_TAKES)).toContain('chartHistory');
    expect(Object.keys(HUB_TAKES)).toEqual(expect.arrayContaining(HUB_IN));
    expect(Object.keys(HUB_SENDS)).toEqual(expect.arrayContaining(HUB_OUT));
    expect(callsOf(SYMBOL_ROUTES)).toEqual(expect.arrayContaining(SYMBOL_CALLS));
    expect(callsOf(HUB_ROUTES)).toEqual(expect.arrayContaining(HUB_CALLS));
  });

  it('name what is our own by our prefix, and put it under /api', () => {
    for (const [names, table] of [
      [[...SYMBOL_EVENTS, 'error', 'server:shutdown'], SYMBOL_SENDS],
      [['chartHistory'], SYMBOL_TAKES],
      [HUB_OUT, HUB_SENDS],
      [HUB_IN, HUB_TAKES],
    ] as const) {
      const own = Object.keys(table).filter((name) => !(names as readonly string[]).includes(name));
      expect(own.filter((name) => !name.startsWith('pitwall:'))).toEqual([]);
    }
    const documented = [...SYMBOL_CALLS, ...HUB_CALLS];
    const calls = [...callsOf(SYMBOL_ROUTES), ...callsOf(HUB_ROUTES)].filter((call) => !documented.includes(call));
    expect(calls.filter((call) => !/ \/(api\/|metrics$)/.test(call))).toEqual([]);
  });

  it('never limit what reduces risk, and let nobody without a role change anything', () => {
    for (const route of [...Object.values(SYMBOL_ROUTES), ...Object.values(HUB_ROUTES)] as RouteDeclaration[]) {
      if (/stop$|flatten$|cancel$/.test(route.path)) expect([route.path, route.limit]).toEqual([route.path, 'free']);
      if (route.method !== 'GET' && !route.path.startsWith('/api/auth/') && !route.path.startsWith('/api/pair')) {
        expect([route.path, ['flatten', 'trader', 'owner', 'viewer'].includes(route.access)]).toEqual([
          route.path,
          true,
        ]);
      }
      if (route.path.endsWith('start')) expect([route.path, route.access]).toEqual([route.path, 'trader']);
    }
  });

  it('have no route twice', () => {
    for (const calls of [callsOf(SYMBOL_ROUTES), callsOf(HUB_ROUTES)]) expect(new Set(calls).size).toBe(calls.length);
  });
});
