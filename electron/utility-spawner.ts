import type { ForkOptions, UtilityProcess } from 'electron';
import type { Child, Spawner, SpawnRequest } from '../engine/ports/spawner.ts';

/** Electron's `utilityProcess.fork`. */
export type ForkUtility = (modulePath: string, args: string[], options: ForkOptions) => UtilityProcess;

export interface UtilitySpawnerOptions {
  readonly fork: ForkUtility;
  /** File of a room's main. */
  readonly entryOf: (room: SpawnRequest['room']) => string;
  readonly env: Record<string, string>;
  /** A utility process can only be asked to end; this makes an end of it. */
  readonly killNow: (pid: number) => void;
  /** A child said something to its host; for the start page. */
  readonly onMessage?: (name: string, message: unknown) => void;
  /** A child ended. */
  readonly onExit?: (name: string, exitCode: number) => void;
}

/**
 * Starts our processes as Electron's utility processes. To be used only after the app is ready. They inherit nothing, and
 * no socket can be sent to them.
 */
export function utilitySpawner(options: UtilitySpawnerOptions): Spawner {
  const { fork, entryOf, env, killNow } = options;
  return {
    canInherit: false,
    spawn(request: SpawnRequest): Child {
      const child = fork(entryOf(request.room), [request.name], {
        serviceName: `Pitwall ${request.name}`,
        stdio: ['ignore', 'inherit', 'inherit'],
        env,
      });
      // The message waits in the child's port until its main listens.
      child.postMessage({ t: 'bootstrap', bootstrap: request.bootstrap });
      child.on('message', (message: unknown) => options.onMessage?.(request.name, message));
      child.once('exit', (code) => options.onExit?.(request.name, code));
      return {
        name: request.name,
        get pid() {
          return child.pid;
        },
        onMessage: (handler) => {
          child.on('message', handler);
        },
        onExit: (handler) => {
          child.once('exit', (code) => {
            handler(code, null);
          });
        },
        send: (message) => {
          child.postMessage(message);
        },
        kill: (signal) => {
          if (signal === 'SIGTERM') child.kill();
          else if (child.pid !== undefined) killNow(child.pid);
        },
      };
    },
  };
}

/**
 * Engines run from plain files, never from within the archive: native files, workers and the page's files are then what
 * they are under plain Node.
 */
export function outsideArchive(path: string): string {
  return path.replace(/([\\/])app\.asar([\\/])/, '$1app.asar.unpacked$2');
}
