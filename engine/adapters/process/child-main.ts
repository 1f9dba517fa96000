import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Bootstrap } from '../../config/settings.ts';
import type { Logger } from '../../ports/logger.ts';
import type { ProcessView } from '../../wire/link/messages.ts';
import { createProcessLog, type ProcessLog } from '../logging/process-log.ts';
import { hostChannel, type HostChannel } from './host-channel.ts';
import { keepMemorySteady } from './steady-memory.ts';
import { asHostToChild, BEAT_MS, type ChildToHost } from './messages.ts';

/** What a child's main is given to work with. */
export interface ChildContext {
  readonly bootstrap: Bootstrap;
  readonly logger: Logger;
  /** Tells the host. A child that works for long without a pause should tell of its progress: so it notices a lost host. */
  tell(message: ChildToHost): void;
  /** The host tells how all processes stand: what it told already, and from now on each change. */
  onProcesses(handler: (processes: readonly ProcessView[]) => void): void;
  /** Cannot go on: says why, to the log and to the host, and ends the process with status 1. */
  fatal(message: string): never;
  /** Ends this process in order, with status 0 (its work is done, or the desk told it to end). */
  end(): void;
}

/** Closes what a main opened. Called once, at an ordered end; the process exits when it has resolved. */
export type Stop = () => Promise<void> | void;

export interface ChildOptions {
  /** "desk", "venue", "hub"; engines are named by their strategy. */
  readonly name: string;
  /** True for the venue: it goes on when its host dies, as a broker would. */
  readonly outlivesHost?: boolean;
}

/** Longest ordered end before the process simply exits: children are gone within 2 s of losing their host. */
const STOP_LIMIT_MS = 1_000;
/** Without a bootstrap for so long nobody is going to send one. */
const BOOTSTRAP_LIMIT_MS = 20_000;

/** How a child shows in the system's process list. A later host knows by it whether a pid is still that of our child. */
export function childTitle(name: string, runtimeDir: string): string {
  return `pitwall ${name} ${basename(runtimeDir)}`;
}

function faultText(fault: unknown): string {
  return fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
}

/**
 * The frame of every child process: takes the bootstrap as its first message, calls `start`, and sees to it that the
 * process ends when it is told to, when its host dies, and when a fault goes uncaught. Call it once, from a main.
 *
 * A terminal's Ctrl-C and hang-up reach the whole process group; the order of the end is the host's business, so they
 * are ignored here. SIGTERM ends in order. What the process writes is for its user alone.
 */
export function runChild(
  options: ChildOptions,
  start: (context: ChildContext) => Promise<Stop | void> | Stop | void,
): void {
  process.umask(0o077);
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const channel = hostChannel();
  if (channel === undefined) {
    process.stderr.write(`pitwall: "${options.name}" is started by the host. Please start with: npm start\n`);
    process.exitCode = 1;
    return;
  }
  const child = new ChildProcess(options, channel);
  child.install(start);
}

function ownerToken(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined; // no token yet: there is nothing to hide
  }
}

class ChildProcess {
  private log: ProcessLog;
  private stop: Stop | undefined;
  private ending = false;
  private processes: readonly ProcessView[] | undefined;
  private onProcesses: ((processes: readonly ProcessView[]) => void) | undefined;
  private readonly options: ChildOptions;
  private readonly channel: HostChannel;

  constructor(options: ChildOptions, channel: HostChannel) {
    this.options = options;
    this.channel = channel;
    this.log = createProcessLog({ name: options.name });
  }

