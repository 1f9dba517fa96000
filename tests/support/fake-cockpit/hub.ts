import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type CockpitAccount,
  HUB_SENDS,
  type HubSends,
  type ReceiptMessage,
  type Role,
  type StrategyEntry,
} from '../../../engine/wire/index.ts';
import { tellOptions } from '../../../engine/hub/told-options.ts';
import { runWith } from '../default-run.ts';
import { cents, type Scene } from './scene.ts';
import { seeded } from '../random.ts';
import { bodyOf, sendFault, sendJson } from './serve.ts';

/** What the made-up installation says that it was started with. */
const RUN = runWith(['--speed', '10', '--seed', '42']);

/** What the fake hub's routes need of the whole. */
export interface HubActs {
  readonly scene: () => Scene;
  readonly entries: () => readonly StrategyEntry[];
  /** Undefined: nobody is let in. */
  readonly role: () => Role | undefined;
  readonly token: string;
  readonly code: string;
  readonly receipts: () => readonly ReceiptMessage[];
  readonly pairing: FakePairing;
  readonly devices: readonly object[];
  readonly flatten: (scope: string) => Promise<ReceiptMessage>;
  readonly stop: (scope: string) => void;
  readonly start: (scope: string) => void;
  /** False where there is no such difference. */
  readonly acknowledge: (difference: string) => boolean;
  readonly endFlatten: (scope: string) => void;
  readonly setSpeed: (speed: number | 'max') => void;
}

/** The same check that the real hub must pass. */
export function checked<N extends keyof HubSends>(
  name: N,
  payload: Parameters<HubSends[N]>[0],
): Parameters<HubSends[N]>[0] {
  return HUB_SENDS[name].payload.parse(payload) as Parameters<HubSends[N]>[0];
}

function calendar(days: number, until: string): readonly { readonly date: string; readonly pnl: number }[] {
  const random = seeded(77);
  const last = Date.parse(`${until}T12:00:00Z`);
  return Array.from({ length: days }, (_, index) => new Date(last - (days - 1 - index) * 86_400_000))
    .filter((day) => day.getUTCDay() !== 0 && day.getUTCDay() !== 6)
    .map((day) => {
      const pnl = Math.round((random() * 900 - 390) * 100) / 100;
      const trades = 4 + Math.floor(random() * 14);
      const wins = Math.round(trades * (0.35 + random() * 0.3));
      return {
        date: day.toISOString().slice(0, 10),
        pnl,
        trades,
        wins,
        gross: Math.round((pnl + trades * 0.74) * 100) / 100,
        fees: Math.round(trades * 74) / 100,
        drawdown: Math.round(random() * 30_000) / 100,
      };
    });
}

/** A day's curve that ends at `end`: what the drawdown chart and the tiles draw. */
function curve(
  startMs: number,
  endMs: number,
  points: number,
  end: number,
  seed: number,
): readonly { readonly timestamp: string; readonly pnl: number; readonly drawdown: number }[] {
  const random = seeded(seed);
  let level = 0;
  let high = 0;
  const walk = Array.from({ length: points }, () => (level += random() - 0.49));
  const last = walk.at(-1) ?? 0;
  const scale = Math.max(30, Math.abs(end)) / 6;
  return walk.map((value, index) => {
    const share = (index + 1) / points;
    const pnl = Math.round(((value - last * share) * scale * 0.6 + end * share) * 100) / 100;
    high = Math.max(high, pnl);
    return {
      timestamp: new Date(startMs + (endMs - startMs) * share).toISOString(),
      pnl,
      drawdown: Math.round((high - pnl) * 100) / 100,
    };
  });
}

/** What the equity panel draws: the days' sums of the calendar, one on the other, and a high-water mark over all. */
function equity(account: CockpitAccount, query: URLSearchParams): object {
  const strategy = account.books.find(({ id }) => id === query.get('strategy'));
  const to = query.get('to') ?? account.tradingDay;
  const from = query.get('from') ?? to;
  const nowMs = Date.parse(account.asOf.time);
  const days = calendar(140, account.tradingDay).map(({ date, pnl }) => ({
    date,
    net:
      date === account.tradingDay ? ((strategy ?? account).dayNet ?? 0) : cents(pnl / (strategy === undefined ? 1 : 5)),
  }));
  const sum = days.reduce((total, { net }) => total + net, 0);
  // Today ends at the equity that the account has everywhere else.
  let balance = strategy === undefined ? cents((account.equity ?? 0) - sum) : 0;
  let high = balance;
  let start = balance;
  let deepest = 0;
  const points: { timestamp: string; equity: number; drawdown: number }[] = [];
  for (const { date, net } of days) {
    if (date > to) break;
    if (date <= from) start = balance;
    const isToday = date === account.tradingDay;
    const startMs = Date.parse(`${date}T00:00:00Z`) - 3_600_000;
    const endMs = isToday ? nowMs : startMs + 23 * 3_600_000;
    for (const point of curve(startMs, endMs, 48, net, Number(date.replaceAll('-', '')))) {
      const value = cents(balance + point.pnl);
      high = Math.max(high, value);
      if (date < from) continue;
      deepest = Math.max(deepest, cents(high - value));
      points.push({ timestamp: point.timestamp, equity: value, drawdown: cents(high - value) });
    }
    balance = cents(balance + net);
  }
  return { from, to, start, net: cents((points.at(-1)?.equity ?? start) - start), highWater: high, deepest, points };
}

