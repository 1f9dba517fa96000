import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runOneProcess } from '../../engine/backtest/one-process-main.ts';
import { silentLogger } from '../../engine/ports/logger.ts';
import { NOVEMBER, oneLoop, replayFlags, settingsOf } from '../support/runs.ts';
import { cpuSeconds } from '../support/process-figures.ts';
import { MEASURED, startPitwall } from '../support/start-pitwall.ts';
import { median } from '../support/statistics.ts';
import type { BenchTable } from './table.ts';

/** Six hours of three contracts, the opening of the stock market among them. */
const FROM_MS = Date.parse('2023-11-21T12:00:00Z');
const UNTIL_MS = Date.parse('2023-11-21T18:00:00Z');
const ROUNDS = 3;

interface Took {
  readonly wall: number;
  /** Of every process and thread that took part. */
  readonly cpu: number;
}

const ownCpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** Seconds of what is done. */
async function timed(work: () => unknown, cpuNow = ownCpu): Promise<Took> {
  const began = performance.now();
  const before = cpuNow();
  await work();
  return { wall: (performance.now() - began) / 1_000, cpu: cpuNow() - before };
}

export async function run(): Promise<BenchTable> {
  const folder = mkdtempSync(join(tmpdir(), 'pw-bench-'));
  try {
    const { flags: feed, made, bars } = replayFlags(folder, NOVEMBER, FROM_MS, UNTIL_MS);
    const flags = [...feed, '--speed', 'max', '--preset', 'demo'];
    let data = 0;
    const fresh = (): string => {
      data += 1;
      const path = join(folder, `data-${data}`);
      mkdirSync(path);
      return path;
    };
    let steps = 0;
    const memory = (): void => {
      steps = oneLoop(settingsOf(flags, folder)).run.desk.step;
    };
    const files = (): Promise<boolean> =>
      runOneProcess({ settings: settingsOf(flags, fresh()), epoch: 1, logger: silentLogger }).ended;
    /** From the ready line to the recording's end, without starting and stopping. */
    const processes = async (): Promise<Took> => {
      const pitwall = await startPitwall({ flags, dataDir: fresh(), env: MEASURED });
      const cpu = (): number => Object.values(pitwall.pids()).reduce((sum, pid) => sum + cpuSeconds(pid), 0);
      try {
        return await timed(() => pitwall.said('recording has ended', 300_000), cpu);
      } finally {
        await pitwall.stop();
      }
    };
    memory(); // compiles
    const times = { memory: [] as Took[], files: [] as Took[], processes: [] as Took[] };
    for (let round = 0; round < ROUNDS; round += 1) {
      times.memory.push(await timed(memory));
      times.files.push(await timed(files));
      times.processes.push(await processes());
    }
    const wallOf = (took: readonly Took[]): number => median(took.map(({ wall }) => wall));
    const cpuOf = (took: readonly Took[]): number => median(took.map(({ cpu }) => cpu));
    const row = (name: string, took: readonly Took[]): string[] => {
      const wall = wallOf(took);
      const rate = (count: number): string => Math.round(count / wall).toLocaleString('en-US');
      const each = (seconds: number): string => ((seconds / steps) * 1e6).toFixed(0);
      const ratio = (of: (took: readonly Took[]) => number): string => `${(of(took) / of(times.memory)).toFixed(1)} x`;
      const figures = [wall.toFixed(2), rate(bars), rate(steps), each(wall), ratio(wallOf)];
      return [name, ...figures, each(cpuOf(took)), ratio(cpuOf)];
    };
    return {
      title: `Replay end to end: ${made ? 'simulated bars (no recordings here)' : 'recorded bars'} of MNQ, MES, MGC, six hours, four strategies`,
      columns: ['', 'seconds', 'bars/s', 'steps/s', 'us a step', 'memory = 1', 'CPU us a step', 'memory = 1'],
      rows: [
        row('one loop in memory', times.memory),
        row('one loop with files', times.files),
        row('many processes with files', times.processes),
      ],
      notes: [
        `${bars} bars, ${steps} steps; median of ${ROUNDS} rounds by turns; the loops read the recording in that time, the processes have read it before`,
      ],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
