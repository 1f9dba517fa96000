import type { Calendar } from '../domain/session.ts';
import type { Clock } from '../ports/clock.ts';
import type { Act } from './core/act.ts';
import type {
  ClientToDesk,
  CommandAnswered,
  CommandAsked,
  DeskToClient,
  DeskToEngine,
  DeskToHost,
  DeskToHub,
  EngineToDesk,
  Hello,
  HelloAnswer,
  HostToDesk,
  HubToDesk,
} from '../wire/link/messages.ts';
import type { ImportHead } from '../domain/imported.ts';
import type { ImportWriter } from '../store/journal/import-writer.ts';
import type { Journal } from '../ports/journal.ts';
import type { LinkEnd } from '../ports/link.ts';
import type { Logger } from '../ports/logger.ts';
import type { Published } from './core/finished.ts';
import type { KillPoint } from './kill-point.ts';
import type { Settings } from '../config/settings.ts';
import type { SourceAge } from '../domain/heard-sources.ts';
import { defined } from '../domain/assert.ts';
import { STRATEGIES } from '../domain/book.ts';
import { ofDuty } from '../domain/origin.ts';
import { ALWAYS, CME } from '../domain/session.ts';
import { DeskCore } from './core/desk-core.ts';
import { CommandGate } from './command-gate.ts';
import { ClientLinks } from './client-links.ts';
import { Conductor } from './conductor.ts';
import { EngineLinks } from './engine-links.ts';
import { HostLink } from './host-link.ts';
import { HubLinks } from './hub-links.ts';
import { Lane } from './lane.ts';
import { PersonFlatten } from './person-flatten.ts';
import { StartRefusal } from './start-refusal.ts';
import { catchUp, level, tellSpillSetAside } from './recovery.ts';
import { Signal } from './signal.ts';
import { SourceWatch } from './source-watch.ts';
import { VenueLink, type LinkedVenue } from './venue-link.ts';
import { VenueWatch } from './venue-watch.ts';
import { ViewFeed } from './view-feed.ts';
import { WatchRelay } from './watch-relay.ts';

/** Time for the last messages to leave before links are closed. */
const FAREWELL_MS = 50;

export interface DeskDeps {
  readonly settings: Settings;
  readonly journal: Journal;
  readonly epoch: number;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Makes market and broker of the venue's link. */
  readonly venue: (end: LinkEnd<unknown, unknown>) => LinkedVenue;
  /** Writes the hub's own rows. */
  readonly writeHubRow: (message: Extract<HubToDesk, { t: 'write' }>) => void;
  /** Writes bars that a command of the project hands over. */
  readonly openImport: (head: ImportHead) => ImportWriter;
  /** Removes a piece of an import; true while there is more of it. */
  readonly removeImport: (number: number) => boolean;
  /** Where a spill lies that did not fit the journal and was set aside at this start. */
  readonly spillSetAside?: string | undefined;
  readonly breathe: () => Promise<void>;
  readonly at?: (point: KillPoint, step: number) => void;
}

/**
 * The desk's process: admits links, recovers, then lets the conductor run. Everything that it knows is in the journal;
 * any instant is a good one to be killed in.
 */
export class DeskProcess {
  private readonly deps: DeskDeps;
  private readonly venue: VenueLink;
  private readonly engines: EngineLinks;
  private readonly hubs: HubLinks;
  private readonly clients: ClientLinks;
  private readonly views: ViewFeed;
  private readonly watch: WatchRelay;
  private readonly sources: SourceWatch;
  private readonly venueWatch: VenueWatch;
  private readonly taken = new Signal();
  private core: DeskCore | undefined;
  private lane: Lane | undefined;
  private gate: CommandGate | undefined;
  private conductor: Conductor | undefined;
  private readonly host: HostLink;
  private stopping = false;
  /** Recovered, level with its venue, and whatever a person asks is done at once. Before, nobody is let in. */
  private takesCommands = false;
  private running = false;
  private ended = false;
  /** The venue has done a step that the journal does not have. */
  private venueAhead = false;
  /** A picture of the account is due and waits for a commit. */
  private viewIsOwed = false;
  private changed: (() => void)[] = [];

