import type { Settings } from '../config/settings.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { Spawner } from '../ports/spawner.ts';
import type { Exposure, HostToDesk, ProcessView } from '../wire/link/messages.ts';
import type { requests } from './bootstraps.ts';
import { randomUUID } from 'node:crypto';
import { PendingCommands } from '../adapters/link/pending-commands.ts';
import { ACCOUNT } from '../domain/scope.ts';
import { NOTHING_OPEN, type Composition, type CompositionEvents, type Serving } from './composition.ts';
import { isAnythingOpen } from './end-question.ts';
import { procProbe } from '../adapters/process/proc-probe.ts';
import { DeskLink, type DeskMessage } from './desk-link.ts';
import { recordProcesses } from './leftovers.ts';
import { stopInOrder } from './stop-in-order.ts';
import { Supervisor, type Adopted } from './supervisor.ts';

export interface ManyProcessesOptions {
  readonly settings: Settings;
  readonly requests: ReturnType<typeof requests>;
  readonly runtimeDir: string;
  /** Of the link to the desk. */
  readonly secret: string;
  /** A venue that outlived an earlier host. */
  readonly survivor: Adopted | undefined;
  readonly spawner: Spawner;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly events: CompositionEvents;
}

const WAITING_TOLD_MS = 5_000;

/** Venue, desk, hub and engines, each in a process of its own, started in order and kept alive. */
export class ManyProcesses implements Composition {
  private readonly options: ManyProcessesOptions;
  private readonly supervisor: Supervisor;
  private readonly recovered = Promise.withResolvers<void>();
  private readonly running = Promise.withResolvers<void>();
  private readonly stopped = Promise.withResolvers<void>();
  private desk: DeskLink | undefined;
  private readonly commands: PendingCommands;
  private open: Exposure = NOTHING_OPEN;
  private isUp = false;
  private isDeskReady = false;
  private readonly startedMs: number;
  /** Processes that died again and again and are not back yet. */
  private readonly failing = new Set<string>();
  private readonly alarms: Extract<HostToDesk, { t: 'alarm' }>[] = [];
  private isStopping = false;
  private readonly urls = new Map<string, string>();
  /** Who is on the desk's link, as far as the present desk said. */
  private readonly here = new Set<string>();
  private onPeer: (() => void)[] = [];
  private readonly cancels = new Set<() => void>();

  constructor(options: ManyProcessesOptions) {
    this.options = options;
    this.startedMs = options.clock.now();
    const { spawner, clock, logger, runtimeDir, events } = options;
    this.commands = new PendingCommands(clock, (asked) => {
      if (this.isDeskReady) this.desk?.send(asked);
    });
    this.supervisor = new Supervisor({
      spawner,
      clock,
      logger,
      probe: procProbe,
      onChange: (processes) => {
        recordProcesses(runtimeDir, processes, logger);
        this.lookForBack(processes);
        this.tellProcesses();
        this.peersChanged();
      },
      onFatal: (name, message) => {
        if (!this.isUp) events.finish({ code: 1, fault: `${name}: ${message}`, reason: `${name} could not start` });
      },
      onGivenUp: (name, reason) => {
        this.desk?.send({ t: 'engineDropped', book: name, reason });
      },
      onFailing: (name, reason) => this.onFailing(name, reason),
    });
  }

  async start(): Promise<Serving> {
    const { supervisor } = this;
    const { requests: request, survivor, logger } = this.options;
    if (survivor === undefined) supervisor.start(request.venue);
    else {
      logger.info('a venue of an earlier host is still there; the desk decides whether it is of the same run', {
        child: survivor.pid,
      });
      supervisor.adopt(request.venue, survivor);
    }
    supervisor.start(request.desk);
    this.desk = this.connect();
    await this.told('the desk to recover', this.recovered.promise);
    supervisor.start(request.hub);
    for (const engine of request.engines) supervisor.start(engine);
    await this.told('hub and engines', this.running.promise);
    await this.told('the addresses of hub and engines', this.allServe());
    this.isUp = true;
    return { hub: this.urls.get('hub') ?? '', urls: Object.fromEntries(this.urls), processes: supervisor.views() };
  }

  exposure(): Exposure {
    return this.open;
  }

  async flatten(): Promise<boolean> {
    try {
      const result = await this.commands.ask({
        commandId: `host:${randomUUID()}`,
        command: { kind: 'flatten', scope: ACCOUNT },
        origin: { by: 'person', user: 'owner', device: 'terminal', cause: 'asked at the end' },
      });
      return result.ok && result.receipt?.verified === true;
    } catch {
      return false; // the desk did not answer
    }
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    for (const cancel of this.cancels) cancel();
    const { supervisor, desk } = this;
    const { clock, logger } = this.options;
    await stopInOrder({ supervisor, desk, stopped: this.stopped.promise, clock, logger });
    desk?.close();
  }

  hurry(): void {
    this.supervisor.endAll('SIGKILL');
  }

  // --- the desk -------------------------------------------------------------------------------------------------------

