import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivate } from './secret-file.ts';

/** What a running installation says of itself in its data folder, for launchers and tools. No secret in it. */
export interface Instance {
  readonly pid: number;
  /** Address of the hub. */
  readonly hub: string;
  readonly tokenFile: string;
  readonly version: string;
  /** Folder with the desk's socket and the secret of its links. */
  readonly runtimeDir: string;
  /** ISO, wall time. */
  readonly startedAt: string;
}

const file = (dataDir: string): string => join(dataDir, 'instance.json');

/** What is written there; undefined where nothing is, or a crash cut it short. */
export function readInstance(dataDir: string): Instance | undefined {
  try {
    const read = JSON.parse(readFileSync(file(dataDir), 'utf8')) as Partial<Record<keyof Instance, unknown>> | null;
    const texts = [read?.hub, read?.tokenFile, read?.runtimeDir];
    const isWhole = Number.isInteger(read?.pid) && texts.every((text) => typeof text === 'string');
    return isWhole ? (read as Instance) : undefined;
  } catch {
    return undefined;
  }
}

export function writeInstance(dataDir: string, instance: Instance): void {
  writePrivate(file(dataDir), `${JSON.stringify(instance)}\n`);
}

export function removeInstance(dataDir: string): void {
  rmSync(file(dataDir), { force: true });
}
