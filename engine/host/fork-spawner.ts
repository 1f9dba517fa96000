import { fork } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Child, Spawner, SpawnRequest } from '../ports/spawner.ts';

/** What must not be handed down: secrets, and options meant for the process that started us. */
const WITHHELD = ['JWT_SECRET', 'REDIS_URL', 'NODE_OPTIONS', 'NODE_CHANNEL_FD', 'NODE_UNIQUE_ID'];

/**
 * A young generation of fixed size. V8 would let it grow in bursts, tenfold in the desk within a quarter of an hour, and
 * hold it: memory that nobody could tell from a leak. Days played in advance end soon and may take what they want.
 */
export const STEADY_HEAP = ['--min-semi-space-size=1', '--max-semi-space-size=1'];

/** File of a room's main: the source beside us when we run from source, the bundle beside us when bundled. */
export function entryOf(room: SpawnRequest['room'], base: string = import.meta.url): string {
  const ending = extname(fileURLToPath(base));
  const entry = room === 'backtest/preplay' ? '../backtest/preplay-main' : `../${room}/main`;
  return fileURLToPath(new URL(entry + ending, base));
}

/** The environment a child gets. */
export function childEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !WITHHELD.includes(name)));
}

/**
 * Child processes of plain Node: JSON over the fork channel, no standard input, and both outputs on our standard error,
 * because standard output belongs to the one ready line.
 * Sockets are inherited as descriptors, which Windows has not.
 */
export const forkSpawner: Spawner = {
  canInherit: process.platform !== 'win32',
  spawn(request: SpawnRequest): Child {
    const child = fork(entryOf(request.room), [request.name], {
      stdio: ['ignore', 2, 2, 'ipc', ...(request.inherits ?? [])],
      serialization: 'json',
      execArgv: request.room === 'backtest/preplay' ? [] : STEADY_HEAP,
      env: childEnvironment(),
    });
    const exits: ((code: number | null, signal: string | null) => void)[] = [];
    let ended = false;
    const exit = (code: number | null, signal: string | null): void => {
      if (ended) return;
      ended = true;
      for (const handler of exits.splice(0)) handler(code, signal);
    };
    child.on('exit', exit);
    // Also an executable that could not be started is a death, told later than this call returns.
    child.on('error', () => {
      if (child.exitCode === null && child.signalCode === null && child.pid === undefined) exit(null, null);
    });
    const send = (message: unknown): void => {
      if (child.connected) child.send(message as object, () => undefined);
    };
    send({ t: 'bootstrap', bootstrap: request.bootstrap });
    return {
      name: request.name,
      pid: child.pid,
      onMessage: (handler) => void child.on('message', handler),
      onExit: (handler) => {
        exits.push(handler);
      },
      send,
      kill: (signal) => void child.kill(signal),
    };
  },
};
