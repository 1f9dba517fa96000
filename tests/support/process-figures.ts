import { readdirSync, readFileSync } from 'node:fs';

/** What the system says of one process; bytes. */
export interface ProcessFigures {
  readonly rss: number;
  /** Proportional: what is shared counts by the number of those who share it. */
  readonly pss: number;
  /** Private memory of no file: heap and stacks. Other programs cannot change it, a leak is in it. */
  readonly anonymous: number;
  /** Open files, sockets, pipes. */
  readonly handles: number;
}

/** Linux only; undefined when the process is gone (or the system has no /proc). */
export function processFigures(pid: number): ProcessFigures | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    const field = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1]) * 1_024;
    return {
      rss: field('Rss'),
      pss: field('Pss'),
      anonymous: field('Anonymous'),
      handles: readdirSync(`/proc/${pid}/fd`).length,
    };
  } catch {
    return undefined;
  }
}

/** Processor seconds that a process has used, of all its threads; Linux only, NaN when it is gone. Counted in 10 ms. */
export function cpuSeconds(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return Number.NaN;
  }
}
