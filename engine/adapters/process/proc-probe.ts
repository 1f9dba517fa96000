import { readdirSync, readFileSync } from 'node:fs';
import type { ProcessProbe, ProcessSample } from '../../ports/process-probe.ts';

/** Linux counts processor time in hundredths of a second, whatever the kernel's own clock is. */
const TICK_MS = 10;

interface Stat {
  readonly letter: string;
  readonly cpuMs: number;
}

/** A line of `/proc/PID/stat`. The name in it is in brackets and may hold anything, brackets too. */
export function parseStat(line: string): Stat | undefined {
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const [letter = ''] = fields;
  const ticks = Number(fields[11]) + Number(fields[12]);
  return letter === '' || !Number.isFinite(ticks) ? undefined : { letter, cpuMs: ticks * TICK_MS };
}

/** @param letters state of the main thread first, then of all threads */
export function stateOf(main: string, threads: readonly string[]): ProcessSample['state'] {
  if (main === 'T' || main === 't') return 'stopped';
  if (main === 'D') return 'disk';
  // The main thread may wait for helpers (those that collect its garbage) which are not given a processor.
  if (main === 'R' || threads.includes('R')) return 'ready';
  return threads.includes('D') ? 'disk' : 'waits';
}

/** Linux: `/proc`. Elsewhere nothing is told. */
export const procProbe: ProcessProbe = (pid) => {
  if (process.platform !== 'linux') return undefined;
  const folder = `/proc/${pid}`;
  try {
    const main = parseStat(readFileSync(`${folder}/stat`, 'utf8'));
    if (main === undefined) return undefined;
    return { state: stateOf(main.letter, threadsOf(folder)), cpuMs: main.cpuMs };
  } catch {
    return undefined; // gone
  }
};

function threadsOf(folder: string): readonly string[] {
  return readdirSync(`${folder}/task`).flatMap((thread) => {
    try {
      const stat = parseStat(readFileSync(`${folder}/task/${thread}/stat`, 'utf8'));
      return stat === undefined ? [] : [stat.letter];
    } catch {
      return []; // ended meanwhile
    }
  });
}
