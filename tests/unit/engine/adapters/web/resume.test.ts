import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Server } from 'socket.io';
import { io as dial, type Socket as Client } from 'socket.io-client';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { takePlace } from '../../../../../engine/adapters/bounds/strangers.ts';
import { LatestSender } from '../../../../../engine/adapters/web/latest.ts';
import { OriginGuard } from '../../../../../engine/adapters/web/origin-guard.ts';
import { RefusedOrigins } from '../../../../../engine/adapters/web/refused-origins.ts';
import { silentLogger } from '../../../../../engine/ports/logger.ts';
import { resumeOrBegin } from '../../../../../engine/adapters/web/resume.ts';
import { createSocketServer } from '../../../../../engine/adapters/web/socket-server.ts';
import { MemoryAudit } from '../../../../../engine/ports/memory-audit.ts';
import { HUB_SENDS, SYMBOL_SENDS } from '../../../../../engine/wire/index.ts';
import { RawClient } from '../../../../support/wire/raw-client.ts';
import { wallClock } from '../../../../support/wire/symbol-rig.ts';

const DECLARED = [...new Set([...Object.keys(HUB_SENDS), ...Object.keys(SYMBOL_SENDS)])];

let http: HttpServer;
let io: Server;
let url = '';
let nowMs = 0;
const clients: Client[] = [];
const raws: RawClient[] = [];

beforeEach(async () => {
  nowMs = 0;
  http = createServer();
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  url = `http://127.0.0.1:${port}`;
  const clock = { ...wallClock, monotonicMs: () => performance.now() + nowMs };
  io = createSocketServer(http, {
    guard: new OriginGuard({ ports: [port] }),
    refusedOrigins: new RefusedOrigins(silentLogger),
    clock,
    audit: new MemoryAudit(clock),
    namespaces: 1,
  });
  io.use((socket, next) => {
    const isKnown = socket.handshake.auth['token'] === 'good';
    if (isKnown) takePlace(socket.conn, { who: 'me', most: 10, mostOfOne: 10 });
    next(isKnown ? undefined : new Error('who are you?'));
  });
  io.on('connection', (socket) => {
    resumeOrBegin(socket);
    socket.emit('connected', { n: 0 });
  });
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.disconnect();
  for (const raw of raws.splice(0)) raw.close();
  await io.close();
});

function client(auth: Record<string, unknown>): { readonly socket: Client; readonly got: unknown[][] } {
  const socket = dial(url, { transports: ['websocket'], forceNew: true, reconnectionDelay: 10, auth });
  clients.push(socket);
  const got: unknown[][] = [];
  socket.onAny((...parts: unknown[]) => got.push(parts));
  return { socket, got };
}

/** The connection breaks, and `meanwhile` happens before the client is back. */
async function lose(socket: Client, meanwhile: () => void): Promise<void> {
  const { id = '' } = socket;
  const lost = new Promise((resolve) => socket.once('disconnect', resolve));
  const gone = new Promise((resolve) => io.sockets.sockets.get(id)?.once('disconnect', resolve));
  socket.io.reconnection(false);
  socket.io.engine.close();
  await Promise.all([lost, gone]);
  meanwhile();
  socket.io.reconnection(true);
  socket.connect();
  await expect.poll(() => socket.connected).toBe(true);
}

it('each declared event has one payload on the wire, however it is sent, beside others who asked for numbers', async () => {
  const raw = new RawClient(url, { '/': { token: 'good' } });
  raws.push(raw);
  const asking = client({ token: 'good', resume: true });
  await expect.poll(() => [raw.events.length, asking.got.length]).toEqual([1, 1]);
  const latest = new LatestSender<Record<string, (payload: never) => void>>(io);
  await Promise.all([...io.sockets.sockets.values()].map(async (socket) => socket.join('a room')));
  for (const event of DECLARED) {
    io.emit(event, { way: 'all' });
    io.to('a room').emit(event, { way: 'room' });
    latest.send(undefined, event, { way: 'latest' } as never);
    for (const socket of io.sockets.sockets.values()) socket.emit(event, { way: 'own' });
  }
  await expect.poll(() => [raw.events.length, asking.got.length]).toEqual(Array(2).fill(1 + 4 * DECLARED.length));
  expect(new Set(raw.events.map(({ event }) => event))).toEqual(new Set(DECLARED));
  expect(raw.events.filter(({ payloads }) => payloads.length !== 1)).toEqual([]);
});

it('who asked gets what it missed, once, in order and after its admission; pictures are not kept', async () => {
  const { socket, got } = client({ token: 'good', resume: true });
  await expect.poll(() => got.length).toBe(1);
  const latest = new LatestSender<Record<string, (payload: never) => void>>(io);
  io.emit('log', { n: 1 });
  await expect.poll(() => got.length).toBe(2);
  for (const away of [1, 2]) {
    got.length = 0;
    await lose(socket, () => {
      io.emit('log', { away, n: 1 });
      latest.send(undefined, 'tick', { away } as never);
      io.to('elsewhere').emit('log', { away, n: 2 });
      io.emit('trade', { away, n: 3 });
    });
    expect(socket.recovered).toBe(true);
    io.emit('log', { away, n: 4 });
    await expect.poll(() => got.length).toBe(4);
    expect(got.map(([event, payload]) => [event, payload])).toEqual([
      ['log', { away, n: 1 }],
      ['trade', { away, n: 3 }],
      ['connected', { n: 0 }],
      ['log', { away, n: 4 }],
    ]);
  }
});

it('after quiet hours too; after too long it is a new client', async () => {
  const { socket, got } = client({ token: 'good', resume: true });
  await expect.poll(() => got.length).toBe(1);
  nowMs += 3_600_000;
  await lose(socket, () => io.emit('log', { n: 1 }));
  expect(socket.recovered).toBe(true);
  await expect.poll(() => got.map(([event]) => event)).toEqual(['connected', 'log', 'connected']);
  await lose(socket, () => {
    io.emit('log', { n: 2 });
    nowMs += 121_000;
  });
  expect(socket.recovered).toBe(false);
});

it('who did not ask, and who may come in no more, gets nothing of it', async () => {
  const plain = client({ token: 'good' });
  const shown = { token: 'good', resume: true };
  const asking = client(shown);
  await expect.poll(() => [plain.got.length, asking.got.length]).toEqual([1, 1]);
  await lose(plain.socket, () => io.emit('log', { n: 1 }));
  expect(plain.socket.recovered).toBe(false);
  expect(plain.got.filter(([event]) => event === 'log')).toEqual([]);

  await expect.poll(() => asking.got.length).toBe(2);
  const refused = new Promise((resolve) => asking.socket.once('connect_error', resolve));
  const lost = lose(asking.socket, () => {
    io.emit('log', { n: 2 });
    shown.token = 'revoked';
  });
  await refused;
  expect(asking.got).toHaveLength(2);
  shown.token = 'good';
  asking.socket.connect();
  await lost;
  await expect.poll(() => asking.got.filter(([event]) => event === 'log').length).toBe(2);
});
