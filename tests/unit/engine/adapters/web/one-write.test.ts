import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { io as connect, type Socket as Client } from 'socket.io-client';
import { Server, type Socket } from 'socket.io';
import { writeAtOnce } from '../../../../../engine/adapters/web/one-write.ts';

interface Raw {
  _write: (...args: unknown[]) => void;
  _writev: ((...args: unknown[]) => void) | null;
}

let http: HttpServer;
let io: Server;
const clients: Client[] = [];

beforeAll(async () => {
  http = createServer();
  io = new Server(http, { perMessageDeflate: false });
  writeAtOnce(io);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  for (const client of clients) client.disconnect();
  await io.close();
});

async function pair(transports: string[]): Promise<{ readonly client: Client; readonly server: Socket }> {
  const met = new Promise<Socket>((resolve) => io.once('connection', resolve));
  const client = connect(`http://127.0.0.1:${(http.address() as AddressInfo).port}`, { transports, forceNew: true });
  clients.push(client);
  return { client, server: await met };
}

function burst(client: Client, server: Socket, count: number): Promise<readonly number[]> {
  const got: number[] = [];
  return new Promise((resolve) => {
    client.on('n', (n: number) => {
      got.push(n);
      if (got.length === count) resolve(got);
    });
    for (let n = 0; n < count; n += 1) server.emit('n', n, 'x'.repeat(n % 7 === 0 ? 40_000 : 20));
  });
}

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n);

it('packets that go out together are one write, in their order', async () => {
  const { client, server } = await pair(['websocket']);
  await new Promise<void>((resolve) => client.once('connect', resolve));
  const raw = (server.conn.transport as unknown as { socket: { _socket: Raw } }).socket._socket;
  let writes = 0;
  const { _write, _writev } = raw;
  raw._write = (...args) => {
    writes += 1;
    _write.apply(raw, args);
  };
  raw._writev = (...args) => {
    writes += 1;
    _writev?.apply(raw, args);
  };
  expect(await burst(client, server, 200)).toEqual(upTo(200));
  // The first packet goes by itself, what came meanwhile together; Engine.IO alone needs 200.
  expect(writes).toBeLessThan(10);
});

it('a connection that began by polling is gathered once it has been upgraded', async () => {
  const { client, server } = await pair(['polling', 'websocket']);
  if (server.conn.transport.name !== 'websocket') await new Promise((resolve) => server.conn.once('upgrade', resolve));
  expect(Object.hasOwn(server.conn.transport, 'send')).toBe(true);
  expect(await burst(client, server, 50)).toEqual(upTo(50));
});

it('polling stays as it is', async () => {
  const { client, server } = await pair(['polling']);
  expect(await burst(client, server, 30)).toEqual(upTo(30));
});

it('a socket that is cut off in a burst harms nobody', async () => {
  const { client, server } = await pair(['websocket']);
  await new Promise<void>((resolve) => client.once('connect', resolve));
  const gone = new Promise((resolve) => server.once('disconnect', resolve));
  for (let n = 0; n < 100; n += 1) server.emit('n', n);
  server.conn.close(true);
  for (let n = 0; n < 100; n += 1) server.emit('n', n);
  await gone;
  const other = await pair(['websocket']);
  expect(await burst(other.client, other.server, 20)).toEqual(upTo(20));
});
