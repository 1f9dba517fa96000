import { afterEach, describe, expect, test } from 'vitest';
import { io, type Socket } from 'socket.io-client';
import { READ_PLACES } from '../../../engine/adapters/reading/read-places.ts';
import type { Reader, ReadJobs } from '../../../engine/adapters/reading/read-jobs.ts';
import { type HubRig, startHub } from '../../support/wire/hub-rig.ts';
import { PageClient } from '../../support/wire/page-client.ts';
import { pairDevice } from '../../support/wire/pair-device.ts';
import { call, OWNER_TOKEN, startSymbolServer, type SymbolRig } from '../../support/wire/symbol-rig.ts';

/** A file whose answers come when the test lets them. */
class HeldReader implements Reader<ReadJobs> {
  asked = 0;
  private readonly waiting: (() => void)[] = [];

  run(): Promise<Uint8Array<ArrayBuffer>> {
    this.asked += 1;
    return new Promise((resolve) => this.waiting.push(() => resolve(new TextEncoder().encode('[]'))));
  }

  letGo(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }

  close(): Promise<void> {
    this.letGo();
    return Promise.resolve();
  }
}

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function hub(reader?: HeldReader): Promise<HubRig> {
  const rig = await startHub({}, {}, new Map(), reader);
  closing.push(() => rig.close());
  return rig;
}

async function symbol(reader?: HeldReader): Promise<SymbolRig> {
  const rig = await startSymbolServer('MNQ', reader === undefined ? {} : { deps: { reader } });
  closing.push(() => rig.close());
  return rig;
}

function connect(url: string, token?: string): Promise<Socket> {
  const socket = io(url, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    ...(token === undefined ? {} : { auth: { token } }),
  });
  closing.push(() => void socket.disconnect());
  return new Promise((resolve, reject) => {
    socket.on('connect', () => resolve(socket));
    socket.on('connect_error', reject);
  });
}

const handshake = (url: string, query = '', headers: Record<string, string> = {}): Promise<number> =>
  fetch(`${url}/socket.io/?EIO=4&transport=polling${query}`, { headers }).then(
    ({ status }) => status,
    () => 0,
  );

/** Until a condition holds. */
const until = (condition: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    const look = (): void => {
      if (condition()) resolve();
      else setImmediate(look);
    };
    look();
  });

describe('reads', () => {
  test('while chart reads of a symbol server stand, its commands and its memory answer', async () => {
    const reader = new HeldReader();
    const rig = await symbol(reader);
    const path = '/api/chart?interval=1d&limit=20000';
    const reads = Array.from({ length: READ_PLACES.perCaller }, () => call(rig.url, path));
    await until(() => reader.asked === READ_PLACES.perCaller);
    const refused = await call(rig.url, path);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    const flatten = await call(rig.url, '/api/position/flatten', { method: 'POST', token: OWNER_TOKEN, body: {} });
    expect([flatten.status, rig.commands.length]).toEqual([200, 1]);
    expect((await call(rig.url, '/api/place')).status).toBe(200);
    // The owner has places of its own.
    const own = call(rig.url, path, { token: OWNER_TOKEN });
    await until(() => reader.asked === READ_PLACES.perCaller + 1);
    reader.letGo();
    for (const { status } of await Promise.all([...reads, own])) expect(status).toBe(200);
    const again = call(rig.url, path);
    await until(() => reader.asked === READ_PLACES.perCaller + 2);
    reader.letGo();
    expect((await again).status).toBe(200);
  });

  test('while reads of the hub stand, a flatten goes through', async () => {
    const reader = new HeldReader();
    const rig = await hub(reader);
    const paths = ['/api/chart?strategy=MNQ&interval=1d', '/api/equity', '/api/trades', '/api/log', '/api/receipts'];
    const reads = paths.map((path) => call(rig.url, path, { token: OWNER_TOKEN }));
    await until(() => reader.asked === paths.length);
    const flatten = await call(rig.url, '/api/flatten', { method: 'POST', token: OWNER_TOKEN, body: {} });
    expect([flatten.status, rig.commands.map(({ command }) => command.kind)]).toEqual([200, ['flatten']]);
    reader.letGo();
    await Promise.all(reads);
  });
});

