import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asHolder, Credentials, type Held, movable, PASSWORD } from '../../support/wire/credentials.ts';
import { accountOf } from '../../support/wire/fixtures.ts';
import { type HubRig, LIMITS, startHub } from '../../support/wire/hub-rig.ts';
import { OWNER_TOKEN, type SymbolRig, startSymbolServer, wallClock } from '../../support/wire/symbol-rig.ts';

/** Every way to end a credential, at every door, plain and under TLS (127.0.0.2 counts as another machine). */

const HOUR = 3_600_000;
const AWAY = '127.0.0.2';
const WITHIN_MS = 1_000;
const { ahead, clock } = movable(wallClock);
const folder = mkdtempSync(join(tmpdir(), 'pitwall-revocations-'));
const tlsDir = join(folder, 'tls');
let hub: HubRig;
/** Exposed as the hub is, and on loopback alone. */
let symbol: SymbolRig;
let local: SymbolRig;
let ca = '';
const people = new Credentials(() => hub);

async function start(rows?: HubRig['rows'], mode: 'SIM' | 'LIVE' = 'SIM'): Promise<void> {
  const deps = { clock, listen: AWAY, tlsDir };
  hub = await startHub({ ...deps, limits: { ...LIMITS, maxConnectionsPerUser: 50 } }, {}, rows);
  symbol = await startSymbolServer('MNQ', { deps: { ...deps, simulated: mode === 'SIM' } });
  local = await startSymbolServer('MES', { deps: { clock } });
  const processes = [
    { id: 'MNQ', rig: symbol },
    { id: 'MES', rig: local },
  ].map(({ id, rig }) => {
    hub.serve(rig);
    rig.server.publishAccount(accountOf({ mode }));
    return { name: id, pid: 1, state: 'up', restarts: 0, sinceMs: 0, url: rig.url } as const;
  });
  hub.server.takeProcesses(processes);
  hub.server.take({ t: 'account', view: accountOf({ mode }) });
  ca = readFileSync(join(tlsDir, 'made.crt.pem'), 'utf8');
}
async function stop(): Promise<void> {
  await symbol.close();
  await local.close();
  await hub.close();
}
beforeAll(() => start(), 60_000);
afterAll(async () => {
  await stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Door {
  readonly name: string;
  readonly isAway: boolean;
  readonly base: () => string;
  readonly start: string;
  /** A call that reduces risk. */
  readonly stop: string;
  /** Undefined: read without a token. */
  readonly read: string | undefined;
}

const away = (port: number): string => `https://${AWAY}:${port}`;
const OF_HUB = { start: '/api/start', stop: '/api/stop', read: '/api/account' };
const OF_SYMBOL = { start: '/api/trading/start', stop: '/api/trading/stop', read: '/api/status' };
const DOORS: readonly Door[] = [
  { name: 'hub', isAway: false, base: () => hub.url, ...OF_HUB },
  { name: 'hub, TLS', isAway: true, base: () => away(hub.port), ...OF_HUB },
  { name: 'relay by id', isAway: false, base: () => `${hub.url}/symbols/MNQ`, ...OF_SYMBOL },
  { name: 'relay by number, TLS', isAway: true, base: () => `${away(hub.port)}/symbols/1`, ...OF_SYMBOL },
  { name: 'symbol port', isAway: false, base: () => symbol.url, ...OF_SYMBOL },
  { name: 'symbol port, TLS', isAway: true, base: () => away(symbol.port), ...OF_SYMBOL },
  { name: 'symbol port on loopback alone', isAway: false, base: () => local.url, ...OF_SYMBOL, read: undefined },
];

/** Status of a call. */
async function ask(door: Door, method: string, path: string, by: Held): Promise<number> {
  const url = door.base() + path;
  const call = door.isAway ? overTls : fetch;
  return (await asHolder(by, method, url, (headers) => call(url, { method, headers }))).status;
}

function overTls(
  url: string,
  asked: { readonly method: string; readonly headers: Readonly<Record<string, string>> },
): Promise<Pick<Response, 'status' | 'headers'>> {
  return new Promise((resolve, reject) => {
    const headers = { ...asked.headers, 'content-length': 0 };
    const sent = request(url, { method: asked.method, ca, headers }, (response) => {
      const told = new Headers();
      for (const [name, value] of Object.entries(response.headers)) told.set(name, String(value));
      response.resume().on('end', () => resolve({ status: response.statusCode ?? 0, headers: told }));
    });
    sent.on('error', reject).end();
  });
}

type Statuses = Readonly<Record<string, string>>;

/** By door: "start/stop/read". */
async function tryAll(by: Held): Promise<Statuses> {
  const found = DOORS.map(async (door) => {
    const { name, start: startPath, stop: stopPath, read } = door;
    const [started, stopped, looked] = [
      await ask(door, 'POST', startPath, by),
      await ask(door, 'POST', stopPath, by),
      read === undefined ? undefined : await ask(door, 'GET', read, by),
    ];
    return [name, [started, stopped, ...(looked === undefined ? [] : [looked])].join('/')] as const;
  });
  return Object.fromEntries(await Promise.all(found));
}

/** By door, from what start, stop and reading answer; `away`: for other machines, where they differ. */
function all(here: readonly [number, number, number], there = here): Statuses {
  return Object.fromEntries(
    DOORS.map(({ name, isAway, read }) => [
      name,
      (isAway ? there : here).slice(0, read === undefined ? 2 : 3).join('/'),
    ]),
  );
}
const BYSTANDER: Held = { token: OWNER_TOKEN, id: '' };
const ADMITTED = all([200, 200, 200]);
const NOBODY = all([401, 401, 401]);

/** Sockets at every door, open. */
async function openSockets({ token, sessionID, userId, page }: Held): Promise<ReadonlyMap<string, Socket>> {
  const common = { transports: ['websocket'], reconnection: false, forceNew: true };
  const urls = [
    hub.url,
    away(hub.port),
    `${hub.url}/symbols/MNQ`,
    `${away(hub.port)}/symbols/1`,
    away(symbol.port),
    symbol.url,
    local.url,
  ].map((url) => ({ url, options: page?.socket(url) ?? { auth: { token } } }));
  if (sessionID !== undefined) urls.push({ url: `${hub.url}/`, options: { auth: { sessionID, userId } } });
  const opened = new Map<string, Socket>();
  for (const { url, options } of urls) {
    const socket = io(url, { ...common, ...options, ca } as object);
    opened.set(url, socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
  }
  return opened;
}

const stillOpen = (sockets: ReadonlyMap<string, Socket>): string[] =>
  [...sockets].flatMap(([url, socket]) => (socket.connected ? [url] : []));

interface Revocation {
  readonly name: string;
  readonly make: () => Promise<{ readonly held: Held; readonly revoke: () => Promise<unknown> }>;
}

const asOwner = (method: string, path: string, body?: unknown) => people.good(method, path, OWNER_TOKEN, body);
const logOut = async ({ token, page }: Held): Promise<void> => {
  const path = '/api/auth/logout';
  const answer = await (page === undefined ? people.send('POST', path, token) : page.call(path, { method: 'POST' }));
  expect(answer.status).toBe(200);
};
const byId = ({ id }: Held) => asOwner('DELETE', `/api/devices/${id}`);
const user = ({ userName = '' }: Held): string => `/api/users/${encodeURIComponent(userName)}`;
const of = (make: () => Promise<Held>, revoke: (held: Held) => Promise<unknown>) => async () => {
  const held = await make();
  return { held, revoke: () => revoke(held) };
};
/** A page whose link somebody else asked for, who ends then. */
const pageOf = (make: () => Promise<Held>, revoke: (parent: Held) => Promise<unknown>) => async () => {
  const parent = await make();
  const held = await people.page(parent);
  return { held, revoke: () => revoke(parent) };
};
const passes = (ms: number) => () => Promise.resolve((ahead.ms += ms));
const logIn = (): Promise<Held> => people.logIn();
const owner = (): Promise<Held> => people.logIn('owner');
/** On which an owner typed a password. */
const ownersDevice = async (): Promise<Held> => {
  const { userName } = await owner();
  const device = await people.device('owner');
  await people.good('POST', '/api/auth/reauthenticate', device.token, { userName, password: PASSWORD });
  return device;
};

const REVOCATIONS: readonly Revocation[] = [
  { name: 'a page logs out', make: of(() => people.page(), logOut) },
  { name: 'a page is revoked', make: of(() => people.page(), byId) },
  { name: 'a page was idle for 12 hours', make: of(() => people.page(), passes(12 * HOUR)) },
  { name: 'the device behind a page is revoked', make: pageOf(ownersDevice, byId) },
  { name: 'the page behind a page logs out', make: pageOf(() => people.page(), logOut) },
  { name: 'the log-in behind a page logs out', make: pageOf(owner, logOut) },
  { name: 'the user behind a page is removed', make: pageOf(owner, (each) => asOwner('DELETE', user(each))) },
  {
    name: 'the user behind a page is a trader now',
    make: pageOf(owner, (each) => asOwner('PUT', user(each), { role: 'trader' })),
  },
  { name: 'a log-in logs out', make: of(logIn, logOut) },
  { name: 'a log-in is revoked', make: of(logIn, byId) },
  { name: 'a log-in was idle for 12 hours', make: of(logIn, passes(12 * HOUR)) },
  { name: 'a user is removed', make: of(logIn, (each) => asOwner('DELETE', user(each))) },
  { name: 'a user is a viewer now', make: of(logIn, (each) => asOwner('PUT', user(each), { role: 'viewer' })) },
  {
    name: "the owner changes a user's password",
    make: of(logIn, (each) => asOwner('PUT', user(each), { password: `${PASSWORD}8` })),
  },
  {
    name: 'a user changes the password at another device',
    make: of(logIn, async ({ userName = '' }) => {
      const { token } = await people.logInAs(userName);
      const body = { password: PASSWORD, newPassword: `${PASSWORD}8` };
      await people.good('POST', '/api/auth/password', token, body);
    }),
  },
  {
    name: 'a refresh token is shown again',
    make: of(logIn, async ({ refreshToken }) => {
      const next = await people.good<{ refreshToken: string }>('POST', '/api/auth/refresh', undefined, {
        refreshToken,
      });
      await people.good('POST', '/api/auth/refresh', undefined, next.body);
      expect((await people.send('POST', '/api/auth/refresh', undefined, { refreshToken })).status).toBe(401);
    }),
  },
  { name: 'a device is revoked', make: of(() => people.device(), byId) },
  { name: 'a device has come to its day', make: of(() => people.device('trader', 1), passes(24 * HOUR)) },
];

describe('every way to end a credential, at every door', () => {
  const ended: { readonly name: string; readonly held: Held }[] = [];

  for (const { name, make } of REVOCATIONS) {
    it(name, async () => {
      ahead.ms += 61_000;
      const { held, revoke } = await make();
      expect(await tryAll(held)).toEqual(ADMITTED);
      const sockets = await openSockets(held);
      await revoke();
      const from = performance.now();
      expect(await tryAll(held)).toEqual(NOBODY);
      // Ends that come by time alone are looked for once a second.
      await expect.poll(() => stillOpen(sockets)).toEqual([]);
      expect(performance.now() - from).toBeLessThan(5 * WITHIN_MS);
      for (const socket of sockets.values()) socket.disconnect();
      ended.push({ name, held });
      expect(await tryAll(BYSTANDER)).toEqual(ADMITTED);
    });
  }

  it('a password that was typed an hour ago carries no trading at any door; the way out stays', async () => {
    const held = await people.logIn();
    const { refreshToken } = held;
    expect(await tryAll(held)).toEqual(ADMITTED);
    ahead.ms += HOUR + 60_000;
    const { body } = await people.good<{ token: string }>('POST', '/api/auth/refresh', undefined, { refreshToken });
    const renewed = { ...held, token: body.token };
    expect(await tryAll(renewed)).toEqual(all([401, 200, 200]));
    await people.good('POST', '/api/auth/reauthenticate', body.token, { password: PASSWORD });
    expect(await tryAll(renewed)).toEqual(ADMITTED);
  });

  it('on a live account other machines only look, at every door, until the owner allows more', async () => {
    const [page, device] = [await people.page(), await people.device()];
    const { rows } = hub;
    await stop();
    await start(rows, 'LIVE');
    for (const each of [page, device, BYSTANDER]) {
      expect(await tryAll(each)).toEqual(all([200, 200, 200], [403, 403, 200]));
    }
    await asOwner('PUT', '/api/settings', { remoteCommands: true });
    expect(await tryAll(page)).toEqual(ADMITTED);
    await asOwner('PUT', '/api/settings', { remoteCommands: false });
    expect(await tryAll(device)).toEqual(all([200, 200, 200], [403, 403, 200]));
  });

  it('what was ended stays ended when hub and engines were started again', async () => {
    const stays = await people.page();
    const { rows } = hub;
    await stop();
    await start(rows);
    for (const { name, held } of ended) expect([name, await tryAll(held)]).toEqual([name, NOBODY]);
    expect(await tryAll(stays)).toEqual(ADMITTED);
    const kinds = DOORS.length * (REVOCATIONS.length + 2);
    console.info(`${kinds} pairs of revocation and door, each with starting, stopping and reading`);
  });
});
