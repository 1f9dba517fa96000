import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { Child, Spawner, SpawnRequest } from '../ports/spawner.ts';
import type { ProcessView } from '../wire/link/messages.ts';
import type { HostToChild } from '../adapters/process/messages.ts';
import type { ProcessProbe } from '../ports/process-probe.ts';
import { asChildToHost } from '../adapters/process/messages.ts';
import { LOOK_MS } from './life.ts';
import { ENGINE_POLICY, judgeDeath, KEPT_POLICY } from './restart-policy.ts';
import { Watchdog } from './watchdog.ts';

export interface SupervisorOptions {
  readonly spawner: Spawner;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly probe: ProcessProbe;
  /** The list changed. */
  onChange(processes: readonly ProcessView[]): void;
  /** A child says that it cannot go on, and why. */
  onFatal(name: string, message: string): void;
  /** A child died so often that it is not started again. */
  onGivenUp(name: string, reason: string): void;
  /** One that is never given up dies again and again: told at each fifth death. */
  onFailing(name: string, reason: string): void;
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
  /** The one without whom it cannot come up. */
  readonly needs?: string;
  /** Without it nothing works: it is never given up. Else it is an engine, for whose answers the market waits. */
  readonly isKept: boolean;
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
  /** Since when it is in its state (wall time). */
  sinceMs: number;
  /** Why it ends, by its own word or ours. */
  said: string | undefined;
  /** Of its last death: what was said, or else how it died. */
  lastWords: string | undefined;
  cancelTimer: (() => void) | undefined;
}

/** How often an adopted process is looked at: nobody tells us of its death. */
const WATCH_MS = 250;

/** Starts, watches and restarts processes. Knows nothing of what they do; the desk says when one is up or hangs. */
export class Supervisor {
  private readonly processes = new Map<string, Process>();
  private readonly options: SupervisorOptions;
  private readonly watchdog: Watchdog;
  private stopping = false;
  private onIdle: (() => void)[] = [];
  private cancelLook: (() => void) | undefined;

  constructor(options: SupervisorOptions) {
    this.options = options;
    this.watchdog = new Watchdog(options.clock, options.logger, options.probe);
  }

  start(request: Supervised): void {
    if (this.stopping) return;
    this.spawn(this.add(request));
    if (this.cancelLook === undefined) this.lookLater();
  }

  /** Something is open at the venue: whoever hangs is noticed as soon as can be told. */
  set isExposed(isExposed: boolean) {
    this.watchdog.isExposed = isExposed;
  }

  /** The desk waits in vain for an answer of this engine, or for a word of its venue: a child of ours beats for us. */
  owes(name: string): void {
    const process = this.processes.get(name);
    if (process?.request.isKept !== true || process.adopted !== undefined) this.watchdog.owes(name);
  }

  /** Without effect where it does not live. */
  send(name: string, message: HostToChild): void {
    this.processes.get(name)?.child?.send(message);
  }

  /** Watches a living process in place of a child; when it ends, a child is started. */
  adopt(request: Supervised, adopted: Adopted): void {
    const process = this.add(request);
    process.adopted = adopted;
    this.watch(process);
    this.watchdog.began(request.name, { pid: () => adopted.pid, isPrompt: false, isUnlimited: true, isMute: true });
    if (this.cancelLook === undefined) this.lookLater();
    this.changed();
  }

  /** The process serves: the desk has it on its link. */
  up(name: string, url?: string): void {
    const process = this.processes.get(name);
    if (process === undefined || !this.lives(process)) return;
    const recovered = process.state === 'up' ? undefined : process.diedMs;
    const news = process.state !== 'up' || (url !== undefined && url !== process.url);
    this.enter(process, 'up');
    process.url = url ?? process.url;
    process.diedMs = undefined;
    process.upMs ??= this.options.clock.monotonicMs();
    this.watchdog.up(name);
    if (process.adopted === undefined) this.cancelTimer(process);
    if (recovered !== undefined) {
      const ms = Math.round(this.options.clock.monotonicMs() - recovered);
      this.options.logger.warn(`${name} is back and serving after ${ms} ms`, { ms, child: this.pidOf(process) });
    }
    if (news) this.changed();
  }

  /** It has lost the desk and must be on its link again soon, or it hangs. */
  expectBack(name: string): void {
    const process = this.processes.get(name);
    if (process?.child === undefined || process.state !== 'up') return;
    this.enter(process, 'starting');
    this.watchdog.mustBeBack(name);
    this.changed();
  }

  /** A person wants a process back that was given up: it is started, with a clean record of deaths. */
  revive(name: string): void {
    const process = this.processes.get(name);
    if (process?.state !== 'dropped' || this.stopping) return;
    this.options.logger.warn(`${name} is started again on request`);
    process.deaths = [];
    this.enter(process, 'starting');
    this.spawn(process);
  }