describe('strangers', () => {
  test('a crowd without a token fills nobody’s house: the owner gets in, and keeps the place', async () => {
    const rig = await hub();
    const before = await connect(rig.url, OWNER_TOKEN);
    const crowd = Array.from({ length: 120 }, () => handshake(rig.url, '&x=sid=1'));
    const during = await connect(rig.url, OWNER_TOKEN);
    await Promise.all(crowd);
    const after = await connect(rig.url, OWNER_TOKEN);
    expect([before, during, after].map(({ connected }) => connected)).toEqual([true, true, true]);
  });

  test('another site’s image opens no connection', async () => {
    const rig = await symbol();
    expect(await handshake(rig.url, '', { 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await handshake(rig.url, '', { 'sec-fetch-site': 'same-site' })).toBe(200);
  });

  test('bad tokens end a connection: twice as many as there are namespaces may be, and two', async () => {
    const rig = await hub();
    const line = new WebSocket(`${rig.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
    const closed = new Promise((resolve) => line.addEventListener('close', resolve));
    let refusals = 0;
    line.addEventListener('message', ({ data }) => {
      const text = String(data);
      if (text.startsWith('44')) refusals += 1;
      if (text.startsWith('0') || text.startsWith('44')) line.send('40{"token":"bad"}');
    });
    await closed;
    expect(refusals).toBe(14);
  });

  test('readers without a token leave places to those who have one', async () => {
    const rig = await symbol();
    const readers: Socket[] = [];
    // At a hand's pace, so that the crowd itself is not slowed.
    for (let n = 0; n < 200; n += 1) readers.push(await connect(rig.url));
    await expect(connect(rig.url)).rejects.toThrow('Too many connections');
    const owner = await connect(rig.url, OWNER_TOKEN);
    expect([readers.every(({ connected }) => connected), owner.connected]).toEqual([true, true]);
  });
});

describe('log-ins in masses', () => {
  test('bad ones lock out nobody who has the right code or token', async () => {
    const rig = await hub();
    const user = { userName: 'erin', role: 'trader', password: 'Correct-Horse-7xyz' };
    await call(rig.url, '/api/users', { method: 'POST', token: OWNER_TOKEN, body: user });
    const login = { userName: user.userName, password: user.password };
    const session = await call<{ token: string; refreshToken: string }>(rig.url, '/api/auth/login', {
      method: 'POST',
      body: login,
    });
    expect(session.status).toBe(200);
    const bad = await Promise.all(
      Array.from({ length: 90 }, () => call(rig.url, '/api/auth/login', { method: 'POST', body: {} })),
    );
    expect(new Set(bad.map(({ status }) => status)).has(200)).toBe(false);
    const refused = await call(rig.url, '/api/auth/login', { method: 'POST', body: login });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await PageClient.opened(rig.url, OWNER_TOKEN)).token).toBeDefined();
    const rubbish = { refreshToken: 'x'.repeat(43) };
    const wrong = Array.from({ length: 70 }, () =>
      call(rig.url, '/api/auth/refresh', { method: 'POST', body: rubbish }),
    );
    for (const { status } of await Promise.all(wrong)) expect(status).toBe(401);
    const { refreshToken } = session.body;
    const refreshed = await call(rig.url, '/api/auth/refresh', { method: 'POST', body: { refreshToken } });
    expect(refreshed.status).toBe(200);
  });
});

test('somebody sees their own connections, the owner all', async () => {
  const rig = await hub();
  const device = await pairDevice(rig.url, { name: 'phone', role: 'viewer' });
  await connect(rig.url, OWNER_TOKEN);
  const own = await connect(rig.url, device.token);
  const seen = async (token: string) =>
    (await call<{ socketId: string }[]>(rig.url, '/api/connections', { token })).body.map(({ socketId }) => socketId);
  expect(await seen(device.token)).toEqual([own.id]);
  expect(await seen(OWNER_TOKEN)).toHaveLength(2);
});
