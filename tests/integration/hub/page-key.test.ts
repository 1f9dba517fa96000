import { createServer, request, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { afterEach, describe, expect, it } from 'vitest';
import { DocumentClient } from '../../support/wire/document-client.ts';
import { type HubRig, startHub } from '../../support/wire/hub-rig.ts';
import { PageClient } from '../../support/wire/page-client.ts';
import { pairDevice, type PairedDevice } from '../../support/wire/pair-device.ts';
import { OWNER_TOKEN, type SymbolRig, call, startSymbolServer } from '../../support/wire/symbol-rig.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** What a server saw of a page: calls, and what its sockets showed. */
interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly authorization: string;
  readonly dpop: string;
}

interface Squatter {
  readonly url: string;
  readonly port: number;
  readonly calls: Recorded[];
  readonly auths: { readonly token: string; readonly proof: string }[];
  close(): Promise<void>;
}

/** Somebody else's program on a port that a page believes to be Pitwall's: keeps whatever it is shown. */
async function squat(port: number, nonce: () => string): Promise<Squatter> {
  const calls: Recorded[] = [];
  const auths: Squatter['auths'][number][] = [];
  const http = createServer((asked, answer) => {
    const { authorization = '', dpop = '' } = asked.headers;
    const { method = '', url: path = '' } = asked;
    calls.push({ method, path, authorization, dpop: String(dpop) });
    answer.writeHead(200, { 'content-type': 'application/json', 'dpop-nonce': nonce() }).end('{}');
  });
  const io = new Server(http);
  const keep: Parameters<typeof io.use>[0] = (socket, next) => {
    auths.push(socket.handshake.auth as Squatter['auths'][number]);
    next(Object.assign(new Error('once more'), { data: { code: 'use_dpop_nonce', nonce: nonce() } }));
  };
  io.use(keep);
  io.of(/^.symbols/).use(keep);
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
  const bound = (http.address() as AddressInfo).port;
  const close = async (): Promise<void> => {
    await io.close();
  };
  ends.push(close);
  return { url: `http://127.0.0.1:${bound}`, port: bound, calls, auths, close };
}

/** The same words to another server, under any Host. Resolves with the status. */
function send(to: string, method: string, path: string, headers: OutgoingHttpHeaders): Promise<number> {
  const { hostname, port } = new URL(to);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path, headers }, (answer: IncomingMessage) => {
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
    });
    sent.on('error', reject).end();
  });
}

/** Everything that was recorded, shown to a server in each way that there is. Nothing of it may get through. */
async function replay(seen: Squatter, server: { readonly url: string }, hosts: readonly string[]): Promise<number> {
  let tried = 0;
  for (const { method, path, authorization, dpop } of seen.calls) {
    const bearer = authorization.replace('DPoP', 'Bearer');
    for (const host of hosts) {
      for (const shown of [
        { authorization, dpop },
        { authorization },
        { authorization: bearer, dpop },
        { authorization: bearer },
      ]) {
        const status = await send(server.url, method, path, { host, ...shown });
        expect([method, path, host, Object.keys(shown), status]).toEqual([method, path, host, Object.keys(shown), 401]);
        tried += 1;
      }
    }
  }
  const anyCall = seen.calls[0]?.dpop ?? '';
  for (const auth of [
    ...seen.auths,
    ...seen.auths.map(({ token }) => ({ token })),
    ...seen.auths.map(({ token }) => ({ token, proof: anyCall })),
  ]) {
    for (const namespace of ['', '/symbols/MNQ']) {
      for (const host of hosts) {
        const client = new DocumentClient(server.url + namespace, {
          auth,
          extraHeaders: { host },
          reconnection: false,
          transports: ['websocket'],
        });
        await expect(client.connected()).rejects.toThrow();
        client.close();
        tried += 1;
      }
    }
  }
  return tried;
}

const ACTS = [
  '/api/start',
  '/api/flatten',
  '/symbols/MNQ/api/trading/stop',
  '/api/trading/start',
  '/api/position/flatten',
] as const;

/** What symbol servers alone take. */
const SYMBOL_ACTS = /^.api.(trading|position)/;

/** A page talks to a server as the cockpit does: reads, acts, opens sockets, with every nonce that it is given. */
async function talk(page: PageClient, url: string): Promise<void> {
  await page.call('/api/account', {}, url);
  for (const path of ACTS) await page.call(path, { method: 'POST' }, url);
  for (const namespace of ['', '/symbols/MNQ']) {
    for (let n = 0; n < 2; n += 1) {
      const client = new DocumentClient(url + namespace, {
        ...page.socket(url + namespace),
        reconnection: false,
        transports: ['websocket'],
      });
      await client.connected().catch(() => undefined);
      client.close();
    }
  }
}

async function nonceOf(url: string): Promise<string> {
  const answer = await call(url, '/health', { headers: { dpop: 'a nonce, please' } });
  return answer.headers.get('dpop-nonce') ?? '';
}