  /** From now on a death is an end. */
  stopRestarting(): void {
    this.stopping = true;
    this.cancelLook?.();
    for (const process of this.processes.values()) {
      if (process.adopted === undefined || process.child !== undefined) this.cancelTimer(process);
      if (!this.lives(process) && process.state !== 'dropped') this.enter(process, 'stopped');
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
      sinceMs: process.sinceMs,
      ...(process.lastWords === undefined ? {} : { lastWords: process.lastWords }),
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
      sinceMs: this.options.clock.now(),
      said: undefined,
      lastWords: undefined,
      cancelTimer: undefined,
    };
    this.processes.set(request.name, process);
    return process;
  }

  private spawn(process: Process): void {
    const { request } = process;
    const { name } = request;
    process.said = undefined;
    let child: Child;
    try {
      child = this.options.spawner.spawn(request);
    } catch (error) {
      // No memory, no room for a process: a death like any other, tried again after its pause.
      this.died(
        process,
        undefined,
        `it could not be started: ${error instanceof Error ? error.message : String(error)}`,
      );
      return;
    }
    process.child = child;
    child.onMessage((raw) => {
      const message = asChildToHost(raw);
      if (message?.t === 'beat' && process.child === child) this.watchdog.heard(name, message.lagMs);
      if (message?.t !== 'fatal') return;
      process.said = message.message;
      this.options.onFatal(name, message.message);
    });
    child.onExit((code, signal) => {
      if (process.child !== child) return;
      process.child = undefined;
      this.died(process, child.pid, signal === null ? `status ${code ?? 'unknown'}` : signal);
    });
    this.watchdog.began(name, {
      pid: () => child.pid,
      isPrompt: !request.isKept,
      isUnlimited: !request.hasStartLimit,
      ...(request.needs === undefined ? {} : { needs: request.needs }),
    });
    this.changed();
  }

  /** In two turns of the loop: what children said while this process stood still is read before they are judged. */
  private lookLater(): void {
    const { clock } = this.options;
    this.cancelLook = clock.after(LOOK_MS, () => {
      this.cancelLook = clock.after(0, () => {
        for (const { name, why } of this.watchdog.look()) this.hangs(name, why);
        if (!this.stopping) this.lookLater();
      });
    });
  }

  /** Ends it by force; its death restarts it. */
  private hangs(name: string, why: string): void {
    const process = this.processes.get(name);
    if (process === undefined || !this.lives(process)) return;
    this.options.logger.warn(`${name} ${why}; it is ended and started again`, { child: this.pidOf(process) });
    process.said = why;
    this.kill(process, 'SIGKILL');
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
    this.watchdog.ended(name);
    if (this.stopping) {
      this.enter(process, 'stopped');
      this.settle();
      return;
    }
    const nowMs = clock.monotonicMs();
    const servedMs = process.upMs === undefined ? 0 : nowMs - process.upMs;
    process.upMs = undefined;
    const policy = process.request.isKept ? KEPT_POLICY : ENGINE_POLICY;
    const { delayMs, recentDeaths, isLoop } = judgeDeath(process.deaths, nowMs, servedMs, policy);
    process.deaths = recentDeaths;
    process.lastWords = process.said ?? how;
    if (delayMs === undefined) {
      this.enter(process, 'dropped');
      const seconds = policy.windowMs / 1_000;
      const reason = `${name} died ${recentDeaths.length} times within ${seconds} s (last: ${how}); it is not started again`;
      logger.error(reason, { child: pid });
      this.changed();
      this.options.onGivenUp(name, reason);
      return;
    }
    process.diedMs ??= nowMs;
    this.enter(process, 'restarting');
    process.restarts += 1;
    const when = delayMs === 0 ? 'at once' : `in ${delayMs} ms`;
    logger.warn(`${name} died (${how}); it is started again ${when}`, { child: pid, restarts: process.restarts });
    if (isLoop && recentDeaths.length % policy.mostDeaths === 0) this.failing(process, how, when);
    if (delayMs === 0) {
      this.spawn(process);
      return;
    }
    process.cancelTimer = clock.after(delayMs, () => this.spawn(process));
    this.changed();
  }

  private failing({ request: { name }, deaths }: Process, how: string, when: string): void {
    const reason = `${name} died ${deaths.length} times in a row (last: ${how}); it is started again ${when}`;
    this.options.logger.error(reason);
    this.options.onFailing(name, reason);
  }

  private enter(process: Process, state: ProcessView['state']): void {
    if (process.state === state) return;
    process.state = state;
    process.sinceMs = this.options.clock.now();
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