  install(start: (context: ChildContext) => Promise<Stop | void> | Stop | void): void {
    keepMemorySteady();
    const waiting = setTimeout(() => this.exit(1), BOOTSTRAP_LIMIT_MS);
    let begun = false;
    process.on('SIGINT', () => undefined);
    process.on('SIGHUP', () => undefined);
    process.on('SIGTERM', () => this.end(0));
    process.on('uncaughtException', (fault) => this.crash(fault));
    process.on('unhandledRejection', (fault) => this.crash(fault));
    this.channel.onLost(() => {
      if (this.options.outlivesHost === true && begun) {
        this.log.info('the host is gone; going on without it');
        return;
      }
      // No ordered end: that would end the venue too, which goes on for the next host. Any instant is a good one to die.
      if (!this.ending) this.exit(0);
    });
    this.channel.onMessage((raw) => {
      const message = asHostToChild(raw);
      if (message?.t === 'stop') this.end(0);
      if (message?.t === 'processes') {
        this.processes = message.processes;
        this.onProcesses?.(message.processes);
      }
      if (message?.t !== 'bootstrap' || begun) return;
      begun = true;
      clearTimeout(waiting);
      this.begin(message.bootstrap, start).catch((fault: unknown) => this.crash(fault));
    });
  }

  private async begin(
    bootstrap: Bootstrap,
    start: (context: ChildContext) => Promise<Stop | void> | Stop | void,
  ): Promise<void> {
    const name = bootstrap.strategyId ?? this.options.name;
    process.title = childTitle(name, bootstrap.runtimeDir);
    this.log = createProcessLog({
      name,
      level: bootstrap.logLevel,
      ...(bootstrap.logJson === true ? { readable: false } : {}),
    });
    this.log.toFiles(join(bootstrap.settings.dataDir, 'logs'), { rotates: false });
    this.log.scrubber.add(bootstrap.secret);
    const { settings, version, epoch, logLevel } = bootstrap;
    this.log.debug('begins', {
      version,
      epoch,
      mode: settings.mode,
      dataDir: settings.dataDir,
      logLevel,
      node: process.version,
    });
    this.log.scrubber.add(bootstrap.hub?.jwtSecret);
    this.log.scrubber.add(ownerToken(bootstrap.tokenFile));
    this.beat();
    const stop = await start({
      bootstrap,
      logger: this.log,
      tell: (message) => {
        if (this.channel.isLost() && this.options.outlivesHost !== true) this.exit(0);
        this.channel.send(message);
      },
      onProcesses: (handler) => {
        this.onProcesses = handler;
        if (this.processes !== undefined) handler(this.processes);
      },
      fatal: (message) => this.fatal(message),
      end: () => this.end(0),
    });
    if (typeof stop !== 'function') return;
    this.stop = stop;
    // The end was asked for while the main was still starting: close what it opened meanwhile.
    if (this.ending) await stop();
  }

  /** Shows the host that the loop turns, and how late it comes round. */
  private beat(): void {
    let dueMs = performance.now() + BEAT_MS;
    setInterval(() => {
      const nowMs = performance.now();
      this.channel.send({ t: 'beat', lagMs: Math.round(Math.max(0, nowMs - dueMs)) });
      dueMs = nowMs + BEAT_MS;
    }, BEAT_MS).unref();
  }

  private fatal(message: string): never {
    this.log.error(message);
    this.channel.send({ t: 'fatal', message });
    this.exit(1);
  }

  /** A broken invariant or a fault of the program: nothing here can be trusted any more, so no ordered end. */
  private crash(fault: unknown): void {
    this.log.error('fatal fault', { fault: faultText(fault) });
    this.channel.send({ t: 'fatal', message: fault instanceof Error ? fault.message : String(fault) });
    this.exit(70);
  }

  private end(code: number): void {
    if (this.ending) return;
    this.ending = true;
    const limit = setTimeout(() => {
      this.log.warn(`did not end in order within ${STOP_LIMIT_MS} ms`);
      this.exit(code);
    }, STOP_LIMIT_MS);
    Promise.resolve(this.stop?.()).then(
      () => {
        clearTimeout(limit);
        this.exit(code);
      },
      (fault: unknown) => {
        this.log.error('fault while ending', { fault: faultText(fault) });
        this.exit(code === 0 ? 1 : code);
      },
    );
  }

  private exit(code: number): never {
    this.log.flush();
    process.exit(code);
  }
}