async function start(ports: readonly number[] = []): Promise<{ hub: HubRig; symbol: SymbolRig; page: PageClient }> {
  const hub = await startHub({ knownPorts: ports });
  const symbol = await startSymbolServer('MNQ', { deps: { knownPorts: ports } });
  hub.serve(symbol);
  hub.server.takeProcesses([{ name: 'MNQ', pid: 1, state: 'up', restarts: 0, sinceMs: 0, url: symbol.url }]);
  ends.push(
    () => hub.close(),
    () => symbol.close(),
  );
  return { hub, symbol, page: await PageClient.opened(hub.url, OWNER_TOKEN) };
}

describe("a page's token", () => {
  it('is worth everything in its page, at the hub, its relays and the symbol ports', async () => {
    const { hub, symbol, page } = await start();
    expect((await page.call('/api/auth/me')).body).toMatchObject({ userId: 'owner', device: 'cockpit' });
    expect((await page.call('/api/account')).status).toBe(200);
    expect((await page.call('/api/stop', { method: 'POST' })).status).toBe(200);
    expect((await page.call('/symbols/MNQ/api/trading/stop', { method: 'POST' })).status).toBe(200);
    expect((await page.call('/api/trading/stop', { method: 'POST' }, symbol.url)).status).toBe(200);
    expect([hub.commands.length, symbol.commands.length]).toEqual([1, 2]);
    for (const namespace of ['', '/symbols/MNQ']) {
      const client = new DocumentClient(hub.url + namespace, {
        ...page.socket(hub.url + namespace),
        transports: ['websocket'],
      });
      await client.connected();
      client.close();
    }
  });

  it('is worth nothing without its key, however it is shown', async () => {
    const { hub, symbol, page } = await start();
    const other = new PageClient(hub.url);
    for (const token of [page.token ?? '', page.readingToken ?? '']) {
      for (const [base, path] of [
        [hub.url, '/api/account'],
        [hub.url, '/api/auth/me'],
        [hub.url, '/symbols/MNQ/api/trades'],
      ] as const) {
        expect((await call(base, path, { token })).status).toBe(401);
        expect((await call(base, path, { headers: { authorization: `DPoP ${token}` } })).status).toBe(401);
        expect((await call(base, path, { headers: { cookie: `pitwall_session=${token}` } })).status).toBe(401);
        other.token = token;
        expect((await other.call(path, {}, base)).status).toBe(401);
      }
      for (const [base, path] of [
        [hub.url, '/api/stop'],
        [symbol.url, '/api/trading/stop'],
      ] as const) {
        expect((await call(base, path, { method: 'POST', token })).status).toBe(401);
        expect((await other.call(path, { method: 'POST' }, base)).status).toBe(401);
      }
      for (const auth of [{ token }, { token, proof: await other.prover.ofSocket(hub.url, token) }]) {
        const client = new DocumentClient(hub.url, { auth, reconnection: false, transports: ['websocket'] });
        await expect(client.connected()).rejects.toThrow(/^Authentication required/);
        client.close();
      }
    }
    expect([...hub.commands, ...symbol.commands]).toEqual([]);
  });

  it('comes without a cookie, to a page that shows its key; the other one only reads', async () => {
    const { hub, page } = await start();
    const link = await page.call<{ url: string }>('/api/auth/link', { method: 'POST', body: {} });
    const code = new URLSearchParams(new URL(link.body.url).hash.slice(1)).get('open') ?? '';
    expect((await call(hub.url, '/api/auth/redeem', { method: 'POST', body: { code } })).status).toBe(401);
    const second = new PageClient(hub.url);
    const opened = await second.redeem(code);
    expect([opened.status, opened.headers.get('set-cookie')]).toEqual([200, null]);
    expect((await new PageClient(hub.url).redeem(code)).status).toBe(401);
    second.token = second.readingToken;
    expect((await second.call('/api/account')).status).toBe(200);
    expect((await second.call('/api/stop', { method: 'POST' })).status).toBe(401);
  });

  it('binds a log-in and a pairing where the page shows its key, and leaves those of programs as they are', async () => {
    const { hub } = await start();
    const user = { userName: 'ann', password: 'a long enough passphrase' };
    await call(hub.url, '/api/users', { method: 'POST', token: OWNER_TOKEN, body: { ...user, role: 'viewer' } });
    const page = new PageClient(hub.url);
    const bound = await page.call<{ token: string; refreshToken: string; sessionID: string; userId: string }>(
      '/api/auth/login',
      { method: 'POST', body: user },
    );
    const free = await call<{ token: string; refreshToken: string }>(hub.url, '/api/auth/login', {
      method: 'POST',
      body: user,
    });
    expect([bound.status, free.status]).toEqual([200, 200]);
    expect((await call(hub.url, '/api/auth/me', { token: free.body.token })).status).toBe(200);
    expect((await call(hub.url, '/api/auth/me', { token: bound.body.token })).status).toBe(401);
    const { sessionID, userId, refreshToken } = bound.body;
    const session = new DocumentClient(hub.url, {
      auth: { sessionID, userId },
      reconnection: false,
      transports: ['websocket'],
    });
    await expect(session.connected()).rejects.toThrow(/^Authentication required/);
    session.close();
    expect((await call(hub.url, '/api/auth/refresh', { method: 'POST', body: { refreshToken } })).status).toBe(401);
    const refreshed = await page.call<{ token: string }>('/api/auth/refresh', {
      method: 'POST',
      body: { refreshToken },
    });
    expect(refreshed.status).toBe(200);
    page.token = refreshed.body.token;
    expect((await page.call('/api/auth/me')).body).toMatchObject({ userName: 'ann' });

    const phone = new PageClient(hub.url);
    const pairing = await call<{ code: string }>(hub.url, '/api/devices/pairing', {
      method: 'POST',
      token: OWNER_TOKEN,
      body: { name: 'phone', role: 'viewer' },
    });
    const { body: paired } = await phone.call<PairedDevice>('/api/pair', {
      method: 'POST',
      body: { code: pairing.body.code },
    });
    expect((await call(hub.url, '/api/pair', { token: paired.token })).status).toBe(401);
    phone.token = paired.token;
    expect((await phone.call('/api/pair')).body).toMatchObject({ state: 'waiting' });
    await call(hub.url, `/api/devices/${paired.deviceId}/confirm`, { method: 'POST', token: OWNER_TOKEN });
    const { token: programs } = await pairDevice(hub.url, { name: 'a program', role: 'viewer' });
    expect((await call(hub.url, '/api/auth/me', { token: programs })).status).toBe(200);
    expect((await call(hub.url, '/api/auth/me', { token: paired.token })).status).toBe(401);
    expect((await phone.call('/api/pair')).body).toMatchObject({ state: 'confirmed' });
    expect((await phone.call('/api/auth/me')).body).toMatchObject({ device: 'phone' });
  });
});