  constructor(deps: DeskDeps) {
    this.deps = deps;
    const { journal, clock, logger, settings, openImport, removeImport } = deps;
    const host = (this.host = new HostLink({
      greeting: () => [...this.forHost()],
      onShutdown: () => void this.shutdown(),
      onDropped: (book, reason) => this.dropEngine(book, reason),
      onAlarm: ({ code, message }) => this.onBehalfOf('host', message, (act) => act.alarm(code, message)),
      onCommand: (asked, reply) => this.command(asked, reply),
    }));
    const tellHost = (message: DeskToHost): void => host.tell(message);
    this.venue = new VenueLink({
      venue: deps.venue,
      unanswered: () => this.core?.unanswered() ?? [],
      onChange: (up, reason) => {
        if (!up && !this.stopping) logger.warn(`lost the venue: ${reason}`);
        tellHost({ t: 'peer', name: 'venue', up });
      },
    });
    this.engines = new EngineLinks({
      ids: settings.strategies.map(({ id }) => id),
      journal,
      venue: this.venue,
      clock,
      logger,
      core: () => this.core,
      tellHost,
      onRejoin: (book) => this.rejoinEngine(book),
      onCommand: (asked, reply) => this.command(asked, reply),
      onChange: () => this.somebodyChanged(),
    });
    this.hubs = new HubLinks({
      journal,
      tellHost,
      onCommand: (asked, reply) => this.command(asked, reply),
      onGrants: (told) => this.engines.grant(told),
      write: deps.writeHubRow,
      onChange: () => this.somebodyChanged(),
    });
    this.clients = new ClientLinks({ clock, logger, openImport, removeImport });
    this.views = new ViewFeed(clock, () => this.pushView());
    this.watch = new WatchRelay({
      clock,
      // Before the first step of all there is no market time.
      timeMs: () => ((this.core?.endMs ?? 0) > 0 ? this.core?.endMs : undefined),
      ask: (timeMs) => this.venue.watchQuotes(timeMs),
      tell: (quotes) => this.hubs.publishWatch(quotes),
    });
    const { venue, engines } = this;
    const tell = (ages: readonly SourceAge[]): void => this.broadcast({ t: 'sources', ages });
    this.sources = new SourceWatch({ settings, clock, venue, engines, tell });
    this.venueWatch = new VenueWatch({
      clock,
      venue,
      isHolding: () => this.core?.ledger.books().some(({ isFlat }) => !isFlat) === true,
      alarm: (code, message) => this.onBehalfOf('desk', message, (act) => act.alarm(code, message)),
      hangs: () => tellHost({ t: 'hung', name: 'venue' }),
    });
  }

  // --- links ----------------------------------------------------------------------------------------------------------

  admit(hello: Hello): HelloAnswer {
    const { journal, epoch } = this.deps;
    const refuse = (reason: string, end = false): HelloAnswer => ({ t: 'refused', reason, end });
    if (this.stopping) return refuse('the desk is stopping');
    if (hello.role === 'venue' && hello.run !== undefined && hello.run !== journal.identity.run) {
      return refuse(`expected a venue of ${journal.identity.run}, found one of ${hello.run}`, true);
    }
    if (hello.role === 'venue' && this.venue.up) return refuse('a venue is already there');
    if (hello.role === 'engine' && !this.engines.knows(hello.name)) {
      return refuse(`expected an engine of this start, found ${hello.name}`, true);
    }
    if (['engine', 'hub', 'client'].includes(hello.role) && !this.takesCommands) {
      return refuse('the desk is still recovering');
    }
    return { t: 'welcome', epoch, identity: journal.identity, calendar: this.calendar() };
  }

  onLink(hello: Hello, end: LinkEnd<unknown, unknown>): void {
    if (hello.role === 'venue') this.venue.attach(end);
    else if (hello.role === 'engine') this.engines.attach(hello, end as LinkEnd<DeskToEngine, EngineToDesk>);
    else if (hello.role === 'client') this.clients.attach(end as LinkEnd<DeskToClient, ClientToDesk>);
    else if (hello.role === 'host') this.host.attach(end as LinkEnd<DeskToHost, HostToDesk>);
    else if (this.core !== undefined) this.hubs.attach(hello, end as LinkEnd<DeskToHub, HubToDesk>, this.core);
  }

