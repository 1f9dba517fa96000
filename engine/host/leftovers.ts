import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { childTitle } from '../adapters/process/child-main.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import { writePrivate } from './secret-file.ts';
import type { Adopted } from './supervisor.ts';

/** A process that an earlier host of the same data folder started and that still lives. */
export interface Leftover extends Adopted {
  readonly name: string;
}

const FILE = 'processes.json';

/**
 * Notes who was started, so that a later host finds what outlived this one. Where it cannot be written (a full disk) the
 * processes go on all the same; those that are not noted end by themselves when their host is gone.
 */
export function recordProcesses(
  runtimeDir: string,
  processes: readonly { name: string; pid: number | null }[],
  logger: Logger,
): void {
  const living = processes.flatMap(({ name, pid }) => (pid === null ? [] : [{ name, pid }]));
  try {
    writePrivate(join(runtimeDir, FILE), `${JSON.stringify(living)}\n`);
  } catch (error) {
    logger.error('the list of processes could not be written', { fault: String(error) });
  }
}

/** How a process shows in the system's list; undefined where that cannot be told, or there is none. */
export function processTitle(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
        .replace(/\0[\s\S]*$/, '')
        .trim();
    }
    if (process.platform === 'win32') return undefined;
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8', timeout: 2_000 }).trim();
  } catch {
    return undefined; // gone
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function recorded(runtimeDir: string): readonly { name: string; pid: number }[] {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(join(runtimeDir, FILE), 'utf8'));
  } catch {
    return []; // none noted, or cut short by a crash: those processes end by themselves
  }
  return (Array.isArray(value) ? value : []).filter(
    (entry): entry is { name: string; pid: number } =>
      typeof entry === 'object' && entry !== null && typeof entry.name === 'string' && Number.isInteger(entry.pid),
  );
}

/**
 * What an earlier host left running. A pid alone proves nothing (it may be another program's by now): the process must
 * still bear the title that we gave it, which names this runtime folder.
 */
export function findLeftovers(runtimeDir: string): readonly Leftover[] {
  return recorded(runtimeDir).flatMap(({ name, pid }) => {
    const isOurs = (): boolean => processTitle(pid) === childTitle(name, runtimeDir);
    if (pid === process.pid || !isOurs()) return [];
    return [
      {
        name,
        pid,
        isAlive: () => isAlive(pid) && isOurs(),
        kill: (signal) => {
          if (isOurs()) process.kill(pid, signal);
        },
      },
    ];
  });
}

const LOOK_MS = 50;
const MOST_LOOKS = 40;

/**
 * Makes way for a start: a venue that outlived its host is given back where it is to be kept; anything else that still
 * lives hangs, for it should have ended by itself, and is ended.
 */
export async function clearLeftovers(
  runtimeDir: string,
  keep: 'venue' | 'none',
  clock: Clock,
  logger: Logger,
): Promise<Leftover | undefined> {
  const leftovers = findLeftovers(runtimeDir);
  const others = leftovers.filter(({ name }) => name !== keep);
  for (const leftover of others) {
    logger.warn(`${leftover.name} of an earlier host is still there; it is ended`, { child: leftover.pid });
    leftover.kill('SIGKILL');
  }
  for (let looks = 0; looks < MOST_LOOKS && others.some((leftover) => leftover.isAlive()); looks += 1) {
    await new Promise<void>((resolve) => {
      clock.after(LOOK_MS, resolve);
    });
  }
  return leftovers.find(({ name }) => name === keep);
}
