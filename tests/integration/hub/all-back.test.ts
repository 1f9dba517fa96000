import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { afterEach, describe, expect, it } from 'vitest';
import { OWNER_TOKEN } from '../../support/wire/symbol-rig.ts';

const FIXTURE = join(import.meta.dirname, '../../fixtures/hub-alone.ts');
/** More than a hub takes of others; the owner's own windows have fifty places beyond. */
const CLIENTS = 1_010;
/** At 125 a second all could be in after 8 s; the library waits up to 7.5 s between two attempts. */
const ALL_WITHIN_MS = 60_000;

let hub: ChildProcess | undefined;
const sockets: Socket[] = [];

async function start(port: number): Promise<number> {
  hub = fork(FIXTURE, [String(port)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const [opened] = (await once(hub, 'message')) as [{ readonly port: number }];
  return opened.port;
}

async function kill(): Promise<void> {
  const ended = hub === undefined ? undefined : once(hub, 'exit');
  hub?.kill('SIGKILL');
  await ended;
}

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.disconnect();
  await kill();
});

/** Until all are in, or the time is over; gives the milliseconds. */
async function allIn(): Promise<number> {
  const began = performance.now();
  while (sockets.some(({ connected }) => !connected) && performance.now() - began < ALL_WITHIN_MS)
    await new Promise((resolve) => setTimeout(resolve, 50));
  return Math.round(performance.now() - began);
}

describe('a thousand and ten clients that all come at once', () => {
  it('get in, and after a restart they all get back', { timeout: 4 * ALL_WITHIN_MS }, async () => {
    const port = await start(0);
    let attempts = 0;
    for (let n = 0; n < CLIENTS; n += 1) {
      const socket = io(`http://127.0.0.1:${port}`, { auth: { token: OWNER_TOKEN }, forceNew: true });
      socket.io.on('reconnect_attempt', () => (attempts += 1));
      sockets.push(socket);
    }
    const inMs = await allIn();
    expect(sockets.filter(({ connected }) => connected)).toHaveLength(CLIENTS);
    await kill();
    await expect.poll(() => sockets.filter(({ connected }) => connected).length, { timeout: 20_000 }).toBe(0);
    attempts = 0;
    await start(port);
    const backMs = await allIn();
    console.log(`${CLIENTS} in after ${inMs} ms, back after ${backMs} ms with ${attempts} attempts`);
    expect(sockets.filter(({ connected }) => connected)).toHaveLength(CLIENTS);
    expect(backMs).toBeLessThan(ALL_WITHIN_MS);
  });
});