describe('who listens on a port that a page believes to be ours', () => {
  it('gets nothing through of all that a page shows on another port', async () => {
    let nonce = '';
    const squatter = await squat(0, () => nonce);
    const { hub, symbol, page } = await start([squatter.port]);
    for (const real of [hub, symbol]) {
      // The real server's own nonce, as fresh as can be.
      nonce = await nonceOf(real.url);
      squatter.calls.splice(0);
      squatter.auths.splice(0);
      await talk(page, squatter.url);
      await talk(page, squatter.url);
      expect([squatter.calls.length, squatter.auths.length]).toEqual([12, 8]);
      const hosts = [new URL(real.url).host, new URL(squatter.url).host, `localhost:${real.port}`];
      const reached = real === symbol ? { ...squatter, auths: [] } : squatter;
      // Whoever may read without a token may read with a bad one.
      const acts = {
        ...reached,
        calls: reached.calls.filter(({ path }) => (real === symbol) === SYMBOL_ACTS.test(path)),
      };
      expect(await replay(acts, real, hosts)).toBeGreaterThan(40);
    }
    expect([...hub.commands, ...symbol.commands]).toEqual([]);
    expect((await page.call('/api/stop', { method: 'POST' })).status).toBe(200);
  });

  it('gets nothing through on the same port either, where the hub was away: the page goes on, he does not', async () => {
    const { hub, page } = await start();
    await talk(page, hub.url);
    const { port, url, rows } = hub;
    const before = hub.commands.length;
    await hub.close();
    const squatter = await squat(port, () => 'any nonce');
    // With nonces of the hub that was, then with those of the stranger.
    await talk(page, url);
    await squatter.close();
    expect([squatter.calls.length, squatter.auths.length]).toEqual([6, 4]);
    const again = await startHub({ port }, {}, rows);
    ends.push(() => again.close());
    const acts = { ...squatter, calls: squatter.calls.filter(({ path }) => !SYMBOL_ACTS.test(path)) };
    expect(await replay(acts, again, [`127.0.0.1:${port}`, `localhost:${port}`])).toBeGreaterThan(60);
    expect([before > 0, again.commands]).toEqual([true, []]);
    expect((await page.call('/api/stop', { method: 'POST' })).status).toBe(200);
    expect(again.commands).toHaveLength(1);
  });

  it('gets nothing through of what he overheard and the server took already', async () => {
    const { hub, page } = await start();
    await page.call('/api/account');
    const headers = await page.headers('/api/stop', 'POST');
    expect(await send(hub.url, 'POST', '/api/stop', headers)).toBe(200);
    for (let n = 0; n < 3; n += 1) expect(await send(hub.url, 'POST', '/api/stop', headers)).toBe(401);
    const socket = { token: page.token ?? '', proof: await page.prover.ofSocket(hub.url, page.token ?? '') };
    const first = new DocumentClient(hub.url, { auth: socket, transports: ['websocket'] });
    await first.connected();
    const second = new DocumentClient(hub.url, { auth: socket, reconnection: false, transports: ['websocket'] });
    await expect(second.connected()).rejects.toThrow(/^Authentication required/);
    first.close();
    second.close();
    expect(hub.commands).toHaveLength(1);
  });
});
