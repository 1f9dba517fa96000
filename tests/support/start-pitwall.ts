/** Starts the whole of Pitwall for a test, as `npm run headless` does, and takes all of it away again. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { Readable } from 'node:stream';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isStale } from '../../build/launch/sources.mjs';
import { STRATEGIES } from '../../engine/domain/book.ts';
import { findLeftovers } from '../../engine/host/leftovers.ts';
import type { ReadyLine } from '../../engine/host/ready-line.ts';
import type { ProcessMessage } from '../../engine/wire/index.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** Environment of a start that is measured: links are not held against their schemas, as in the product. */
export const MEASURED: Readonly<Record<string, string>> = { PITWALL_TEST_LINKS: '0' };

/** It matters that it comes up, not how soon on a busy machine. */
const START_WITHIN_MS = 200_000;

export interface StartOptions {
  /** Beside the standard ones: a fresh data folder, any free ports, no days in advance. */
  readonly flags?: readonly string[];
  /** A folder of an earlier start; it is not removed. */
  readonly dataDir?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Until the ready line. */
  readonly timeoutMs?: number;
  /** It passes connections on to its servers, as under Electron; else they inherit the sockets. */
  readonly isRelaying?: boolean;
  /** At a terminal of its own (`script` of util-linux): `type` types there. */
  readonly atTerminal?: boolean;
  /** Its data folder is a file system of its own, so large, that goes with it (Linux with user namespaces). */
  readonly diskMiB?: number;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  /** From the signal to the end. */
  readonly ms: number;
}

export interface Pitwall {
  readonly ready: ReadyLine;
  /** URL of the hub. */
  readonly hub: string;
  /** URL of a symbol server by strategy id. */
  readonly symbols: Readonly<Record<string, string>>;
  readonly dataDir: string;
  /** Folder of this start alone; its runtime folder lies in it. */
  readonly scratch: string;
  /** The owner's token. */
  readonly token: string;
  /** Present pids by name, restarts counted in. */
  pids(): Readonly<Record<string, number>>;
  /** Everything on standard error so far. */
  stderr(): string;
  /** Where a file of its data folder is for the test, though the folder may be on a disk of its own. */
  seen(path: string): string;
  /** Types at its terminal; "\x03" is Ctrl-C. */
  type(text: string): void;
  /** Kills one process by name ("host", "desk", "MNQ"); gives its pid. */
  kill(name: string, signal?: NodeJS.Signals): number;
  /** Resolves when the named process runs under another pid than the given one. */
  replaced(name: string, pid: number, timeoutMs?: number): Promise<number>;
  /** The processes as the hub tells of them; undefined while it does not answer. */
  processes(): Promise<Readonly<Record<string, ProcessMessage>> | undefined>;
  /** Resolves when the hub tells that the named process is up. */
  serves(name: string, timeoutMs?: number): Promise<void>;
  /** Resolves when standard error holds the text. */
  said(text: string | RegExp, timeoutMs?: number): Promise<void>;
  /** Resolves when the host has ended by itself. */
  readonly ended: Promise<Ended>;
  /** Ends it in order and removes what it left. May be called again. */
  stop(signal?: NodeJS.Signals): Promise<Ended>;
}

/** What a start that failed, or that ended by itself, left to read. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Variables that the machine of a developer may have and that would change a test. */
const CLEARED =
  /^(?:PORT|WEBSOCKET_PORT|PITWALL_.*|TOPSTEPX_.*|MAX_.*|CORS_ORIGIN|FRONTEND_URL|JWT_SECRET|REDIS_URL|LOG_LEVEL|NODE_ENV|NODE_OPTIONS|VITEST.*)$/;

class Run {
  readonly child: ChildProcess;
  readonly dataDir: string;
  readonly ended: Promise<Ended>;
  stdout = '';
  stderr = '';
  readonly scratch: string;
  private readonly runtimeBase: string;
  private readonly hasOwnDisk: boolean;
  private signaledMs = performance.now();

