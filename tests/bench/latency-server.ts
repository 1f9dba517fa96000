/** The servers of the latency bench: one of them in a process of its own. */
import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { Server } from 'socket.io';
import type { Bar } from '../../engine/domain/bar.ts';
import { specOf } from '../../engine/domain/catalog.ts';
import type { Clock } from '../../engine/ports/clock.ts';
import { encodeTick } from '../../engine/wire/encode/index.ts';
import { barOf } from '../support/wire/fixtures.ts';
import { startSymbolServer } from '../support/wire/symbol-rig.ts';

export type ServerKind = 'pitwall' | 'bare';

export interface ToServer {
  readonly ticks: number;
  readonly everyMs: number;
}

export interface FromServer {
  /** The system's monotonic clock when each tick was handed over. */
  readonly sentUs: readonly number[];
}

/** Its monotonic clock runs a thousand times as fast, so that no gap between messages is ever too short. */
const HASTY: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now() * 1_000,
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};

interface Target {
  readonly url: string;
  send(bar: Bar): void;
}

async function pitwall(): Promise<Target> {
  const { server, url } = await startSymbolServer('MNQ', { deps: { clock: HASTY } });
  return { url, send: (bar) => server.publishTick(bar) };
}

async function bare(): Promise<Target> {
  const http = createServer();
  const server = new Server(http);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const address = http.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const spec = specOf('MNQ');
  return { url: `http://127.0.0.1:${port}`, send: (bar) => server.emit('tick', encodeTick(spec, bar)) };
}

const target = await (process.argv[2] === 'bare' ? bare() : pitwall());
process.on('message', (raw) => {
  const { ticks, everyMs } = raw as ToServer;
  void (async () => {
    const sentUs: number[] = [];
    for (let i = 0; i < ticks; i += 1) {
      await delay(everyMs);
      const base = barOf(1);
      const bar = { ...base, close: base.open + (i % 8) };
      sentUs.push(Number(process.hrtime.bigint() / 1_000n));
      target.send(bar);
    }
    process.send?.({ sentUs } satisfies FromServer);
  })();
});
process.on('disconnect', () => process.exit(0));
process.send?.({ url: target.url });
