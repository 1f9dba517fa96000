/** A hostile client in a process of its own: floods in one way until it is told to stop, then tells how often it began to. */
import { randomBytes } from 'node:crypto';
import { connect as connectTcp } from 'node:net';
import type { Flood, Target } from './flood.ts';

const READERS = 50;
const DAYS = 'interval=1d&limit=20000';

let acts = 0;
let isOver = false;
const { flood, hub, symbol, viewer } = JSON.parse(process.argv[2] ?? '') as Target;

/** So many do the same, each one act after the other. */
async function crowd(count: number, act: () => Promise<unknown>): Promise<void> {
  const one = async (): Promise<void> => {
    while (!isOver) {
      acts += 1;
      await act().catch(() => undefined);
    }
  };
  await Promise.all(Array.from({ length: count }, one));
}

async function get(url: string, token?: string): Promise<void> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const answer = await fetch(url, { headers, signal: AbortSignal.timeout(20_000) });
  await answer.arrayBuffer();
}

const socketUrl = (url: string): string => `${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;

/** One connection that says CONNECT with a bad token, 200 at once and then after every refusal; resolves when it is closed. */
function badTokens(): Promise<void> {
  return new Promise((resolve) => {
    const line = new WebSocket(socketUrl(hub));
    const packet = `40${JSON.stringify({ token: `eyJhbGciOiJIUzI1NiJ9.${'A'.repeat(3_000)}.x` })}`;
    const say = (times: number): void => {
      for (let n = 0; n < times && line.readyState === WebSocket.OPEN; n += 1) {
        line.send(packet);
        acts += 1;
      }
    };
    line.addEventListener('message', ({ data }) => say(String(data).startsWith('0') ? 200 : 1));
    line.addEventListener('close', () => resolve());
    line.addEventListener('error', () => resolve());
  });
}

function logIn(): Promise<unknown> {
  return fetch(`${hub}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ userName: `n${randomBytes(4).toString('hex')}`, password: randomBytes(9).toString('hex') }),
    signal: AbortSignal.timeout(20_000),
  }).then((answer) => answer.arrayBuffer());
}

/** A connection that asks for charts by HTTP, one behind the other, and takes nothing; resolves when it is closed. */
function pipes(): Promise<void> {
  const { hostname, port, host } = new URL(symbol);
  return new Promise((resolve) => {
    const line = connectTcp({ host: hostname, port: Number(port) }, () => {
      line.pause();
      line.write(`GET /api/chart HTTP/1.1\r\nHost: ${host}\r\n\r\n`.repeat(50));
    });
    line.on('close', () => resolve());
    line.on('error', () => resolve());
  });
}

/** A WebSocket by hand, for it must not read: asks 118 times for the history; resolves when it is closed. */
function deaf(): Promise<void> {
  const { hostname, port, host } = new URL(symbol);
  const frame = (text: string): Buffer => {
    const body = Buffer.from(text);
    return Buffer.concat([Buffer.from([0x81, 0x80 | body.length, 0, 0, 0, 0]), body]);
  };
  return new Promise((resolve) => {
    const key = randomBytes(16).toString('base64');
    const line = connectTcp({ host: hostname, port: Number(port) }, () => {
      line.write(
        `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
          `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
      );
    });
    line.once('data', () => {
      line.pause();
      line.write(frame('40'));
      for (let n = 0; n < 118; n += 1) line.write(frame('42["chartHistory"]'));
    });
    line.on('close', () => resolve());
    line.on('error', () => resolve());
  });
}

const WAYS: Readonly<Record<Flood, () => Promise<unknown>>> = {
  'hub reads': () => crowd(READERS, () => get(`${hub}/api/chart?strategy=MNQ&${DAYS}`, viewer)),
  'symbol reads': () => crowd(READERS, () => get(`${symbol}/api/chart?${DAYS}`)),
  handshakes: () => crowd(READERS, () => get(`${hub}/socket.io/?EIO=4&transport=polling&x=sid=1`)),
  'bad tokens': () => crowd(8, badTokens),
  'refused calls': () => crowd(READERS, () => get(`${hub}/api/account`, 'nobody')),
  'log-ins': () => crowd(20, logIn),
  'takes nothing': () => Promise.all([crowd(30, deaf), crowd(30, pipes)]),
};

process.once('message', () => {
  isOver = true;
  process.send?.({ acts });
  process.exit(0);
});
process.once('disconnect', () => process.exit(0));
await WAYS[flood]();
