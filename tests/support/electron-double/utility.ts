import { fork, type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import type { ForkOptions, UtilityProcess } from 'electron';
import { app } from './app.ts';

const LIVING = new Set<ChildProcess>();

/** Electron's utility process as a child of Node that sees only what a utility process sees. */
class UtilityDouble extends EventEmitter {
  pid: number | undefined;
  private readonly child: ChildProcess;

  constructor(modulePath: string, args: readonly string[], options: ForkOptions) {
    super();
    this.child = fork(modulePath, args, {
      stdio: ['ignore', 2, 2, 'ipc'],
      serialization: 'advanced', // structured clone, as there
      execArgv: ['--import', new URL('./parent-port.mjs', import.meta.url).href],
      env: options.env as NodeJS.ProcessEnv,
    });
    LIVING.add(this.child);
    // As there: it has a pid only when it has come up.
    this.child.on('spawn', () => {
      this.pid = this.child.pid;
      this.emit('spawn');
    });
    this.child.on('message', (message) => this.emit('message', message));
    this.child.on('error', () => undefined); // shows as an exit
    this.child.on('exit', (code, signal) => {
      LIVING.delete(this.child);
      this.pid = undefined;
      // Electron gives a number alone, where a signal ended it too.
      this.emit('exit', code ?? (signal === 'SIGKILL' ? 9 : 15));
      if ((code ?? 1) !== 0) {
        const details = { type: 'Utility', reason: 'crashed', exitCode: code ?? 9, name: options.serviceName };
        app.emit('child-process-gone', {}, details);
      }
    });
  }

  postMessage(message: unknown): void {
    if (this.child.connected) this.child.send(message as object, () => undefined);
  }

  kill(): boolean {
    return this.child.kill('SIGTERM');
  }
}

export const utilityProcess = {
  fork: (modulePath: string, args: string[] = [], options: ForkOptions = {}) =>
    new UtilityDouble(modulePath, args, options),
};

/** A utility process does not outlive the program. */
export function endUtilities(): void {
  for (const child of LIVING) child.kill('SIGKILL');
}

type Surface = Pick<UtilityProcess, 'pid' | 'postMessage' | 'kill'>;
((real: Surface | undefined) => real)(undefined as UtilityDouble | undefined);