  constructor(options: StartOptions) {
    this.scratch = mkdtempSync(join(tmpdir(), 'pwt-'));
    this.runtimeBase = options.env?.['XDG_RUNTIME_DIR'] ?? this.scratch;
    this.hasOwnDisk = options.diskMiB !== undefined;
    this.dataDir = options.dataDir ?? join(this.scratch, 'data');
    const inherited = Object.entries(process.env).filter(([name]) => !CLEARED.test(name));
    const entry = options.isRelaying === true ? join(import.meta.dirname, 'relaying-host.ts') : hostEntry();
    const command = [process.execPath, entry, ...this.flags(options.flags ?? [])];
    const { atTerminal = false } = options;
    // The terminal is its input alone: its outputs are told apart as ever.
    const words = atTerminal
      ? ['script', '-qec', `exec ${command.map(quoted).join(' ')} >&3 2>&4`, '/dev/null']
      : command;
    const [program = '', ...args] = this.onOwnDisk(options.diskMiB, words);
    this.child = spawn(program, args, {
      cwd: this.scratch,
      env: {
        ...Object.fromEntries(inherited),
        XDG_RUNTIME_DIR: this.scratch,
        PITWALL_TEST_LINKS: '1',
        ...options.env,
      },
      stdio: atTerminal ? ['pipe', 'ignore', 'ignore', 'pipe', 'pipe'] : ['ignore', 'pipe', 'pipe'],
    });
    const [out, err] = this.child.stdio.slice(atTerminal ? 3 : 1) as [Readable, Readable];
    out.on('data', (chunk: Buffer) => (this.stdout += chunk.toString()));
    err.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
    this.ended = new Promise((resolve) => {
      this.child.on('exit', (code, signal) => resolve({ code, signal, ms: performance.now() - this.signaledMs }));
    });
    LIVING.add(this);
  }

  private onOwnDisk(diskMiB: number | undefined, command: readonly string[]): readonly string[] {
    if (diskMiB === undefined) return command;
    mkdirSync(this.dataDir, { recursive: true });
    const script = `mount -t tmpfs -o size=${diskMiB}m,mode=700 tmpfs "$0" && exec "$@"`;
    return ['unshare', '-Urm', 'sh', '-c', script, this.dataDir, ...command];
  }

  /** A path as this process sees it: another mount is seen through the host's own root. */
  seen(path: string): string {
    return this.hasOwnDisk ? `/proc/${this.child.pid}/root${path}` : path;
  }

  private flags(given: readonly string[]): readonly string[] {
    const has = (flag: string): boolean => given.some((one) => one === flag || one.startsWith(`${flag}=`));
    const moved = (id: string): boolean =>
      given.some((one, index) => given[index - 1] === '--port' && one.toUpperCase().startsWith(`${id}=`));
    const ports = STRATEGIES.filter(({ id }) => !moved(id)).flatMap(({ id }) => ['--port', `${id}=0`]);
    const simulated = !has('--replay') && !has('--feed') && !has('--history-days') && !has('--config');
    return [
      ...['--data-dir', this.dataDir],
      ...(has('--hub-port') ? [] : ['--hub-port', '0']),
      ...(simulated ? ['--history-days', '0'] : []),
      ...ports,
      ...given,
    ];
  }

  /** The folder with sockets, the link's secret and the list of processes. */
  runtimeDir(): string | undefined {
    const name = readdirSync(this.runtimeBase).find((entry) => entry.startsWith('pw-'));
    return name === undefined ? undefined : join(this.runtimeBase, name);
  }

