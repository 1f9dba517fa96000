/** `npm run bench:hub`: document 001's figures against a hub in a process of its own. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { cpuSeconds, processFigures } from '../support/process-figures.ts';
import { OWNER_TOKEN } from '../support/wire/symbol-rig.ts';
import type { Broadcasts } from './hub-server.ts';
import { percentiles } from './percentiles.ts';
import { tableText } from './table.ts';

const SOCKETS = 1_000;
const AT_ONCE = 25;
const BROADCASTS = 100;
const EVERY_MS = 100;

const child = fork(join(import.meta.dirname, 'hub-server.ts'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
const [{ url }] = (await once(child, 'message')) as [{ url: string }];
const pid = child.pid ?? 0;
const base = processFigures(pid);

const sockets: Socket[] = [];
const connectMs: number[] = [];
const delaysMs: number[] = [];
let refused = 0;

function connect(): Promise<void> {
  return new Promise((resolve) => {
    const began = performance.now();
    const socket = io(url, {
      auth: { token: OWNER_TOKEN },
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
    });
    socket.once('connect', () => {
      connectMs.push(performance.now() - began);
      resolve();
    });
    // It counts as a socket that is not there: the table says so with its figures.
    socket.once('connect_error', () => {
      refused += 1;
      resolve();
    });
    socket.on('log_entry', ({ message }: { message: string }) => {
      if (message.startsWith('b '))
        delaysMs.push(Number(process.hrtime.bigint() / 1_000n - BigInt(message.split(' ')[1] ?? '0')) / 1_000);
    });
    sockets.push(socket);
  });
}

const connectBegan = performance.now();
const cpuBefore = cpuSeconds(pid);
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    while (sockets.length < SOCKETS) await connect();
  }),
);
const connectS = (performance.now() - connectBegan) / 1_000;
const connectCpuMs = ((cpuSeconds(pid) - cpuBefore) * 1_000) / SOCKETS;
const idle = processFigures(pid);

const connected = sockets.filter((socket) => socket.connected).length;
const cpuBroadcast = cpuSeconds(pid);
const sent = once(child, 'message');
child.send({ count: BROADCASTS, everyMs: EVERY_MS } satisfies Broadcasts);
await sent;
await new Promise((resolve) => setTimeout(resolve, 1_000));
const usPerDelivery = ((cpuSeconds(pid) - cpuBroadcast) * 1e6) / (connected * BROADCASTS);

const connects = percentiles(connectMs);
const delays = percentiles(delaysMs);
const rate = SOCKETS / connectS;
const lost = connected * BROADCASTS - delaysMs.length;
const tick = (good: boolean): string => (good ? '✓' : '✗');
const kb = ((idle?.anonymous ?? 0) - (base?.anonymous ?? 0)) / 1_024 / SOCKETS;
console.log(
  tableText({
    title: `Hub with ${SOCKETS} sockets (document 001's figures)`,
    columns: ['', 'asked', 'found', ''],
    rows: [
      ['sockets at once', '1000', String(connected), tick(connected === SOCKETS)],
      ['connect, p95', '< 500 ms', `${connects.p95.toFixed(0)} ms`, tick(connects.p95 < 500)],
      ['connects a second', '> 100', rate.toFixed(0), tick(rate > 100)],
      ['broadcast, p95', '< 200 ms', `${delays.p95.toFixed(1)} ms`, tick(delays.p95 < 200)],
      ['deliveries lost', '0', String(lost), tick(lost === 0)],
    ],
    notes: [
      `connect p50 ${connects.p50.toFixed(0)} ms, p99 ${connects.p99.toFixed(0)} ms, ${connectCpuMs.toFixed(2)} ms of processor each; ${AT_ONCE} at a time, WebSocket`,
      `broadcast p50 ${delays.p50.toFixed(1)} ms, p99 ${delays.p99.toFixed(1)} ms; ${1_000 / EVERY_MS} a second beside the hub's own pushes, ${usPerDelivery.toFixed(1)} us of processor per delivery (those pushes counted in)`,
      `private memory ${kb.toFixed(1)} KB a socket; server and all clients on this machine, one process each`,
      ...(refused === 0 ? [] : [`${refused} sockets did not get in within 20 s`]),
      'limits are set for this: 5,000 sockets in all and per user',
    ],
  }),
);
for (const socket of sockets) socket.disconnect();
child.kill();
process.exit(
  [connected === SOCKETS, connects.p95 < 500, rate > 100, delays.p95 < 200, lost === 0].every(Boolean) ? 0 : 1,
);
