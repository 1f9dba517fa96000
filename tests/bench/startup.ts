import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MEASURED, startPitwall } from '../support/start-pitwall.ts';
import { median } from '../support/statistics.ts';
import type { BenchTable } from './table.ts';

const ROUNDS = 3;
/** Host, venue, desk, hub, five engines. */
const PROCESSES = 9;

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1_000;
}

/** As many Node processes as Pitwall has, that load Socket.IO's server and end. */
async function bareNodes(): Promise<void> {
  const children = Array.from({ length: PROCESSES }, () =>
    spawn(process.execPath, ['-e', "import('socket.io')"], { stdio: 'ignore', cwd: import.meta.dirname }),
  );
  await Promise.all(children.map((child) => once(child, 'exit')));
}

async function ready(dataDir: string): Promise<number> {
  let pitwall: Awaited<ReturnType<typeof startPitwall>> | undefined;
  try {
    return await seconds(async () => {
      pitwall = await startPitwall({ dataDir, env: MEASURED });
    });
  } finally {
    await pitwall?.stop();
  }
}

export async function run(): Promise<BenchTable> {
  const times = { fresh: [] as number[], again: [] as number[], bare: [] as number[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    const folder = mkdtempSync(join(tmpdir(), 'pw-bench-'));
    try {
      times.bare.push(await seconds(bareNodes));
      times.fresh.push(await ready(folder));
      times.again.push(await ready(folder));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  const base = median(times.bare);
  const row = (name: string, some: readonly number[]): string[] => [
    name,
    median(some).toFixed(2),
    Math.min(...some).toFixed(2),
    `${(median(some) / base).toFixed(1)} x`,
  ];
  return {
    title: 'Start: from the command to the ready line, five strategies, no days in advance',
    columns: ['', 'seconds', 'best', 'bare = 1'],
    rows: [
      row('new folder', times.fresh),
      row('folder of an earlier start', times.again),
      row(`bare: ${PROCESSES} Node processes that load Socket.IO and end`, times.bare),
    ],
    notes: [`median of ${ROUNDS} rounds by turns; installing and building are not in it`],
  };
}
