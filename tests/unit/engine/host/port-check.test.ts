import { createServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { claimPorts } from '../../../../engine/host/port-check.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function takenPort(): Promise<number> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  return address.port;
}

test('free ports are found, each another one, and a fixed one is kept', async () => {
  const ports = await claimPorts(
    [
      { name: 'hub', port: 0, flag: '--hub-port N' },
      { name: 'MNQ', port: 0, flag: '--port MNQ=N' },
      { name: 'MES', port: 0, flag: '--port MES=N' },
    ],
    '127.0.0.1',
  );
  expect(new Set(Object.values(ports)).size).toBe(3);
  const again = await claimPorts([{ name: 'hub', port: ports['hub'] ?? 0, flag: '--hub-port N' }], '127.0.0.1');
  expect(again['hub']).toBe(ports['hub']);
});

test('all taken ports are named, each with its flag', async () => {
  const [a, b] = [await takenPort(), await takenPort()];
  const claim = claimPorts(
    [
      { name: 'hub', port: a, flag: '--hub-port N' },
      { name: 'MNQ', port: 0, flag: '--port MNQ=N' },
      { name: 'MES', port: b, flag: '--port MES=N' },
    ],
    '127.0.0.1',
  );
  await expect(claim).rejects.toThrow(
    `port ${a} of hub is taken by another program; choose another with --hub-port N (0 = any free one)\n` +
      `  port ${b} of MES is taken by another program; choose another with --port MES=N (0 = any free one)`,
  );
});

test('an address of another machine is said to be one', async () => {
  await expect(claimPorts([], '192.0.2.1')).rejects.toThrow('it is not an address of this machine');
});
