import { createServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { claimPorts, type Binder, type PortWish } from '../../../../engine/host/claim-ports.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const LOOPBACK = { address: '127.0.0.1', isExposed: false };
const OTHER = { address: '127.0.0.2', isExposed: true };

const binder: Binder<Server> = {
  listen: (port, host) =>
    new Promise((resolve, reject) => {
      const server = createServer();
      server.once('error', reject);
      server.listen({ port, host, exclusive: true }, () => {
        servers.push(server);
        resolve(server);
      });
    }),
  close: (server) => new Promise((resolve) => server.close(() => resolve())),
};

const listening = (): number => servers.filter((server) => server.listening).length;

async function takenPort(): Promise<number> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  return address.port;
}

const wish = (name: string, port = 0): PortWish => ({ name, port, flag: `--port ${name}=N` });

test('free ports are taken, each another one, on every address; what is not to be exposed on this machine alone', async () => {
  const wishes = [wish('hub'), { ...wish('alias'), isLocal: true }, wish('MNQ')];
  const claims = await claimPorts(wishes, [LOOPBACK, OTHER], binder);
  expect(new Set(claims.map(({ port }) => port)).size).toBe(3);
  expect(claims.map(({ name, sockets }) => [name, sockets.map(({ address }) => address)])).toEqual([
    ['hub', ['127.0.0.1', '127.0.0.2']],
    ['alias', ['127.0.0.1']],
    ['MNQ', ['127.0.0.1', '127.0.0.2']],
  ]);
  expect(listening()).toBe(5);
});

test('all taken ports are named, each with its flag, and none is held then', async () => {
  const [a, b] = [await takenPort(), await takenPort()];
  const claim = claimPorts([wish('hub', a), wish('MNQ'), wish('MES', b)], [LOOPBACK], binder);
  await expect(claim).rejects.toThrow(
    `port ${a} of hub is taken by another program; choose another with --port hub=N (0 = any free one)\n` +
      `  port ${b} of MES is taken by another program; choose another with --port MES=N (0 = any free one)`,
  );
  expect(listening()).toBe(2); // the two of the other program
});

test('a port that is taken on one of two addresses is taken on neither', async () => {
  const taken = await takenPort();
  await expect(claimPorts([wish('hub', taken)], [OTHER, LOOPBACK], binder)).rejects.toThrow(`port ${taken} of hub`);
  expect(listening()).toBe(1);
});

test('an address of another machine is said to be one', async () => {
  const elsewhere = { address: '192.0.2.1', isExposed: true };
  await expect(claimPorts([], [elsewhere], binder)).rejects.toThrow('it is not an address of this machine');
});