  pids(): Readonly<Record<string, number>> {
    const file = join(this.runtimeDir() ?? '', 'processes.json');
    const listed = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { name: string; pid: number }[]) : [];
    const children = Object.fromEntries(listed.map(({ name, pid }) => [name, pid]));
    return this.child.pid === undefined ? children : { host: this.child.pid, ...children };
  }

  async until<T>(what: string, timeoutMs: number, look: () => T | undefined | Promise<T | undefined>): Promise<T> {
    const limit = performance.now() + timeoutMs;
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      if (performance.now() > limit) throw new Error(`no ${what} within ${timeoutMs} ms\n${this.stderr.slice(-4_000)}`);
      await delay(20);
    }
  }

  async stop(signal: NodeJS.Signals): Promise<Ended> {
    this.signaledMs = performance.now();
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill(signal);
    const forced = setTimeout(() => this.child.kill('SIGKILL'), 10_000);
    const ended = await this.ended;
    clearTimeout(forced);
    this.clear();
    return ended;
  }

  /** Ends what outlived its host, and removes every trace. Ends only processes that bear this run's folder in their title. */
  clear(): void {
    if (!LIVING.delete(this)) return;
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGKILL');
    const runtimeDir = this.runtimeDir();
    if (runtimeDir !== undefined) for (const leftover of findLeftovers(runtimeDir)) leftover.kill('SIGKILL');
    rmSync(this.scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

const LIVING = new Set<Run>();
// A test that timed out never came to its stop.
process.once('exit', () => {
  for (const run of LIVING) run.clear();
});

/** The bundle when it is that of these sources, else the sources themselves: a test never runs yesterday's code. */
function hostEntry(): string {
  const bundle = join(ROOT, 'dist/engine/host/main.js');
  return existsSync(bundle) && !isStale('engine') ? bundle : join(ROOT, 'engine/host/main.ts');
}

function readyLineOf(stdout: string): ReadyLine | undefined {
  const line = stdout.split('\n')[0] ?? '';
  return stdout.includes('\n') ? (JSON.parse(line) as ReadyLine) : undefined;
}

/** Starts Pitwall and waits for its ready line. Call `stop` in the end, whatever happened. */
export async function startPitwall(options: StartOptions = {}): Promise<Pitwall> {
  const run = new Run(options);
  let over = false;
  void run.ended.then(() => (over = true));
  const timeoutMs = options.timeoutMs ?? START_WITHIN_MS;
  try {
    const ready = await run.until<ReadyLine>('ready line', timeoutMs, () => {
      const line = readyLineOf(run.stdout);
      if (line === undefined && over)
        throw new Error(`Pitwall ended before it was ready:\n${run.stderr.slice(-4_000)}`);
      return line;
    });
    const token = readFileSync(run.seen(ready.tokenFile), 'utf8').trim();
    const processes = async (): Promise<Readonly<Record<string, ProcessMessage>> | undefined> => {
      try {
        const headers = { authorization: `Bearer ${token}` };
        const status = await fetch(`${ready.hub}/api/status`, { headers, signal: AbortSignal.timeout(2_000) });
        const told = (await status.json()) as { processes: readonly ProcessMessage[] };
        return Object.fromEntries(told.processes.map((each) => [each.name, each]));
      } catch {
        return undefined;
      }
    };
    return {
      ready,
      hub: ready.hub,
      symbols: Object.fromEntries(ready.symbols.map(({ id, url }) => [id, url])),
      dataDir: run.dataDir,
      scratch: run.scratch,
      token,
      pids: () => run.pids(),
      stderr: () => run.stderr,
      seen: (path) => run.seen(path),
      type: (text) => void run.child.stdin?.write(text),
      kill: (name, signal = 'SIGKILL') => {
        const pid = run.pids()[name];
        if (pid === undefined)
          throw new Error(`expected a process ${name}, found ${Object.keys(run.pids()).join(', ')}`);
        process.kill(pid, signal);
        return pid;
      },
      replaced: (name, pid, limitMs = 200_000) =>
        run.until(`new ${name}`, limitMs, () => {
          const now = run.pids()[name];
          return now === pid ? undefined : now;
        }),
      processes,
      serves: async (name, limitMs = 200_000) => {
        await run.until(`${name} up`, limitMs, async () => (await processes())?.[name]?.state === 'up' || undefined);
      },
      said: (text, limitMs = 200_000) =>
        run
          .until(`"${String(text)}" on standard error`, limitMs, () => {
            const found = typeof text === 'string' ? run.stderr.includes(text) : text.test(run.stderr);
            return found ? true : undefined;
          })
          .then(() => undefined),
      ended: run.ended,
      stop: (signal = 'SIGTERM') => run.stop(signal),
    };
  } catch (error) {
    run.clear();
    throw error;
  }
}

/** Runs Pitwall to its own end: a start that is refused, or one with --exit-when-done. */
export async function runPitwall(options: StartOptions = {}): Promise<Outcome> {
  const run = new Run(options);
  const limit = setTimeout(() => run.child.kill('SIGKILL'), options.timeoutMs ?? START_WITHIN_MS);
  const { code } = await run.ended;
  clearTimeout(limit);
  // Lines may still be in the pipes when the process has ended.
  await delay(50);
  run.clear();
  return { code, stdout: run.stdout, stderr: run.stderr };
}