function notifications(nowMs: number): readonly object[] {
  const rows: readonly (readonly [
    type: string,
    title: string,
    message: string,
    priority: string,
    minutesAgo: number,
    read: boolean,
  ])[] = [
    ['TRADE_CLOSED', 'MES lost', 'short 1, stop, \u2212$15.74', 'MEDIUM', 131, true],
    ['FLATTENED', 'MES flattened', 'by owner from cockpit, verified after 143 ms', 'HIGH', 84, true],
    ['TRADE_CLOSED', 'MNQ won', 'long 1, target, +$48.26', 'MEDIUM', 18, false],
    ['RISK_ALERT', 'M6E feed was stale', 'no quote for 12 s, entries were stopped; back after 19 s', 'HIGH', 40, false],
  ];
  return rows.map(([type, title, message, priority, minutesAgo, read], index) => ({
    id: `n-${index}`,
    userId: 'owner',
    type,
    title,
    message,
    priority,
    read,
    timestamp: nowMs - minutesAgo * 60_000,
    metadata: {},
  }));
}

/** The code of a pairing: where it leads, and until when it is good. */
export interface FakePairing {
  url: string;
  expires: string;
}

export function fakeDevices(): object[] {
  return [
    {
      id: 'd-1',
      kind: 'session',
      name: 'cockpit on this machine',
      userName: 'owner',
      role: 'owner',
      address: '127.0.0.1',
      created: '2026-11-20T14:00:00.000Z',
      lastSeen: '2026-11-20T19:22:00.000Z',
      expires: null,
      sockets: 1,
    },
    {
      id: 'd-2',
      kind: 'device',
      name: 'phone',
      userName: 'owner',
      role: 'flatten',
      address: '192.168.1.24',
      created: '2026-11-12T08:00:00.000Z',
      lastSeen: '2026-11-20T18:41:00.000Z',
      expires: '2026-12-12T08:00:00.000Z',
      sockets: 0,
    },
  ];
}

/** Looks like a QR code and is none. */
function picture(): string {
  const random = seeded(4);
  const cells = Array.from({ length: 625 }, (_, index) =>
    random() < 0.5 ? `M${index % 25} ${Math.floor(index / 25)}h1v1h-1z` : '',
  ).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -1 27 27"><path d="${cells}"/></svg>`;
}

async function redeem(request: IncomingMessage, response: ServerResponse, acts: HubActs): Promise<void> {
  const { code } = await bodyOf(request);
  if (code !== acts.code || acts.role() === undefined)
    return sendFault(response, 401, 'unauthorized', 'this code is not good');
  sendJson(response, 200, {
    token: acts.token,
    expires: '2026-11-21T19:22:50.000Z',
    userId: 'owner',
    userName: 'owner',
    role: acts.role(),
    device: 'cockpit',
  });
}

async function command(request: IncomingMessage, response: ServerResponse, url: URL, acts: HubActs): Promise<void> {
  if (url.pathname === '/api/auth/redeem') return redeem(request, response, acts);
  if (request.headers.authorization !== `Bearer ${acts.token}`)
    return sendFault(response, 401, 'unauthorized', 'a token is needed');
  const body = await bodyOf(request);
  const single = /^\/api\/strategies\/([^/]+)\/(start|stop|flatten)$/.exec(url.pathname);
  const scope = single?.[1] ?? 'account';
  const verb = single?.[2] ?? /^\/api\/(start|stop|flatten)$/.exec(url.pathname)?.[1];
  switch (verb) {
    case 'flatten': {
      const receipt = await acts.flatten(scope);
      return sendJson(response, 200, { success: receipt.verified, receipt });
    }
    case 'stop':
      acts.stop(scope);
      return sendJson(response, 200, { success: true, state: 'EXITS_ONLY' });
    case 'start':
      acts.start(scope);
      return sendJson(response, 200, { success: true, state: 'RUN' });
    default:
      break;
  }
  if (url.pathname === '/api/devices/pairing') {
    return sendJson(response, 200, {
      code: 'K7QM-2RTX',
      url: acts.pairing.url,
      qr: picture(),
      expires: acts.pairing.expires,
    });
  }
  if (url.pathname.startsWith('/api/notifications/')) return sendJson(response, 200, { success: true });
  if (url.pathname === '/api/watchlist') return sendJson(response, 200, { symbols: body['symbols'] });
  if (url.pathname === '/api/settings')
    return sendJson(response, 200, {
      remoteCommands: body['remoteCommands'] === true,
      chat: { endpoint: null, model: 'default', hasKey: false },
    });
  if (url.pathname === '/api/differences/acknowledge') {
    if (!acts.acknowledge(String(body['difference'])))
      return sendFault(response, 404, 'unknown_difference', 'no such difference is open');
    return sendJson(response, 200, { success: true });
  }
  const ended = /^\/api\/(?:strategies\/([^/]+)\/)?flatten\/end$/.exec(url.pathname);
  if (ended !== null) {
    acts.endFlatten(ended[1] ?? 'account');
    return sendJson(response, 200, { success: true });
  }
  if (url.pathname === '/api/sim/speed') {
    acts.setSpeed(body['speed'] === 'max' ? 'max' : Number(body['speed']));
    return sendJson(response, 200, { success: true });
  }
  if (url.pathname === '/api/sim/next-trade' || /^\/api\/orders\/[^/]+\/cancel$/.test(url.pathname))
    return sendJson(response, 200, { success: true });
  sendFault(response, 404, 'not_found', url.pathname);
}

