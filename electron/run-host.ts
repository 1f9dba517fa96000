import { OwnWire } from '../engine/adapters/link/own-wire.ts';
import { readInstance } from '../engine/store/schema/instance.ts';
import type { HostDeps } from '../engine/host/host.ts';
import type { ReadyLine } from '../engine/host/ready-line.ts';
import type { RunningHost } from './parts/shell-parts.ts';

/** The part of the host that the shell drives. */
export interface DrivenHost {
  run(): Promise<{ readonly code: number; readonly fault?: string }>;
  stop(reason: string): void;
}

export type CreateHost = (announce: HostDeps['announce']) => DrivenHost;

/**
 * Runs the host within this process until it is ready.
 * @throws Error with the host's words if it ends before
 */
export async function runHost(create: CreateHost): Promise<RunningHost> {
  const ready = Promise.withResolvers<ReadyLine>();
  const host = create(ready.resolve);
  let stopping = false;
  let onFailure: ((message: string) => void) | undefined;
  const ended = host.run().then(({ code, fault }) => {
    const words = fault ?? `the engines ended with status ${code}`;
    ready.reject(new Error(words));
    if (!stopping) onFailure?.(words);
  });
  const { dataDir, symbols } = await ready.promise;
  const instance = readInstance(dataDir);
  if (instance === undefined) throw new Error(`the engines left no record in ${dataDir}`);
  return {
    wire: new OwnWire(instance),
    symbols: symbols.map(({ id, url }) => ({ id, url })),
    stop: () => {
      stopping = true;
      host.stop('the shell ends');
      return ended;
    },
    onFailure: (handler) => {
      onFailure = handler;
    },
  };
}
