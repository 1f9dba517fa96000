import type { IncomingMessage } from 'node:http';
import {
  type ChatAnswer,
  type CockpitCatalog,
  type DeviceEntry,
  HUB_ROUTES,
  HUB_SENDS,
  type HubSends,
  type ReceiptMessage,
  type Role,
  type RouteDeclaration,
  type StrategyEntry,
} from '../../../engine/wire/index.ts';
import { tellOptions } from '../../../engine/hub/calls/told-options.ts';
import { runWith } from '../default-run.ts';
import { DeclaredCalls, type FakeHandlers, refuse } from './declared.ts';
import { calendar, curve, equity, notifications, picture } from './figures.ts';
import type { FakePeople } from './people.ts';
import type { FakeRecordings } from './recordings.ts';
import type { Scene } from './scene.ts';

/** What the made-up installation says that it was started with. */
const RUN = runWith(['--speed', '10', '--seed', '42']);

/** The code of a pairing: where it leads, and until when it is good. */
export interface FakePairing {
  url: string;
  expires: string;
}

/** What the fake hub's routes need of the whole. */
export interface HubActs {
  readonly scene: () => Scene;
  readonly catalog: () => CockpitCatalog;
  readonly entries: () => readonly StrategyEntry[];
  /** Undefined: nobody is let in. */
  readonly role: () => Role | undefined;
  readonly token: string;
  readonly code: string;
  readonly receipts: () => readonly ReceiptMessage[];
  readonly pairing: FakePairing;
  readonly devices: readonly DeviceEntry[];
  readonly people: FakePeople;
  readonly recordings: FakeRecordings;
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

type HubHandlers = FakeHandlers<typeof HUB_ROUTES>;

const DONE = { success: true };
const OWNER = { userId: 'owner', userName: 'owner', device: 'cockpit' };
const SETTINGS = { remoteCommands: false, chat: { endpoint: null, model: 'default', hasKey: false } };

function entering(acts: HubActs): HubHandlers {
  const owner = (message: string) => {
    const role = acts.role();
    return role === undefined ? refuse('unauthorized', message) : { ...OWNER, role };
  };
  return {
    redeem: ({ body }) => {
      if (body.code !== acts.code) refuse('unauthorized', 'this code is not good');
      const { token } = acts;
      const expires = '2026-11-21T19:22:50.000Z';
      return { token, readingToken: `${token}-reading`, expires, ...owner('this code is not good') };
    },
    me: () => ({ ...owner('no key'), kind: acts.people.kind }),
    logout: () => DONE,
  };
}

function commands(acts: HubActs): HubHandlers {
  const flatten = async (scope: string) => {
    const receipt = await acts.flatten(scope);
    return { success: receipt.verified, receipt };
  };
  const stop = (scope: string) => {
    acts.stop(scope);
    return { success: true, state: 'EXITS_ONLY' as const };
  };
  const start = (scope: string) => {
    acts.people.wantPassword();
    acts.start(scope);
    return { success: true, state: 'RUN' as const };
  };
  const endFlatten = (scope: string) => {
    acts.endFlatten(scope);
    return DONE;
  };
  return {
    flatten: () => flatten('account'),
    flattenStrategy: ({ params }) => flatten(params.id),
    endFlatten: () => endFlatten('account'),
    endStrategyFlatten: ({ params }) => endFlatten(params.id),
    stop: () => stop('account'),
    stopStrategy: ({ params }) => stop(params.id),
    start: () => start('account'),
    startStrategy: ({ params }) => start(params.id),
    acknowledge: ({ body }) =>
      acts.acknowledge(body.difference) ? DONE : refuse('unknown_difference', 'no such difference is open'),
    cancelOrder: () => DONE,
    speed: ({ body }) => {
      acts.setSpeed(body.speed);
      return DONE;
    },
    nextTrade: () => DONE,
    ...acts.people.calls(),
    ...acts.recordings.calls(),
    startPairing: () => ({ code: 'K7QM-2RTX', qr: picture(), fingerprint: null, ...acts.pairing }),
    revokeDevice: () => DONE,
    readNotification: () => DONE,
    readAllNotifications: () => DONE,
    setWatchlist: ({ body }) => body,
    setSettings: ({ body }) => ({ ...SETTINGS, remoteCommands: body.remoteCommands ?? false }),
  };
}

function reading(acts: HubActs): HubHandlers {
  const now = (): string => acts.scene().account.asOf.time;
  return {
    account: () => acts.scene().account,
    strategies: () => [...acts.entries()],
    views: () => [...acts.scene().views.values()],
    trades: ({ query }) => {
      const [from, to] = [Date.parse(query.from ?? '1970-01-01'), Date.parse(query.to ?? '2100-01-01')];
      const rows = acts
        .scene()
        .trades.filter(({ exitTime }) => Date.parse(exitTime) >= from && Date.parse(exitTime) < to)
        .filter(({ tradingDay }) => query.day === undefined || tradingDay === query.day);
      // The newest so many, oldest first.
      return rows.slice(0, query.limit ?? 5_000).reverse();
    },
    orders: () => acts.scene().orders,
    log: () => [...acts.scene().log].reverse(),
    receipts: () => [...acts.receipts()],
    status: () => ({
      status: 'running',
      service: 'pitwall-hub',
      version: '0.1.0',
      uptime: 812,
      timestamp: now(),
      connections: 1,
      uniqueUsers: 1,
      desk: { up: true, since: now() },
      marketTime: now(),
      run: null,
      processes: acts.scene().processes,
      checks: [],
      versions: { pitwall: '0.1.0', node: '24.21.0' },
    }),
    calendar: ({ query }) => ({
      calendar_data: calendar(140, acts.scene().account.tradingDay).filter(
        ({ date }) => date >= (query.start_date ?? '') && date <= (query.end_date ?? '9'),
      ),
    }),
    drawdown: ({ query }) => {
      const { account } = acts.scene();
      const book = account.books.find((each) => each.id === query.strategy_id);
      const endMs = Date.parse(query.end ?? now());
      const startMs = Date.parse(query.start ?? '') || endMs - 20.4 * 3_600_000;
      const end = book?.dayNet ?? account.dayNet ?? 0;
      return { chart_data: curve(startMs, endMs, query.points ?? 400, end, 5 + (book?.number ?? 0) * 31) };
    },
    equity: ({ query }) => equity(acts.scene().account, query),
    contracts: acts.catalog,
    watchlist: () => ({ symbols: ['MNQ', 'MES', 'MGC', 'M6E', 'EURUSD'] }),
    notifications: () => notifications(Date.parse(now())),
    devices: () => [...acts.devices],
    settings: () => SETTINGS,
    options: () => tellOptions(RUN, acts.role() === 'owner'),
    connections: () => [
      {
        socketId: 's1',
        userId: 'owner',
        role: 'owner',
        address: '127.0.0.1',
        userAgent: 'Chromium',
        connectedAt: now(),
        subscriptions: [],
        messages: 14,
      },
    ],
  };
}

/** Calls of the fake hub; faults of page or fake stand in `faults`. What changes something needs the token. */
export function hubCalls(acts: HubActs, faults: string[]): DeclaredCalls<typeof HUB_ROUTES> {
  const isAdmitted = (request: IncomingMessage, { method, access }: RouteDeclaration): boolean =>
    method === 'GET' || access === 'open' || request.headers.authorization === `DPoP ${acts.token}`;
  return new DeclaredCalls(HUB_ROUTES, { ...entering(acts), ...commands(acts), ...reading(acts) }, isAdmitted, faults);
}

/** What the made-up analyst says to anything. */
export function chatAnswer(question: string, nowMs: number): ChatAnswer {
  return {
    id: 'c-1',
    message: `You asked: ${question}`,
    type: 'ai',
    sources: [{ kind: 'trades', text: 'today\u2019s trades of MES' }],
    timestamp: new Date(nowMs).toISOString(),
  };
}