function reading(response: ServerResponse, url: URL, acts: HubActs): void {
  const scene = acts.scene();
  const { account } = scene;
  const query = (name: string): string | undefined => url.searchParams.get(name) ?? undefined;
  switch (url.pathname) {
    case '/api/auth/me':
      if (acts.role() === undefined) return sendFault(response, 401, 'unauthorized', 'no key');
      return sendJson(response, 200, { userId: 'owner', userName: 'owner', role: acts.role(), device: 'cockpit' });
    case '/api/account':
      return sendJson(response, 200, account);
    case '/api/strategies':
      return sendJson(response, 200, acts.entries());
    case '/api/strategies/views':
      return sendJson(response, 200, [...scene.views.values()]);
    case '/api/trades': {
      const [from, to] = [Date.parse(query('from') ?? '1970-01-01'), Date.parse(query('to') ?? '2100-01-01')];
      const rows = scene.trades.filter(({ exitTime }) => Date.parse(exitTime) >= from && Date.parse(exitTime) < to);
      // The newest so many, oldest first.
      return sendJson(response, 200, rows.slice(0, Number(query('limit') ?? 5_000)).reverse());
    }
    case '/api/orders':
      return sendJson(response, 200, scene.orders);
    case '/api/log':
      return sendJson(response, 200, [...scene.log].reverse());
    case '/api/receipts':
      return sendJson(response, 200, acts.receipts());
    case '/api/status':
      return sendJson(response, 200, {
        status: 'running',
        service: 'pitwall-hub',
        version: '0.1.0',
        uptime: 812,
        timestamp: account.asOf.time,
        connections: 1,
        uniqueUsers: 1,
        desk: { up: true, since: account.asOf.time },
        marketTime: account.asOf.time,
        run: null,
        processes: scene.processes,
        checks: [],
        versions: { pitwall: '0.1.0', node: '24.21.0' },
      });
    case '/api/dashboard/pnl-calendar':
      return sendJson(response, 200, {
        calendar_data: calendar(140, account.tradingDay).filter(
          ({ date }) => date >= (query('start_date') ?? '') && date <= (query('end_date') ?? '9'),
        ),
      });
    case '/api/dashboard/pnl-drawdown-chart': {
      const id = query('strategy_id');
      const book = account.books.find((each) => each.id === id);
      const endMs = Date.parse(query('end') ?? account.asOf.time);
      const startMs = Date.parse(query('start') ?? '') || endMs - 20.4 * 3_600_000;
      return sendJson(response, 200, {
        chart_data: curve(
          startMs,
          endMs,
          Number(query('points') ?? 400),
          book?.dayNet ?? account.dayNet ?? 0,
          5 + (book?.number ?? 0) * 31,
        ),
      });
    }
    case '/api/equity':
      return sendJson(response, 200, equity(account, url.searchParams));
    case '/api/watchlist':
      return sendJson(response, 200, { symbols: ['MNQ', 'MES', 'MGC', 'M6E', 'EURUSD'] });
    case '/api/notifications':
      return sendJson(response, 200, notifications(Date.parse(account.asOf.time)));
    case '/api/devices':
      return sendJson(response, 200, acts.devices);
    case '/api/settings':
      return sendJson(response, 200, {
        remoteCommands: false,
        chat: { endpoint: null, model: 'default', hasKey: false },
      });
    case '/api/options':
      return sendJson(response, 200, tellOptions(RUN, acts.role() === 'owner'));
    case '/api/connections':
      return sendJson(response, 200, [
        {
          socketId: 's1',
          userId: 'owner',
          role: 'owner',
          address: '127.0.0.1',
          userAgent: 'Chromium',
          connectedAt: account.asOf.time,
          subscriptions: [],
          messages: 14,
        },
      ]);
    default:
      return sendFault(response, 404, 'not_found', url.pathname);
  }
}

export async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  acts: HubActs,
): Promise<void> {
  if (request.method === 'GET') return reading(response, url, acts);
  await command(request, response, url, acts);
}
