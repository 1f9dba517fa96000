import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { Child, Spawner, SpawnRequest } from '../ports/spawner.ts';
import type { ProcessView } from '../wire/link/messages.ts';
import { asChildToHost } from '../adapters/process/messages.ts';
import { judgeDeath, RESTART_POLICY, type RestartPolicy } from './restart-policy.ts';

export interface SupervisorOptions {
  readonly spawner: Spawner;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly policy?: RestartPolicy;
  /** A child that is not up so long after its start hangs and is started again. */
  readonly startLimitMs?: number;
  /** The list changed. */
  onChange(processes: readonly ProcessView[]): void;
  /** A child says that it cannot go on, and why. */
  onFatal(name: string, message: string): void;
  /** A child died so often that it is not started again. */
  onGivenUp(name: string, reason: string): void;
}

/** Another process that lives already and is not our child: a venue that outlived its host. */
export interface Adopted {
  readonly pid: number;
  isAlive(): boolean;
  kill(signal: 'SIGTERM' | 'SIGKILL'): void;
}

export interface Supervised extends SpawnRequest {
  /** False: its start may take as long as it needs (a desk that recovers a long journal). */
  readonly hasStartLimit: boolean;
}

interface Process {
  readonly request: Supervised;
  child: Child | undefined;
  adopted: Adopted | undefined;
  state: ProcessView['state'];
  url: string | undefined;
  restarts: number;
  deaths: readonly number[];
  /** When it died (monotonic), until it is up again. */
  diedMs: number | undefined;
  /** Since when it serves (monotonic). */
  upMs: number | undefined;
  cancelTimer: (() => void) | undefined;
  /** Starts that did not come up in time, one after the other. */
  lateStarts: number;
}

const START_LIMIT_MS = 30_000;
/** At most eight times as long. */
const MOST_DOUBLINGS = 3;
/** How often an adopted process is looked at: nobody tells us of its death. */
const WATCH_MS = 250;

/** Starts, watches and restarts processes. Knows nothing of what they do; the desk says when one is up or hangs. */
export class Supervisor {
  private readonly processes = new Map<string, Process>();
  private readonly options: SupervisorOptions;
  private readonly policy: RestartPolicy;
  private stopping = false;
  private onIdle: (() => void)[] = [];

  constructor(options: SupervisorOptions) {
    this.options = options;
    this.policy = options.policy ?? RESTART_POLICY;
  }

  start(request: Supervised): void {
    if (this.stopping) return;
    this.spawn(this.add(request));
  }

  /** Watches a living process in place of a child; when it ends, a child is started. */
  adopt(request: Supervised, adopted: Adopted): void {
    const process = this.add(request);
    process.adopted = adopted;
    this.watch(process);
    this.changed();
  }

  /** The process serves: the desk has it on its link. */
  up(name: string, url?: string): void {
    const process = this.processes.get(name);
    if (process === undefined || !this.lives(process)) return;
    const recovered = process.state === 'up' ? undefined : process.diedMs;
    const news = process.state !== 'up' || (url !== undefined && url !== process.url);
    process.state = 'up';
    process.url = url ?? process.url;
    process.diedMs = undefined;
    process.upMs ??= this.options.clock.monotonicMs();
    process.lateStarts = 0;
    if (process.adopted === undefined) this.cancelTimer(process);
    if (recovered !== undefined) {
      const ms = Math.round(this.options.clock.monotonicMs() - recovered);
      this.options.logger.warn(`${name} is back and serving after ${ms} ms`, { ms, child: this.pidOf(process) });
    }
    if (news) this.changed();
  }

  /** It has lost the desk and must be on its link again within the limit, or it hangs. */
  expectBack(name: string, limitMs: number): void {
    const process = this.processes.get(name);
    if (process?.child === undefined || process.state !== 'up') return;
    process.state = 'starting';
    this.cancelTimer(process);
    process.cancelTimer = this.options.clock.after(limitMs, () => {
      this.forceRestart(name, `did not come back to the desk within ${limitMs} ms`);
    });
    this.changed();
  }

  /** A person wants a process back that was given up: it is started, with a clean record of deaths. */
  revive(name: string): void {
    const process = this.processes.get(name);
    if (process?.state !== 'dropped' || this.stopping) return;
    this.options.logger.warn(`${name} is started again on request`);
    process.deaths = [];
    process.state = 'starting';
    this.spawn(process);
  }

  /** It hangs: ends it by force; its death restarts it. */
  forceRestart(name: string, why: string): void {
    const process = this.processes.get(name);
    if (process === undefined || !this.lives(process)) return;
    this.options.logger.warn(`${name} ${why}; it is ended and started again`, { child: this.pidOf(process) });
    this.kill(process, 'SIGKILL');
  }

  /** From now on a death is an end. */
  stopRestarting(): void {
    this.stopping = true;
    for (const process of this.processes.values()) {
      if (process.adopted === undefined || process.child !== undefined) this.cancelTimer(process);
      if (!this.lives(process) && process.state !== 'dropped') process.state = 'stopped';
    }
    this.settle();
  }

