import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { io } from 'socket.io-client';
import { median, quantile } from '../support/statistics.ts';
import type { FromServer, ServerKind, ToServer } from './latency-server.ts';
import type { BenchTable } from './table.ts';

const PAIRS = 5;
const TICKS = 400;
const EVERY_MS = 5;
const WARM_UP = 200;

/** A server in a process of its own with one client here. */
class Lane {
  private readonly child: ChildProcess;
  private readonly socket: ReturnType<typeof io>;
  private heardUs: number[] = [];

  private constructor(child: ChildProcess, url: string) {
    this.child = child;
    this.socket = io(url, { transports: ['websocket'], forceNew: true });
    this.socket.on('tick', () => this.heardUs.push(nowUs()));
  }

  static async open(kind: ServerKind): Promise<Lane> {
    const child = fork(join(import.meta.dirname, 'latency-server.ts'), [kind], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const [{ url }] = (await once(child, 'message')) as [{ url: string }];
    const lane = new Lane(child, url);
    await new Promise<void>((resolve) => lane.socket.once('connect', resolve));
    await lane.measure(WARM_UP);
    return lane;
  }

  /** Microseconds from handing a tick to the server until the client's callback, of each tick. */
  async measure(ticks: number): Promise<readonly number[]> {
    this.heardUs = [];
    this.child.send({ ticks, everyMs: EVERY_MS } satisfies ToServer);
    const [{ sentUs }] = (await once(this.child, 'message')) as [FromServer];
    await new Promise((resolve) => setTimeout(resolve, 100));
    if (this.heardUs.length !== sentUs.length)
      throw new Error(`expected ${sentUs.length} ticks at the client, found ${this.heardUs.length}`);
    return sentUs.map((sent, i) => (this.heardUs[i] ?? Number.NaN) - sent);
  }

  close(): void {
    this.socket.close();
    this.child.kill();
  }
}

/** The system's monotonic clock: the same in every process. */
function nowUs(): number {
  return Number(process.hrtime.bigint() / 1_000n);
}

export async function run(): Promise<BenchTable> {
  const lanes: Lane[] = [];
  try {
    const own = await Lane.open('pitwall');
    lanes.push(own);
    const bare = await Lane.open('bare');
    lanes.push(bare);
    const pairs: { own: readonly number[]; bare: readonly number[] }[] = [];
    for (let i = 0; i < PAIRS; i += 1) pairs.push({ own: await own.measure(TICKS), bare: await bare.measure(TICKS) });
    const rows = [0.5, 0.95, 0.99].map((share) => {
      const of = (pick: 'own' | 'bare'): number => median(pairs.map((pair) => quantile(pair[pick], share)));
      const ratio = median(pairs.map((pair) => quantile(pair.own, share) / quantile(pair.bare, share)));
      return [`p${share * 100}`, of('own').toFixed(0), of('bare').toFixed(0), `${ratio.toFixed(2)} x`];
    });
    return {
      title: 'A tick, from the engine handing it over to the callback of a client',
      columns: ['', 'symbol server, us', 'bare Socket.IO, us', 'ratio'],
      rows,
      notes: [
        `one client each, ${TICKS} ticks ${EVERY_MS} ms apart, A B A B: median of ${PAIRS} pairs, and the median of their ratios`,
        'the same message; the cap of ten ticks a second is lifted for this',
      ],
    };
  } finally {
    for (const lane of lanes) lane.close();
  }
}
