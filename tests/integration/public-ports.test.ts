/** One suite for the two ways in which a host keeps its public ports: their sockets are inherited, or it passes on. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SECRET_FILE } from '../../engine/adapters/link/own-wire.ts';
import { holdPorts } from '../../engine/host/held-ports.ts';
import { relayPorts } from '../../engine/host/relayed-ports.ts';
import { silentLogger } from '../../engine/ports/logger.ts';
import type { PublicPorts, Reached } from '../../engine/host/public-ports.ts';

const SECRET = 'the-secret-of-this-start-0123456789';
const CHILD = join(import.meta.dirname, '..', 'support', 'door-child.ts');

let runtimeDir: string;
let ports: PublicPorts | undefined;
const children: ChildProcess[] = [];

beforeEach(() => {
  runtimeDir = mkdtempSync(join(tmpdir(), 'pwp-'));
  writeFileSync(join(runtimeDir, SECRET_FILE), SECRET);
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await ports?.close();
  ports = undefined;
  rmSync(runtimeDir, { recursive: true, force: true });
});

const common = () => ({ runtimeDir, secret: SECRET, logger: silentLogger });

/** A server of our kind in a process of its own; resolves when it is open. */
async function serve({ entrance, inherits }: Reached): Promise<ChildProcess> {
  const child = spawn(process.execPath, [CHILD, JSON.stringify(entrance), runtimeDir], {
    stdio: ['ignore', 'inherit', 'inherit', 'pipe', ...inherits],
  });
  children.push(child);
  await new Promise<void>((resolve, reject) => {
    child.stdio[3]?.once('data', () => resolve());
    child.once('exit', () => reject(new Error('the server ended')));
  });
  return child;
}

async function killed(child: ChildProcess): Promise<void> {
  const over = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await over;
}

/** The code of a refused attempt to listen; undefined: it could. */
function bindFault(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

const WISHES = [
  { name: 'hub', port: 0, flag: '--hub-port N' },
  { name: 'alias', port: 0, flag: '--hub-alias-port N', isLocal: true },
];
const ADDRESSES = [
  { address: '127.0.0.1', isExposed: false },
  { address: '127.0.0.2', isExposed: true },
];

const peer = async (port: number): Promise<string> => (await fetch(`http://127.0.0.1:${port}/peer`)).text();

function peerUnderTls(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.2', port, path: '/peer', rejectUnauthorized: false }, (response) => {
      let text = '';
      response.on('data', (part: Buffer) => (text += part.toString()));
      response.on('end', () => resolve(text));
    });
    asked.on('error', reject);
    asked.end();
  });
}

describe.each([
  { way: 'inherited', take: holdPorts },
  { way: 'passed on', take: relayPorts },
])('ports whose connections are $way', ({ way, take }) => {
  test('are taken before anybody serves, and served on every address, with the peer known', async () => {
    ports = await take({ wishes: WISHES, addresses: ADDRESSES, ...common() });
    const { hub = 0, alias = 0 } = ports.ports;
    expect(await bindFault(hub, '127.0.0.1')).toBe('EADDRINUSE');
    expect(await bindFault(hub, '127.0.0.2')).toBe('EADDRINUSE');
    await serve(ports.reach(['hub', 'alias']));
    expect([await peer(hub), await peer(alias)]).toEqual(['127.0.0.1', '127.0.0.1']);
    expect(await peerUnderTls(hub)).toBe('127.0.0.1 via 127.0.0.2');
  });

  test('stay ours while the server is killed and started again', async () => {
    ports = await take({ wishes: WISHES, addresses: ADDRESSES, ...common() });
    const { hub = 0 } = ports.ports;
    const reached = ports.reach(['hub', 'alias']);
    const first = await serve(reached);
    await killed(first);
    expect(await bindFault(hub, '127.0.0.1')).toBe('EADDRINUSE');
    // Passed on: refused while it is away. Inherited: it waits for the next one.
    const meanwhile = peer(hub).catch(() => 'refused');
    if (way === 'passed on') expect(await meanwhile).toBe('refused');
    await serve(reached);
    if (way === 'inherited') expect(await meanwhile).toBe('127.0.0.1');
    expect(await peer(hub)).toBe('127.0.0.1');
  });

  test('slow requests are ended, and half a request is none', async () => {
    ports = await take({ wishes: WISHES, addresses: ADDRESSES, ...common() });
    const { hub = 0 } = ports.ports;
    await serve(ports.reach(['hub', 'alias']));
    const socket = connect(hub, '127.0.0.1');
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined).resume();
    socket.write('GET /peer HTTP/1.1\r\nHost: a\r\n');
    await closed; // the test server's limit is a second
  });

  test('a large answer comes whole, and so does a large question', async () => {
    ports = await take({ wishes: WISHES, addresses: ADDRESSES, ...common() });
    const { hub = 0 } = ports.ports;
    await serve(ports.reach(['hub', 'alias']));
    const text = 'x'.repeat(5_000_000);
    const answer = await fetch(`http://127.0.0.1:${hub}/echo`, { method: 'POST', body: text });
    expect((await answer.text()).length).toBe(text.length);
  });

  test('are free again when all is over', async () => {
    ports = await take({ wishes: WISHES, addresses: ADDRESSES, ...common() });
    const { hub = 0 } = ports.ports;
    await killed(await serve(ports.reach(['hub', 'alias'])));
    await ports.close();
    expect(await bindFault(hub, '127.0.0.1')).toBeUndefined();
  });

  test('a port that another program has is named', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const wishes = [{ name: 'hub', port, flag: '--hub-port N' }];
    try {
      await expect(take({ wishes, addresses: ADDRESSES, ...common() })).rejects.toThrow(
        `port ${port} of hub is taken by another program; choose another with --hub-port N (0 = any free one)`,
      );
    } finally {
      other.close();
    }
  });
});
