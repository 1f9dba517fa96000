import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { io, type Socket } from 'socket.io-client';
import { afterEach, expect, it, vi } from 'vitest';
import { keepConnected } from '../../../../renderer/connection/keep-connected.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function serve(port: number, admit: () => boolean): Promise<{ readonly port: number; readonly io: Server }> {
  const http: HttpServer = createServer();
  const server = new Server(http);
  server.use((_socket, next) => next(admit() ? undefined : new Error('Authentication required')));
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
  ends.push(() => server.close());
  return { port: (http.address() as AddressInfo).port, io: server };
}

function dial(port: number): { readonly socket: Socket; readonly stop: () => void } {
  const socket = io(`http://127.0.0.1:${port}`, { transports: ['websocket'], forceNew: true, reconnectionDelay: 50 });
  const stop = keepConnected(socket);
  ends.push(() => {
    stop();
    socket.disconnect();
  });
  return { socket, stop };
}

const next = (socket: Socket, name: string): Promise<void> =>
  new Promise((resolve) => {
    socket.once(name, () => resolve());
  });

it('comes back to a server that ended the connection itself and was started again', async () => {
  const first = await serve(0, () => true);
  const { socket } = dial(first.port);
  await next(socket, 'connect');
  const gone = next(socket, 'disconnect');
  first.io.disconnectSockets(true);
  await first.io.close();
  await gone;
  const back = next(socket, 'connect');
  await serve(first.port, () => true);
  await back;
  expect(socket.connected).toBe(true);
});

it('asks again after a refusal, until it is let in', async () => {
  let asked = 0;
  const { port } = await serve(0, () => (asked += 1) > 2);
  const { socket } = dial(port);
  await next(socket, 'connect');
  expect(asked).toBe(3);
});

it('asks again at once where only a younger nonce was wanted, and does not insist', () => {
  vi.useFakeTimers();
  try {
    const listeners = new Map<string, (of: never) => void>();
    const connect = vi.fn();
    const on = (name: string, listener: (of: never) => void) => listeners.set(name, listener);
    const stop = keepConnected({ active: false, connect, on });
    const refuse = (code: string): void =>
      listeners.get('connect_error')?.(Object.assign(new Error(code), { data: { code } }) as never);
    const waits: number[] = [];
    for (const code of ['use_dpop_nonce', 'use_dpop_nonce', 'unauthorized', 'use_dpop_nonce']) {
      const before = Date.now();
      refuse(code);
      vi.advanceTimersToNextTimer();
      waits.push(Date.now() - before);
    }
    expect([waits, connect.mock.calls.length]).toEqual([[0, 300, 600, 0], 4]);
    stop();
  } finally {
    vi.useRealTimers();
  }
});

it('stays away once it is over', async () => {
  let asked = 0;
  const { port } = await serve(0, () => {
    asked += 1;
    return false;
  });
  const { socket, stop } = dial(port);
  await next(socket, 'connect_error');
  stop();
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(asked).toBe(1);
});
