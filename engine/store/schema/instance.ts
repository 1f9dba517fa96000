import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { INSTANCE_FILE } from './files.ts';

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

/** What is written there; undefined where nothing is, or a crash cut it short. */
export function readInstance(dataDir: string): Instance | undefined {
  try {
    // Any JSON: each part is looked at before it is used.
    const read = JSON.parse(readFileSync(join(dataDir, INSTANCE_FILE), 'utf8')) as Partial<
      Record<keyof Instance, unknown>
    > | null;
    const texts = [read?.hub, read?.tokenFile, read?.runtimeDir];
    const isWhole = Number.isInteger(read?.pid) && texts.every((text) => typeof text === 'string');
    // What is used of it was just looked at.
    return isWhole ? (read as Instance) : undefined;
  } catch {
    return undefined;
  }
}

/** Who runs on a data folder, in words; "" when there is no readable note. */
export function describeInstance(dataDir: string): string {
  const note = readInstance(dataDir);
  return note === undefined ? '' : ` (pid ${note.pid}, ${note.hub})`;
}
