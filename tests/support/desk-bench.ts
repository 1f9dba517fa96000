import type { BrokerCommand } from '../../engine/domain/broker.ts';
import type { CommandRequest, CommandResult, PersonCommand } from '../../engine/domain/commands.ts';
import type { EngineAnswer, EngineSeed } from '../../engine/domain/engine-step.ts';
import type { Calendar } from '../../engine/domain/session.ts';
import type { Feed } from '../../engine/ports/feed.ts';
import type { Intent } from '../../engine/domain/intent.ts';
import type { LinkEnd } from '../../engine/ports/link.ts';
import type {
  DeskToEngine,
  DeskToHost,
  DeskToHub,
  DeskToVenue,
  EngineToDesk,
  HostToDesk,
  HubToDesk,
  VenueReply,
  VenueRequest,
  VenueToDesk,
} from '../../engine/wire/link/messages.ts';
import type { Settings } from '../../engine/config/settings.ts';
import { ALWAYS } from '../../engine/domain/session.ts';
import { VenueClient } from '../../engine/adapters/broker/venue-client.ts';
import { DeskProcess, type DeskDeps } from '../../engine/desk/desk-process.ts';
import { JournalUnavailable, SpillUnavailable } from '../../engine/ports/journal.ts';
import { MemoryJournal } from '../../engine/ports/memory-journal.ts';
import { checkedLink } from './checked-link.ts';
import type { Faults } from './venue/faulty-venue.ts';
import { FaultyVenue } from './venue/faulty-venue.ts';
import { VenueService } from '../../engine/venue/venue-service.ts';
import { LINK_VERSION } from '../../engine/wire/link/messages.ts';
import { testSettings } from './venue/sync-market.ts';
import { venueOver } from './venue/venue-bench.ts';
import { MemoryVenueStore } from '../../engine/ports/venue-store.ts';
import { VirtualClock } from './virtual-clock.ts';

const QUIET = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** An engine whose answers a test decides on. */
export class BenchEngine {
  /** Steps told, over all links. */
  readonly told: number[] = [];
  /** Steps told since the last restore, with the one that it began from. */
  restored: { readonly from: number; readonly steps: number[]; readonly seed?: EngineSeed } = { from: 0, steps: [] };
  /** What it makes of a seed. */
  seeded: Pick<EngineAnswer, 'bars' | 'points'> = { bars: [], points: [] };
  silent = false;
  intents: (n: number) => readonly Intent[] = () => [];
  private end: LinkEnd<EngineToDesk, DeskToEngine> | undefined;
  private owed: number[] = [];

  attach(end: LinkEnd<EngineToDesk, DeskToEngine>): void {
    this.end = end;
    this.owed = [];
    end.onMessage((message) => {
      if (message.t === 'restore') {
        const { step, seed } = message;
        this.restored = { from: step, steps: [], ...(seed === undefined ? {} : { seed }) };
        if (seed !== undefined) end.send({ t: 'seeded', ...this.seeded });
      }
      if (message.t !== 'step') return;
      this.told.push(message.n);
      this.restored.steps.push(message.n);
      if (this.silent) this.owed.push(message.n);
      else this.answer(message.n);
    });
    end.send({ t: 'serving', url: 'http://engine', connections: 0 });
  }

  speak(): void {
    this.silent = false;
    for (const n of this.owed.splice(0)) this.answer(n);
  }

  close(): void {
    this.end?.close();
  }

  private answer(n: number): void {
    this.end?.send({ t: 'done', n, intents: [...this.intents(n)], bars: [], points: [], logs: [] });
  }
}

interface BenchOptions {
  readonly feed: Feed;
  readonly ids?: readonly string[];
  readonly speed?: number | 'max';
  readonly calendar?: Calendar;
  /** What goes wrong between desk and venue; then the venue lives as long as the bench. */
  readonly faults?: Partial<Faults>;
}

/**
 * The desk's process with its venue, a hub and engines over links in memory, by a clock whose time passes while a test
 * waits. Any of them may be killed.
 */
