/** The unmodified main process under the double of Electron. */
import { fork, type ChildProcess } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import type { Answered } from '../support/electron-double/control.ts';
import { childPids, cleanEnvironment, endLeftovers, mainFile, ROOT, standardFlags } from './common.ts';
import type { Desktop, Electronish, Ended, LaunchOptions, Platform, WindowFacts } from './desktop.ts';

const HOOK = pathToFileURL(join(ROOT, 'tests/support/electron-double/hook.mjs')).href;
const LIVING = new Set<ChildProcess>();
process.once('exit', () => LIVING.forEach((child) => child.kill('SIGKILL')));

function start(options: LaunchOptions): ChildProcess {
  const { dataDir, flags = [], hubPort } = options;
  return startWith(standardFlags(dataDir, flags, hubPort), options);
}

function startWith(args: readonly string[], { scratch, displays }: LaunchOptions): ChildProcess {
  // In development the program's folder comes before a person's arguments.
  const child = fork(mainFile(), args, {
    cwd: scratch,
    execArgv: ['--import', HOOK],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...cleanEnvironment(scratch),
      ...(displays === undefined ? {} : { PITWALL_DOUBLE_DISPLAYS: displays }),
    },
  });
  LIVING.add(child);
  child.once('exit', () => LIVING.delete(child));
  return child;
}

function endOf(child: ChildProcess): Promise<Ended> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
}

class DoubleDesktop implements Desktop {
  readonly dataDir: string;
  readonly ended: Promise<Ended>;
  private readonly child: ChildProcess;
  private readonly options: LaunchOptions;
  private readonly waiting = new Map<number, (answer: Answered) => void>();
  private asked = 0;
  private errors = '';

  constructor(options: LaunchOptions) {
    this.options = options;
    this.dataDir = options.dataDir;
    this.child = start(options);
    this.ended = endOf(this.child);
    this.child.stderr?.on('data', (chunk: Buffer) => (this.errors += chunk.toString()));
    this.child.on('message', (answer: Answered) => {
      this.waiting.get(answer.id)?.(answer);
      this.waiting.delete(answer.id);
    });
    void this.ended.then(() => {
      for (const [id, resolve] of this.waiting)
        resolve({ id, fault: `the program has ended\n${this.errors.slice(-2_000)}` });
    });
  }

  async run<T, A>(work: (electron: Electronish, argument: A) => T | Promise<T>, argument?: A): Promise<T> {
    this.asked += 1;
    const id = this.asked;
    const answer = await new Promise<Answered>((resolve) => {
      this.waiting.set(id, resolve);
      this.child.send({ id, source: String(work), argument }, (fault) => {
        if (fault !== null) resolve({ id, fault: fault.message });
      });
    });
    if ('fault' in answer) throw new Error(answer.fault);
    return answer.value as T;
  }

  windows(): Promise<readonly WindowFacts[]> {
    return this.run(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window: Electronish) => ({
        url: window.webContents.getURL(),
        isVisible: window.isVisible(),
        bounds: window.getNormalBounds(),
      })),
    );
  }

  inPage(expression: string, index = 0): Promise<unknown> {
    return this.run(
      ({ BrowserWindow }, [text, n]: [string, number]) =>
        BrowserWindow.getAllWindows()[n]?.webContents.page?.evaluate(text),
      [expression, index],
    );
  }

  pids(): Readonly<Record<string, number>> {
    return childPids(this.options.scratch);
  }

  stderr(): string {
    return this.errors;
  }

  startSecond(): Promise<Ended> {
    return endOf(start(this.options));
  }

  startData(...words: readonly string[]): Promise<Ended> {
    return endOf(startWith(['data', ...words, '--data-dir', this.dataDir], this.options));
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  async clear(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const forced = setTimeout(() => this.child.kill('SIGKILL'), 10_000);
      this.child.kill('SIGTERM');
      await this.ended;
      clearTimeout(forced);
    }
    endLeftovers(this.options.scratch);
  }
}

export const onDouble: Platform = { name: 'double', launch: async (options) => new DoubleDesktop(options) };