  /** A venue that is not yet there cannot say its hours; until then those of the settings. */
  private calendar(): Calendar {
    const { feed } = this.deps.settings;
    return this.core?.options.calendar ?? (feed.kind === 'sim' && feed.hours === 'always' ? ALWAYS : CME);
  }

  /** What a host that comes has to know. */
  private *forHost(): Generator<DeskToHost> {
    if (this.venue.up) yield { t: 'peer', name: 'venue', up: true };
    if (this.takesCommands) yield { t: 'recovered' };
    for (const { name, url } of this.engines.addresses()) yield { t: 'peer', name, up: true, url };
    if (this.hubs.there && this.hubs.url !== undefined) yield { t: 'peer', name: 'hub', up: true, url: this.hubs.url };
    if (this.running) yield { t: 'running' };
    if (this.ended) yield { t: 'ended' };
  }

  // --- life -----------------------------------------------------------------------------------------------------------

  /** Runs until the data have ended or `shutdown`. Rejects when an invariant is broken: the process must end. */
  async run(): Promise<void> {
    this.venueWatch.start();
    const nextEndMs = await this.recover();
    const { core, lane } = this;
    if (core === undefined || lane === undefined) return;
    this.conductor = new Conductor({
      core,
      venue: this.venue,
      engines: this.engines,
      lane,
      clock: this.deps.clock,
      logger: this.deps.logger,
      taken: this.taken,
      nextEndMs,
      publish: (published) => this.publish(published),
      publishView: (book, view) => this.hubs.publishView(book, view),
      receipt: (receipt) => this.broadcast({ t: 'receipt', receipt }),
      ended: () => {
        this.ended = true;
        this.deps.logger.info('the recording has ended; the market stands');
        this.host.tell({ t: 'ended' });
      },
      blocked: () => this.views.touch(),
      breathe: this.deps.breathe,
      ...(this.deps.at === undefined ? {} : { at: this.deps.at }),
    });
    if (this.venueAhead) await this.conductor.takeOwed();
    this.gate?.resume();
    this.takesCommands = true;
    this.host.tell({ t: 'recovered' });
    while (!this.stopping && !(this.engines.allThere && this.hubs.seen)) {
      await new Promise<void>((resolve) => this.changed.push(resolve));
    }
    if (this.stopping) return;
    this.running = true;
    this.host.tell({ t: 'running' });
    this.engines.watch();
    await this.conductor.conduct();
  }

  /** Load, replay the journal, hear what the venue did meanwhile, reconcile. Returns the end of the step to come. */
  private async recover(): Promise<number | undefined> {
    const { settings, journal, epoch, logger, clock } = this.deps;
    const before = await this.venue.standing();
    const core = new DeskCore({
      mode: settings.mode,
      risk: settings.risk,
      venue: settings.venue,
      strategies: settings.strategies.map((strategy) => {
        const identity = STRATEGIES.find(({ id }) => id === strategy.id);
        if (identity === undefined) throw new Error(`expected a known strategy, found ${strategy.id}`);
        return { identity, settings: strategy };
      }),
      calendar: before.calendar,
      notes: before.notes,
      journal,
      epoch,
      speed: settings.speed,
      recordSeconds: true,
      deferCommits: false,
      parse: (json) => JSON.parse(json),
    });
    const standing = await level(core, before, this.venue, logger);
    const orphans = core.members.orphans();
    if (orphans.length > 0) throw new StartRefusal(orphans.join('\n'));
    this.engines.loadSnapshots(core);
    core.begin(standing.lastStepEndMs);
    if (this.deps.spillSetAside !== undefined) tellSpillSetAside(core, this.deps.spillSetAside);
    this.core = core;
    this.venueAhead = standing.lastStep > core.step;
    await catchUp(core, this.venue);
    const { taken, venue: broker } = this;
    const publish = (published: Published): void => this.publish(published);
    const lane = (this.lane = new Lane({ core, broker, clock, logger, publish, taken }));
    const flattens = new PersonFlatten({
      core,
      lane,
      clock,
      state: () => broker.state(),
      taken,
      progress: (progress) => this.broadcast(progress),
      receipt: (receipt) => {
        this.views.settle();
        this.broadcast({ t: 'receipt', receipt });
      },
    });
    this.gate = new CommandGate({
      core,
      lane,
      flattens,
      clock,
      speedChanged: () => this.conductor?.speedChanged(),
      nextTrade: () => this.conductor?.nextTrade(),
      started: (books) => {
        for (const book of books) this.engines.revive(book);
      },
    });
    this.watch.start();
    this.sources.start(core);
    logger.info(`recovered at step ${core.step}, journal row ${core.recorder.seq}`);
    return standing.nextEndMs;
  }