export class DeskBench {
  readonly clock = new VirtualClock();
  settings: Settings;
  readonly journal: MemoryJournal;
  readonly store = new MemoryVenueStore();
  readonly engines = new Map<string, BenchEngine>();
  /** Lets the venue refuse a request, not answer it, or do something before it is answered. */
  onRequest: (request: VenueRequest) => 'refuse' | 'silent' | 'deaf' | undefined = () => undefined;
  /** Changes what the venue answers. */
  onReply: (request: VenueRequest, reply: VenueReply) => VenueReply = (_request, reply) => reply;
  /** Since when the venue's link is without a word, by this bench's clock; undefined: it is heard. */
  venueSilentFromMs: number | undefined;
  /** Where a spill was set aside before the next desk starts. */
  spillSetAside: string | undefined;
  /** Everything that was told to the hub. */
  readonly told: DeskToHub[] = [];
  onTold: (message: DeskToHub) => void = () => undefined;
  /** The venue with faults, where some were asked for. */
  readonly venue: FaultyVenue | undefined;
  desk: DeskProcess;
  fault: unknown;
  private readonly service: VenueService;
  private hub: LinkEnd<HubToDesk, DeskToHub> | undefined;
  private readonly answers = new Map<number, CommandResult>();
  private asked = 0;
  private epoch = 0;
  private alive = { value: true };

  constructor(options: BenchOptions) {
    this.settings = { ...testSettings({ ids: options.ids ?? ['MNQ'] }), speed: options.speed ?? 'max' };
    this.journal = new MemoryJournal({
      account: 'SIM-1',
      run: 'run-1',
      runNumber: 1,
      mode: 'SIM',
      startBalanceCents: this.settings.risk.startBalanceCents,
      configHash: 'test',
    });
    const { feed, calendar = ALWAYS, faults } = options;
    const open = () => venueOver(feed, { store: this.store, calendar });
    if (faults !== undefined) this.venue = new FaultyVenue(open(), faults);
    this.service = new VenueService(() => this.venue ?? open(), QUIET);
    for (const { id } of this.settings.strategies) this.engines.set(id, new BenchEngine());
    this.desk = this.open();
  }

  /** The desk dies; another one begins from the files. */
  restart(before: () => void = () => undefined): void {
    this.kill();
    before();
    this.clock.rebegin();
    this.desk = this.open();
  }

  /** Nothing that this desk does from now on reaches anybody. */
  kill(): void {
    this.alive.value = false;
    this.hub = undefined;
    void this.desk.shutdown();
  }

  engine(id = 'MNQ'): BenchEngine {
    return this.engines.get(id) as BenchEngine;
  }

  linkEngine(id: string): void {
    const [left, right] = checkedLink<DeskToEngine, EngineToDesk>('engine');
    this.engine(id).attach(right);
    this.desk.onLink(hello('engine', id), left);
  }

  /** A host at the desk; gives what it is told. */
  linkHost(): readonly DeskToHost[] {
    const [left, right] = checkedLink<DeskToHost, HostToDesk>('host');
    const told: DeskToHost[] = [];
    right.onMessage((message) => told.push(message));
    this.desk.onLink(hello('host', 'host'), left);
    return told;
  }

  /** The host says that an engine is not started any more. Gives the engines that it is asked to start again. */
  drop(book: string): readonly string[] {
    const [left, right] = checkedLink<DeskToHost, HostToDesk>('host');
    const revived: string[] = [];
    right.onMessage((message) => {
      if (message.t === 'revive') revived.push(message.name);
    });
    this.desk.onLink(hello('host', 'host'), left);
    right.send({ t: 'engineDropped', book, reason: 'it crashed again and again' });
    return revived;
  }

