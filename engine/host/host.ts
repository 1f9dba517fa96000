import { rmSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { OwnWire, SECRET_FILE } from '../adapters/link/own-wire.ts';
import type { ProcessLog } from '../adapters/logging/process-log.ts';
import type { Settled } from '../config/settle.ts';
import { AUDIT_OK } from '../domain/audit.ts';
import { listenAddresses } from '../domain/listen-addresses.ts';
import { isLoopback } from '../domain/loopback.ts';
import type { Settings } from '../config/settings.ts';
import type { Clock } from '../ports/clock.ts';
import type { Child, Spawner } from '../ports/spawner.ts';
import type { Exposure } from '../wire/link/messages.ts';
import { portWishes, requests, withPorts } from './bootstraps.ts';
import { NOTHING_OPEN, type Composition, type CompositionEvents, type Outcome, type Serving } from './composition.ts';
import { isAnythingOpen, keptText, openText } from './end-question.ts';
import { currentContracts } from './contracts.ts';
import { openDataFolder } from './data-folder.ts';
import { HostFault } from './host-fault.ts';
import { removeInstance, writeInstance } from './instance.ts';
import { holdPorts } from './held-ports.ts';
import { clearLeftovers, recordProcesses, type Leftover } from './leftovers.ts';
import { ManyProcesses } from './many-processes.ts';
import { OneProcess } from './one-process.ts';
import { hasAudit, setDamagedAuditAside } from '../store/audit/audit-file.ts';
import { AuditLog } from '../store/audit/audit-log.ts';
import { ofOwner } from '../store/audit/command-audit.ts';
import { mergeLog } from '../store/merge-log.ts';
import type { PublicPorts } from './public-ports.ts';
import { startPreplay } from './preplay.ts';
import { readyLine, type ReadyLine } from './ready-line.ts';
import { relayPorts } from './relayed-ports.ts';
import { openRuntimeFolder } from './runtime-folder.ts';
import { keepSecret, linkSecret } from './secret-file.ts';

/** The right to write to a data folder: one holder at a time, the next one has a higher epoch. */
export interface Lease {
  readonly epoch: number;
  release(): void;
}

export interface HostDeps {
  readonly spawner: Spawner;
  readonly clock: Clock;
  readonly log: ProcessLog;
  readonly version: string;
  /** Throws with a message for a person when another instance has it. */
  takeLease(dataDir: string): Lease;
  /** Everything is up. */
  announce(line: ReadyLine): void;
}

/** The end was decided while the start was still going on. */
class Interrupted extends Error {}

/** One installation's host: starts everything in order, and ends it in order. */
export class Host {
  private readonly settled: Settled;
  private readonly deps: HostDeps;
  private readonly over = Promise.withResolvers<Outcome>();
  private isOver = false;
  private isReady = false;
  private dataEnded = false;
  private settings: Settings;
  private lease: Lease | undefined;
  private audit: AuditLog | undefined;
  private runtimeDir: string | undefined;
  private ports: PublicPorts | undefined;
  private preplay: Child | undefined;
  private composition: Composition | undefined;

  constructor(settled: Settled, deps: HostDeps) {
    this.settled = settled;
    this.settings = settled.settings;
    this.deps = deps;
  }

  /** Starts everything, and resolves with the exit status when everything has ended. */
  async run(): Promise<{ readonly code: number; readonly fault?: string }> {
    this.start().catch((error: unknown) => {
      if (error instanceof Interrupted) return;
      const expected = error instanceof HostFault;
      const fault = expected ? error.message : `fault of the program: ${(error as Error).stack ?? String(error)}`;
      this.finish({ code: expected ? 1 : 70, fault, reason: 'the start failed' });
    });
    const outcome = await this.over.promise;
    await this.end(outcome);
    return outcome;
  }

  /** Asks for an ordered end. */
  stop(reason: string): void {
    this.finish({ code: 0, reason });
  }

  /** What is open at the venue, as far as is known. */
  exposure(): Exposure {
    return this.composition?.exposure() ?? NOTHING_OPEN;
  }

  /** Flattens everything on a person's word. False: the venue has not said that it is flat. */
  async flatten(): Promise<boolean> {
    const isFlat = (await this.composition?.flatten()) ?? false;
    const act = ofOwner({ kind: 'command', what: 'flatten', scope: 'account' }, 'terminal');
    this.audit?.note({ ...act, cause: 'asked at the end', result: isFlat ? AUDIT_OK : 'failed' });
    return isFlat;
  }

  /** Asked a second time: by force. */
  hurry(): void {
    this.composition?.hurry();
    this.preplay?.kill('SIGKILL');
  }

  // --- start, in order ------------------------------------------------------------------------------------------------

  private async start(): Promise<void> {
    const { clock, log, version } = this.deps;
    const { dataDir, oneProcess } = this.settings;
    const begunMs = clock.monotonicMs();

    openDataFolder(dataDir);
    const lease = this.takeLease(dataDir);
    log.toFiles(join(dataDir, 'logs'), { rotates: true });
    if (!oneProcess) this.audit = this.openAudit(dataDir);
    const runtimeDir = (this.runtimeDir = openRuntimeFolder(dataDir));
    const tokenFile = join(dataDir, 'owner.token');
    log.scrubber.add(keepSecret(tokenFile));

    const survivor = await this.step(clearLeftovers(runtimeDir, oneProcess ? 'none' : 'venue', clock, log));
    const secret = linkSecret(join(runtimeDir, SECRET_FILE), survivor !== undefined);
    log.scrubber.add(secret);
    if (!oneProcess) await this.step(this.takePorts(runtimeDir, secret));
    const { epoch } = lease;
    const { settled, settings, ports } = this;
    const request = requests({ settled, settings, runtimeDir, secret, epoch, tokenFile, version, ports });

    if (this.settings.feed.kind === 'sim' && this.settings.feed.historyDays > 0) {
      await this.step(this.playInAdvance(runtimeDir, request));
    }
    this.composition = oneProcess
      ? new OneProcess({ settings: this.settings, epoch, logger: log }, this.events())
      : this.manyProcesses(runtimeDir, secret, request, survivor);
    const serving = await this.step(this.composition.start());
    await this.tellReady(serving, tokenFile, begunMs);
  }

  /** Whoever has a door opens the file too; that it was begun, and in whose place, is its first row. */
  private openAudit(dataDir: string): AuditLog {
    const { clock, log: logger } = this.deps;
    const away = setDamagedAuditAside(dataDir, clock.now());
    if (away !== undefined)
      logger.error('THE AUDIT LOG WAS DAMAGED; it was set aside and a new one is begun', { away });
    const isNew = !hasAudit(dataDir);
    const audit = new AuditLog({ dataDir, door: 'host', clock, logger });
    if (isNew) audit.note(ofOwner({ kind: 'log', what: 'begun', scope: away ?? '' }, 'host'));
    return audit;
  }

  private takeLease(dataDir: string): Lease {
    try {
      return (this.lease = this.deps.takeLease(dataDir));
    } catch (error) {
      throw new HostFault((error as Error).message);
    }
  }

  private async takePorts(runtimeDir: string, secret: string): Promise<void> {
    const { listen } = this.settings;
    const { log, spawner } = this.deps;
    const own = Object.values(networkInterfaces()).flatMap((found) => found ?? []);
    const addresses = listenAddresses(listen, own);
    const wishes = portWishes(this.settings);
    const take = spawner.canInherit ? holdPorts : relayPorts;
    this.ports = await take({ wishes, addresses, runtimeDir, secret, logger: log });
    this.settings = withPorts(this.settings, this.ports.ports);
    if (isLoopback(listen)) return;
    log.warn(`reachable from other machines at ${listen}: every call and socket needs a token there`);
  }

  private async playInAdvance(runtimeDir: string, request: ReturnType<typeof requests>): Promise<void> {
    const { child, done } = startPreplay(this.deps.spawner, request.preplay, this.deps.log);
    this.preplay = child;
    recordProcesses(runtimeDir, [{ name: child.name, pid: child.pid ?? null }], this.deps.log);
    await done;
    this.preplay = undefined;
  }

  private manyProcesses(
    runtimeDir: string,
    secret: string,
    request: ReturnType<typeof requests>,
    survivor: Leftover | undefined,
  ): Composition {
    const { clock, log: logger, spawner } = this.deps;
    return new ManyProcesses({
      settings: this.settings,
      requests: request,
      runtimeDir,
      secret,
      survivor,
      spawner,
      clock,
      logger,
      events: this.events(),
    });
  }

  private async tellReady(serving: Serving, tokenFile: string, begunMs: number): Promise<void> {
    const { clock, log, version, announce } = this.deps;
    const { settings } = this;
    const { hub } = serving;
    const runtimeDir = this.runtimeDir ?? '';
    const wire = new OwnWire({ hub, tokenFile, runtimeDir });
    const contracts = await this.step(currentContracts(settings, wire, clock.now()));
    const startedAt = new Date(clock.now()).toISOString();
    // Without a hub there is nothing that a launcher could open.
    if (hub !== '') {
      writeInstance(settings.dataDir, { pid: process.pid, hub, tokenFile, version, startedAt, runtimeDir });
    }
    this.isReady = true;
    log.info('ready', { hub, ms: Math.round(clock.monotonicMs() - begunMs) });
    announce(readyLine({ settings, tokenFile, contracts, ...serving, hostPid: process.pid }));
    if (this.dataEnded) this.onDataEnded();
  }

  private events(): CompositionEvents {
    return {
      finish: (outcome) => this.finish(outcome),
      dataEnded: () => {
        this.dataEnded = true;
        if (this.isReady) this.onDataEnded();
      },
    };
  }

  private onDataEnded(): void {
    this.deps.log.info('the data have ended');
    if (this.settings.exitWhenDone) this.finish({ code: 0, reason: 'the data have ended' });
  }

  /** Waits for a part of the start, unless the end is decided first. */
  private async step<T>(work: Promise<T>): Promise<T> {
    const result = await Promise.race([work, this.over.promise.then(() => undefined)]);
    if (this.isOver) throw new Interrupted();
    return result as T;
  }

  // --- end, in order --------------------------------------------------------------------------------------------------

  private finish(outcome: Outcome): void {
    if (this.isOver) return;
    this.isOver = true;
    this.over.resolve(outcome);
  }

  private async end(outcome: Outcome): Promise<void> {
    const { log } = this.deps;
    this.preplay?.kill('SIGKILL'); // what it did so far is done anew at the next start
    if (this.composition !== undefined) {
      log.info('stopping', { reason: outcome.reason });
      const { mode } = this.settings;
      const exposure = this.exposure();
      if (isAnythingOpen(exposure)) {
        log.warn(`Pitwall ends with ${openText(exposure)} open: ${keptText(mode, exposure)}`);
      }
      await this.composition.stop();
      if (outcome.code === 0) mergeLog(this.settings.dataDir);
      log.info('stopped');
    }
    await this.ports?.close();
    if (this.lease === undefined) return;
    this.audit?.close();
    removeInstance(this.settings.dataDir);
    // Before any process was started the folder may still be that of a venue which outlived an earlier host.
    if (this.runtimeDir !== undefined && this.composition !== undefined) {
      rmSync(this.runtimeDir, { recursive: true, force: true });
    }
    this.lease.release();
  }
}