  /** Market time stops, all is committed, everybody is told. */
  async shutdown(): Promise<void> {
    if (this.stopping) return;
    this.stopping = true;
    this.conductor?.stop();
    this.watch.stop();
    this.sources.stop();
    this.venueWatch.stop();
    this.engines.stop();
    this.somebodyChanged();
    const message = 'Pitwall is stopping';
    this.engines.broadcast({ t: 'shutdown', message });
    this.hubs.broadcast({ t: 'shutdown', message });
    this.venue.sendEnd('the run is stopped in order');
    await new Promise<void>((resolve) => this.deps.clock.after(FAREWELL_MS, resolve));
    this.views.stop();
    this.host.tell({ t: 'stopped' });
  }

  private somebodyChanged(): void {
    for (const resolve of this.changed.splice(0)) resolve();
    this.views.touch();
  }

  private dropEngine(book: string, reason: string): void {
    if (this.core === undefined || this.lane === undefined || !this.engines.drop(book)) return;
    this.onBehalfOf('host', reason, (act, { members }) => members.drop(act, book, reason));
  }

  /** Journaled like any joining; from the next step on it is asked. */
  private rejoinEngine(book: string): void {
    this.onBehalfOf('host', 'its engine is back', (act, { members }) => members.join(act, book));
    this.deps.logger.info(`${book} has joined again`);
  }

  private onBehalfOf(duty: 'host' | 'desk', cause: string, journal: (act: Act, core: DeskCore) => void): void {
    const { core, lane } = this;
    if (core === undefined || lane === undefined) return;
    const act = core.act(ofDuty(duty, cause), true);
    journal(act, core);
    void lane.settle(act);
    this.somebodyChanged();
  }

  // --- out ------------------------------------------------------------------------------------------------------------

  private publish(published: Published): void {
    this.engines.publish(published);
    this.hubs.publish(published);
    this.views.touch(published.rows.length > 0);
    if (this.viewIsOwed) this.pushView();
  }

  /** Only what is durable is shown: in the middle of a step the picture waits for its commit. */
  private pushView(): void {
    if (this.core === undefined) return;
    this.viewIsOwed = !this.core.isSettled;
    if (this.viewIsOwed) return;
    const view = this.core.view();
    this.engines.broadcast({ t: 'account', view });
    this.hubs.broadcast({ t: 'account', view });
    this.host.tellExposure(view);
  }

  private broadcast(message: Extract<DeskToHub, { t: 'flatten' | 'receipt' | 'sources' }>): void {
    this.engines.broadcast(message);
    this.hubs.broadcast(message);
  }

  private command({ ask, request }: CommandAsked, reply: (answer: CommandAnswered) => void): void {
    const { commandId, command } = request;
    this.deps.logger.debug('command', { commandId, kind: command.kind });
    const gate = defined(this.gate, 'a desk that takes commands'); // before, nobody is let in
    gate.take(request).then(
      (result) => {
        this.views.settle();
        reply({ t: 'commandResult', ask, result });
      },
      (error: unknown) => {
        this.deps.logger.error('a command failed', { fault: String(error), kind: command.kind });
        reply({ t: 'commandResult', ask, result: { commandId, ok: false, code: 'failed', message: String(error) } });
      },
    );
  }
}
