import { io } from 'socket.io-client';
import { STRATEGIES } from '../../engine/domain/book.ts';
import { cpuSeconds } from '../support/process-figures.ts';
import { MEASURED, startPitwall } from '../support/start-pitwall.ts';
import { median } from '../support/statistics.ts';
import { bareLinks } from './bare-links.ts';
import type { BenchTable } from './table.ts';

const IDS = STRATEGIES.map(({ id }) => id);
const WINDOW_MS = 2_500;
const ROUNDS = 3;
const BARE_ROUNDS = 1_500;

interface Rate {
  readonly wallUs: number;
  readonly cpuUs: number;
}

/** Time of a step while the simulation runs at full speed with these strategies. */
async function stepUs(ids: readonly string[]): Promise<Rate> {
  const pitwall = await startPitwall({
    env: MEASURED,
    flags: ['--strategies', ids.join(','), '--speed', 'max', '--from', '2026-11-18T15:00:00Z'],
  });
  const cpu = (): number => Object.values(pitwall.pids()).reduce((sum, pid) => sum + cpuSeconds(pid), 0);
  const socket = io(pitwall.hub, { transports: ['websocket'], auth: { token: pitwall.token } });
  try {
    const views: { step: number; atMs: number; cpu: number }[] = [];
    socket.on('pitwall:account', ({ asOf }: { asOf: { step: number } }) => {
      views.push({ step: asOf.step, atMs: performance.now(), cpu: cpu() });
    });
    socket.on('connect', () => socket.emit('pitwall:subscribe', {}));
    // The first second compiles.
    await new Promise((resolve) => setTimeout(resolve, 1_000 + WINDOW_MS));
    const last = views.at(-1);
    const first = views.find(({ atMs }) => atMs > (last?.atMs ?? 0) - WINDOW_MS);
    if (first === undefined || last === undefined || last.step === first.step) throw new Error('no step was seen');
    const steps = last.step - first.step;
    return { wallUs: ((last.atMs - first.atMs) * 1e3) / steps, cpuUs: ((last.cpu - first.cpu) * 1e6) / steps };
  } finally {
    socket.close();
    await pitwall.stop();
  }
}

export async function run(): Promise<BenchTable> {
  const found = IDS.map(() => ({ wall: [] as number[], cpu: [] as number[], bare: [] as number[] }));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, figures] of found.entries()) {
      figures.bare.push(await bareLinks(index + 1, BARE_ROUNDS));
      const { wallUs, cpuUs } = await stepUs(IDS.slice(0, index + 1));
      figures.wall.push(wallUs);
      figures.cpu.push(cpuUs);
    }
  }
  const one = median(found[0]?.wall ?? []);
  const rows = found.map(({ wall, cpu, bare }, index) => [
    `${index + 1} (${IDS.slice(0, index + 1).join(', ')})`,
    median(wall).toFixed(0),
    `${(median(wall) / one).toFixed(2)} x`,
    median(cpu).toFixed(0),
    median(bare).toFixed(0),
    `${(median(wall) / median(bare)).toFixed(1)} x`,
  ]);
  return {
    title: 'A step by number of engines: venue, engines, risk, both files, publishing',
    columns: ['engines', 'us', 'one engine = 1', 'CPU us', 'bare links, us', 'bare = 1'],
    rows,
    notes: [
      `simulation at full speed, a quote of each contract in nearly every cell; median of ${ROUNDS} rounds, ${WINDOW_MS / 1_000} s each`,
      'bare links: the same two trips (venue, then all engines at once) of lines of the same size, and nothing else',
    ],
  };
}