  /** Asks all that live to end: in order, or by force. */
  endAll(signal: 'SIGTERM' | 'SIGKILL'): readonly string[] {
    const living = [...this.processes.values()].filter((process) => this.lives(process));
    for (const process of living) this.kill(process, signal);
    return living.map((process) => process.request.name);
  }

  /** Resolves when no process of ours lives any more. Only after `stopRestarting`. */
  allEnded(): Promise<void> {
    return new Promise((resolve) => {
      this.onIdle.push(resolve);
      this.settle();
    });
  }

  views(): readonly ProcessView[] {
    return [...this.processes.values()].map((process) => ({
      name: process.request.name,
      pid: this.pidOf(process) ?? null,
      state: process.state,
      restarts: process.restarts,
      ...(process.url === undefined ? {} : { url: process.url }),
    }));
  }

  private add(request: Supervised): Process {
    const process: Process = {
      request,
      child: undefined,
      adopted: undefined,
      state: 'starting',
      url: undefined,
      restarts: 0,
      deaths: [],
      diedMs: undefined,
      upMs: undefined,
      cancelTimer: undefined,
      lateStarts: 0,
    };
    this.processes.set(request.name, process);
    return process;
  }

  private spawn(process: Process): void {
    const { request } = process;
    const child = this.options.spawner.spawn(request);
    process.child = child;
    child.onMessage((raw) => {
      const message = asChildToHost(raw);
      if (message?.t === 'fatal') this.options.onFatal(request.name, message.message);
    });
    child.onExit((code, signal) => {
      if (process.child !== child) return;
      process.child = undefined;
      this.died(process, child.pid, signal === null ? `status ${code ?? 'unknown'}` : signal);
    });
    if (request.hasStartLimit) {
      process.cancelTimer = this.options.clock.after(this.startLimitMs(process), () => {
        process.lateStarts += 1;
        this.forceRestart(request.name, 'does not come up');
      });
    }
    this.changed();
  }

  /** Twice as long after each start that came to nothing: on a crowded machine a fixed limit would never let it come up. */
  private startLimitMs({ lateStarts }: Process): number {
    return (this.options.startLimitMs ?? START_LIMIT_MS) * 2 ** Math.min(lateStarts, MOST_DOUBLINGS);
  }

  private watch(process: Process): void {
    process.cancelTimer = this.options.clock.after(WATCH_MS, () => {
      const { adopted } = process;
      if (adopted === undefined) return;
      if (adopted.isAlive()) this.watch(process);
      else {
        process.adopted = undefined;
        this.died(process, adopted.pid, 'gone');
      }
    });
  }

  private died(process: Process, pid: number | undefined, how: string): void {
    const { logger, clock } = this.options;
    const { name } = process.request;
    this.cancelTimer(process);
    if (this.stopping) {
      process.state = 'stopped';
      this.settle();
      return;
    }
    const nowMs = clock.monotonicMs();
    const servedMs = process.upMs === undefined ? 0 : nowMs - process.upMs;
    process.upMs = undefined;
    const verdict = judgeDeath(process.deaths, nowMs, servedMs, this.policy);
    if (verdict.kind === 'give-up') {
      process.state = 'dropped';
      const seconds = this.policy.windowMs / 1_000;
      const reason = `${name} died ${verdict.deaths} times within ${seconds} s (last: ${how}); it is not started again`;
      logger.error(reason, { child: pid });
      this.changed();
      this.options.onGivenUp(name, reason);
      return;
    }
    process.deaths = verdict.recentDeaths;
    process.diedMs ??= nowMs;
    process.state = 'restarting';
    process.restarts += 1;
    const when = verdict.delayMs === 0 ? 'at once' : `in ${verdict.delayMs} ms`;
    logger.warn(`${name} died (${how}); it is started again ${when}`, { child: pid, restarts: process.restarts });
    if (verdict.delayMs === 0) {
      this.spawn(process);
      return;
    }
    process.cancelTimer = clock.after(verdict.delayMs, () => this.spawn(process));
    this.changed();
  }

  private kill(process: Process, signal: 'SIGTERM' | 'SIGKILL'): void {
    process.child?.kill(signal);
    process.adopted?.kill(signal);
  }

  private lives(process: Process): boolean {
    return process.child !== undefined || process.adopted !== undefined;
  }

  private pidOf(process: Process): number | undefined {
    return process.child?.pid ?? process.adopted?.pid;
  }

  private cancelTimer(process: Process): void {
    process.cancelTimer?.();
    process.cancelTimer = undefined;
  }

  private changed(): void {
    this.options.onChange(this.views());
  }

  private settle(): void {
    if (!this.stopping || [...this.processes.values()].some((process) => this.lives(process))) return;
    for (const resolve of this.onIdle.splice(0)) resolve();
  }
}