  private connect(): DeskLink {
    const { clock, logger, runtimeDir, secret } = this.options;
    const link = new DeskLink({
      runtimeDir,
      secret,
      clock,
      onMessage: (message) => this.onDesk(message),
      onRefused: (reason) => logger.warn('the desk refused its host', { reason }),
      onLost: (reason) => {
        this.here.clear();
        this.isDeskReady = false;
        if (!this.isStopping) logger.warn('lost the desk', { reason });
      },
    });
    return link;
  }

  private onDesk(message: DeskMessage): void {
    const { supervisor } = this;
    switch (message.t) {
      case 'recovered':
        // It cannot recover without its venue.
        supervisor.up('venue');
        supervisor.up('desk');
        this.isDeskReady = true;
        this.afterRecovery();
        this.tellAlarms();
        this.commands.sendAgain();
        this.recovered.resolve();
        return;
      case 'running':
        this.running.resolve();
        return;
      case 'peer':
        this.onPeerNews(message.name, message.up, message.url);
        return;
      case 'hung':
        supervisor.owes(message.name);
        return;
      case 'exposure':
        this.open = message;
        supervisor.isExposed = isAnythingOpen(message);
        return;
      case 'commandResult':
        this.commands.answered(message);
        return;
      case 'revive':
        supervisor.revive(message.name);
        return;
      case 'ended':
        this.options.events.dataEnded();
        return;
      case 'stopped':
        this.stopped.resolve();
        return;
    }
  }

  /** A desk that was restarted knows nothing of what went before: who was dropped, and who must come back to it. */
  private afterRecovery(): void {
    for (const { name, state } of this.supervisor.views()) {
      if (state === 'dropped')
        this.desk?.send({ t: 'engineDropped', book: name, reason: 'it crashed again and again' });
    }
    for (const name of this.servers()) if (!this.here.has(name)) this.supervisor.expectBack(name);
  }

  private onPeerNews(name: string, up: boolean, url: string | undefined): void {
    if (url !== undefined) this.urls.set(name, url);
    if (up) {
      this.here.add(name);
      this.supervisor.up(name, url);
    } else {
      this.here.delete(name);
      this.supervisor.expectBack(name);
    }
    this.peersChanged();
  }

  private tellProcesses(): void {
    const host: ProcessView = { name: 'host', pid: process.pid, state: 'up', restarts: 0, sinceMs: this.startedMs };
    this.supervisor.send('hub', { t: 'processes', processes: [host, ...this.supervisor.views()] });
  }

  /**
   * Before everything was up once, nothing of ours can be at stake that a next start would not find: it ends loudly. Later
   * it goes on trying, for what is open needs these processes; a person is told.
   */
  private onFailing(name: string, reason: string): void {
    if (!this.isUp) {
      const fault = `${reason}; nothing works without it, so everything is stopped`;
      this.options.events.finish({ code: 1, fault, reason });
      return;
    }
    this.failing.add(name);
    this.alarm('process_failing', `${reason}. What rests at the venue stays there`);
  }

  private lookForBack(processes: readonly ProcessView[]): void {
    for (const { name, state } of processes) {
      if (state === 'up' && this.failing.delete(name)) this.alarm('process_back', `${name} is back and serving`);
    }
  }

  /** The desk writes it down and shows it; without one it waits for the next. */
  private alarm(code: 'process_failing' | 'process_back', message: string): void {
    this.alarms.push({ t: 'alarm', code, message });
    this.tellAlarms();
  }

  private tellAlarms(): void {
    if (this.isDeskReady) for (const alarm of this.alarms.splice(0)) this.desk?.send(alarm);
  }

  // --- waiting --------------------------------------------------------------------------------------------------------

  /** Resolves when the hub and every engine that was not dropped have told their address. */
  private allServe(): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        const dropped = this.supervisor.views().filter(({ state }) => state === 'dropped');
        const excused = new Set(dropped.map(({ name }) => name));
        if (this.servers().every((name) => this.urls.has(name) || excused.has(name))) resolve();
        else this.onPeer.push(look);
      };
      look();
    });
  }

  private peersChanged(): void {
    for (const look of this.onPeer.splice(0)) look();
  }

  /** Waits for what may take long, and says so now and then. */
  private async told(what: string, work: Promise<void>): Promise<void> {
    const cancel = this.every(WAITING_TOLD_MS, () => this.options.logger.info(`still waiting for ${what}`));
    await work;
    cancel();
  }

  private every(ms: number, act: () => void): () => void {
    let cancelNext = (): void => undefined;
    const next = (): void => {
      cancelNext = this.options.clock.after(ms, () => {
        act();
        next();
      });
    };
    const cancel = (): void => {
      cancelNext();
      this.cancels.delete(cancel);
    };
    next();
    this.cancels.add(cancel);
    return cancel;
  }

  /** Hub and engines: those with a port. */
  private servers(): readonly string[] {
    return ['hub', ...this.options.settings.strategies.map(({ id }) => id)];
  }

  private isEngine(name: string): boolean {
    return this.options.settings.strategies.some(({ id }) => id === name);
  }
}