  async command(command: PersonCommand, commandId: string = command.kind): Promise<CommandResult> {
    const ask = (this.asked += 1);
    const request: CommandRequest = {
      commandId,
      command,
      origin: { by: 'person', user: 'owner', device: 'test', cause: 'test' },
    };
    await this.until(() => this.hub !== undefined, 'a hub at the desk');
    this.hub?.send({ t: 'command', ask, request });
    await this.until(() => this.answers.has(ask), `the answer to ${commandId}`);
    return this.answers.get(ask) as CommandResult;
  }

  async until(met: () => boolean, what: string): Promise<void> {
    try {
      await this.clock.eventually(met, what);
    } catch (error) {
      throw new Error(String(error), { cause: this.fault });
    }
  }

  /** How often a strategy has joined. */
  joined(book: string): number {
    return [...this.journal.rows()].filter(({ event }) => event.type === 'StrategyJoined' && event.book === book)
      .length;
  }

  types(): string[] {
    return [...this.journal.rows()].map(({ event }) => event.type);
  }

  private open(): DeskProcess {
    const alive = { value: true };
    this.alive = alive;
    this.epoch += 1;
    const { journal } = this;
    const guarded = new Proxy(journal, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key, target);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => {
          if (key === 'commit' && !alive.value) throw new JournalUnavailable('this desk is dead');
          if (key === 'spill' && !alive.value) throw new SpillUnavailable('this desk is dead');
          return (value as (...all: unknown[]) => unknown).apply(target, args);
        };
      },
    });
    const deps = {
      settings: this.settings,
      journal: guarded,
      epoch: this.epoch,
      clock: this.clock,
      logger: QUIET,
      venue: (end: LinkEnd<DeskToVenue, VenueToDesk>) => new VenueClient(end),
      writeHubRow: () => undefined,
      spillSetAside: this.spillSetAside,
      breathe: () => new Promise((resolve) => setImmediate(resolve)),
    };
    const desk = new DeskProcess(deps as unknown as DeskDeps);
    const [deskVenue, venueDesk] = checkedLink<DeskToVenue, VenueToDesk>('venue');
    deskVenue.silentForMs = () =>
      this.venueSilentFromMs === undefined ? 0 : this.clock.monotonicMs() - this.venueSilentFromMs;
    venueDesk.onMessage((message) => {
      if (message.t === 'welcome' || message.t === 'refused' || message.t === 'end' || !alive.value) return;
      const reply = this.onRequest(message);
      if (reply === 'deaf') return;
      if (reply === 'refuse') venueDesk.send({ t: 'error', id: message.id, message: 'the file is locked' });
      else {
        const answer = this.onReply(message, this.service.answer(message));
        if (reply !== 'silent') venueDesk.send(answer);
      }
    });
    desk.onLink(hello('venue', 'venue'), deskVenue);
    desk.run().catch((error: unknown) => {
      if (alive.value) this.fault = error;
    });
    void this.linkAll(desk, alive);
    return desk;
  }

  private async linkAll(desk: DeskProcess, alive: { value: boolean }): Promise<void> {
    while (alive.value && desk.admit(hello('hub', 'hub')).t !== 'welcome') await turn();
    if (!alive.value) return;
    const [deskHub, hubDesk] = checkedLink<DeskToHub, HubToDesk>('hub');
    hubDesk.onMessage((message) => {
      if (!alive.value) return;
      this.told.push(message);
      this.onTold(message);
      if (message.t !== 'commandResult') return;
      this.answers.set(message.ask, message.result);
    });
    desk.onLink(hello('hub', 'hub'), deskHub);
    this.hub = hubDesk;
    await turn();
    hubDesk.send({ t: 'serving', url: 'http://hub', connections: 0 } as never);
    for (const id of this.engines.keys()) if (alive.value) this.linkEngine(id);
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function hello(role: string, name: string): never {
  return { t: 'hello', version: LINK_VERSION, role, name, secret: 's', pid: 1 } as never;
}

/** The commands of a request, where it has some. */
export function commandsOf(request: VenueRequest): readonly BrokerCommand[] {
  return request.t === 'submit' || request.t === 'executeNow' ? request.commands : [];
}
