import type { BookId } from '../domain/book.ts';
import type { Clock } from '../ports/clock.ts';
import type { DeskToEngine, DeskToHost, EngineToDesk, GrantsTold, Hello } from '../wire/link/messages.ts';
import type { EngineAnswer, EngineStep } from '../domain/engine-step.ts';
import type { Journal } from '../ports/journal.ts';
import type { LinkEnd } from '../ports/link.ts';
import type { Logger } from '../ports/logger.ts';
import type { DeskCore } from './core/desk-core.ts';
import type { EnginePast } from './core/engine-past.ts';
import type { Published } from './core/finished.ts';
import type { VenueLink } from './venue-link.ts';
import { enginePast } from './core/engine-past.ts';
import { EnginePeer } from './engine-peer.ts';
import { HungWatch, LOOK_MS } from './hung-watch.ts';

/** Rows that are sent again after a lost link, at most. */
const RESEND_ROWS = 5_000;

export interface EngineLinksDeps {
  readonly ids: readonly string[];
  readonly journal: Journal;
  readonly venue: VenueLink;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly core: () => DeskCore | undefined;
  readonly tellHost: (message: DeskToHost) => void;
  /** An engine that was given up and is wanted again has caught up. */
  readonly onRejoin: (id: string) => void;
  readonly onCommand: (message: Extract<EngineToDesk, { t: 'command' }>, reply: (answer: DeskToEngine) => void) => void;
  /** Something about who is there changed. */
  readonly onChange: () => void;
}

/** The engines' links: steps out, answers in; a restarted engine is brought back to where it was. */
export class EngineLinks {
  private readonly deps: EngineLinksDeps;
  private readonly peers = new Map<string, EnginePeer>();
  private readonly snapshots = new Map<string, { readonly step: number; readonly json: string }>();
  private granted: GrantsTold | undefined;
  private cancelLook: (() => void) | undefined;
  private stopping = false;

  constructor(deps: EngineLinksDeps) {
    this.deps = deps;
    for (const id of deps.ids) this.peers.set(id, new EnginePeer(id));
  }

  knows(id: string): boolean {
    return this.peers.has(id);
  }

  /** Each engine has its port open, or was given up. */
  get allThere(): boolean {
    return [...this.peers.values()].every((peer) => peer.dropped || peer.url !== undefined);
  }

  addresses(): readonly { readonly name: string; readonly url: string }[] {
    return [...this.peers.values()].flatMap(({ id, url }) => (url === undefined ? [] : [{ name: id, url }]));
  }

  /** Wall ms since each engine that is wanted was last heard; undefined without a link. */
  silences(): readonly { readonly id: string; readonly silentForMs: number | undefined }[] {
    return [...this.peers.values()]
      .filter(({ dropped }) => !dropped)
      .map(({ id, end }) => ({ id, silentForMs: end?.open === true ? end.silentForMs() : undefined }));
  }

  /** Snapshots that the file has, by strategy number. */
  loadSnapshots(core: DeskCore): void {
    for (const { strategy, step, json } of this.deps.journal.recover().snapshots) {
      const id = core.options.strategies.find(({ identity }) => identity.number === strategy)?.identity.id;
      if (id !== undefined) this.snapshots.set(id, { step, json });
    }
  }

  attach(hello: Hello, end: LinkEnd<DeskToEngine, EngineToDesk>): void {
    const peer = this.peers.get(hello.name);
    const core = this.deps.core();
    if (peer === undefined || core === undefined) return;
    if (peer.end?.open === true) peer.end.close();
    peer.end = end;
    peer.caughtUp = false;
    end.onMessage((message) => this.take(peer, core, message));
    end.onClose((reason) => this.lost(peer, core, end, reason));
    if (this.granted !== undefined) peer.send(this.granted);
    if (hello.lastSeq !== undefined) this.resend(peer, core, hello.lastSeq);
    // One that nobody waits for is brought up to date when it serves, so that no step has to wait for its start.
    if (!peer.reviving) this.bringBack(peer, core, end);
  }

  private bringBack(peer: EnginePeer, core: DeskCore, end: LinkEnd<DeskToEngine, EngineToDesk>): void {
    this.restore(peer, core, end).catch((error: unknown) => {
      this.deps.logger.error(`could not restore engine ${peer.id}`, { fault: String(error) });
      end.close();
    });
  }

  /** Asks every engine for its answer to a step; those that were given up are left out. */
  async ask(messages: ReadonlyMap<BookId, EngineStep>): Promise<Map<BookId, EngineAnswer>> {
    const answers = new Map<BookId, EngineAnswer>();
    const asked = [...this.peers.values()].map(async (peer) => {
      const message = messages.get(peer.id);
      const answer = message === undefined ? undefined : await peer.ask(message);
      if (answer !== undefined) answers.set(peer.id, answer);
    });
    await Promise.all(asked);
    return answers;
  }

  /** The step is in the file: its snapshots are what an engine goes back to. */
  keepSnapshots(answers: ReadonlyMap<BookId, EngineAnswer>, step: number): void {
    for (const [id, { snapshot }] of answers)
      if (snapshot !== undefined) this.snapshots.set(id, { step, json: snapshot });
  }

  publish({ step: n, endMs, rows, logs }: Published): void {
    for (const peer of this.peers.values()) {
      if (peer.end === undefined) continue;
      const own = <T extends { readonly book: BookId | null }>(all: readonly T[]): readonly T[] =>
        all.length === 0 ? all : all.filter(({ book }) => book === peer.id || book === null);
      peer.send({ t: 'committed', n, endMs, rows: own(rows), logs: own(logs) });
    }
  }

  broadcast(message: DeskToEngine): void {
    for (const peer of this.peers.values()) peer.send(message);
  }

  /** Each engine has it from now on, also one that comes later. */
  grant(told: GrantsTold): void {
    this.granted = told;
    this.broadcast(told);
  }

  drop(id: string): boolean {
    const peer = this.peers.get(id);
    if (peer === undefined || (peer.dropped && !peer.reviving)) return false;
    peer.drop();
    return true;
  }

  /** Lets an engine that was given up be started again. */
  revive(id: string): void {
    const peer = this.peers.get(id);
    if (peer?.dropped !== true || peer.reviving) return;
    peer.reviving = true;
    this.deps.core()?.members.engines.set(id, 'joining');
    this.deps.tellHost({ t: 'revive', name: id });
  }

  /** Tells the host of engines that may hang. */
  watch(): void {
    const { clock, tellHost } = this.deps;
    const hung = new HungWatch(clock.monotonicMs());
    const look = (): void => {
      const owed = new Map<string, number>();
      for (const { id, owes, heard, caughtUp, end } of this.peers.values()) {
        if (owes !== undefined && caughtUp && end !== undefined) owed.set(id, heard);
      }
      for (const name of hung.look(clock.monotonicMs(), owed)) tellHost({ t: 'hung', name });
      this.cancelLook = clock.after(LOOK_MS, look);
    };
    this.cancelLook = clock.after(LOOK_MS, look);
  }

  stop(): void {
    this.stopping = true;
    this.cancelLook?.();
  }

  private take(peer: EnginePeer, core: DeskCore, message: EngineToDesk): void {
    if (message.t === 'done') {
      // Nobody else may have formed the bars of the time without it.
      if (peer.missedTo >= message.n) core.takeMissed(peer.id, message);
      peer.done(message);
    } else if (message.t === 'seeded') {
      core.takeMissed(peer.id, message);
    } else if (message.t === 'serving') {
      peer.url = message.url;
      if (peer.reviving && peer.end !== undefined) this.bringBack(peer, core, peer.end);
      core.members.engines.set(peer.id, 'up');
      this.deps.tellHost({ t: 'peer', name: peer.id, up: true, url: message.url });
      this.deps.onChange();
    } else if (message.t === 'command') this.deps.onCommand(message, (answer) => peer.send(answer));
  }

  private lost(peer: EnginePeer, core: DeskCore, end: LinkEnd<DeskToEngine, EngineToDesk>, reason: string): void {
    if (peer.end !== end) return;
    peer.end = undefined;
    peer.caughtUp = false;
    peer.url = undefined;
    if (!peer.dropped) core.members.engines.set(peer.id, 'restarting');
    else if (peer.reviving) core.members.engines.set(peer.id, 'joining');
    if (!this.stopping) this.deps.logger.warn(`lost engine ${peer.id}: ${reason}`);
    this.deps.tellHost({ t: 'peer', name: peer.id, up: false });
    this.deps.onChange();
  }

  /** What was committed and perhaps not published when the link broke. */
  private resend(peer: EnginePeer, core: DeskCore, lastSeq: number): void {
    const rows = this.deps.journal
      .rowsAfter(lastSeq, RESEND_ROWS)
      .filter(({ book }) => book === peer.id || book === null);
    if (rows.length > 0) peer.send({ t: 'committed', n: core.step, endMs: core.endMs, rows, logs: [] });
  }

  private async past(root: string, from: number, { step, endMs }: DeskCore): Promise<EnginePast> {
    const { venue } = this.deps;
    const asking = enginePast(from, { step, endMs });
    let asked = asking.next();
    while (asked.done !== true) {
      const want = asked.value;
      const answer = want.want === 'steps' ? venue.steps(want.from, want.to) : venue.bars(root, want.fromMs, want.toMs);
      asked = asking.next(await answer);
    }
    return asked.value;
  }

  /** Tells an engine its last snapshot and the steps since, then the step in progress. */
  private async restore(peer: EnginePeer, core: DeskCore, end: LinkEnd<DeskToEngine, EngineToDesk>): Promise<void> {
    const strategy = core.strategyOf(peer.id);
    if (strategy === undefined) return;
    const { root } = strategy.identity;
    const saved = this.snapshots.get(peer.id);
    const from = saved?.step ?? 0;
    let past: EnginePast;
    do past = await this.past(root, from, core);
    while (
      // A step that was finished meanwhile (its answer came over the link before) belongs to what is told again.
      past.committed !== core.step
    );
    const { committed, steps } = past;
    const rows = this.deps.journal.rowsOfSteps(from, committed).filter(({ book }) => book === peer.id);
    if (peer.end !== end) return;
    const snapshot = saved === undefined ? {} : { snapshot: saved.json };
    const inProgress = core.inProgress()?.get(peer.id);
    peer.missedTo = peer.dropped ? (inProgress?.n ?? committed) : 0;
    const missed = peer.dropped ? { missedTo: peer.missedTo } : {};
    const first = steps[0]?.n ?? committed + 1;
    const seed =
      past.seed === undefined ? {} : { seed: { ...past.seed, rows: rows.filter(({ step }) => step < first) } };
    peer.send({
      t: 'restore',
      step: from,
      committed,
      ...snapshot,
      contractId: core.contractOf(root),
      ...missed,
      ...seed,
    });
    for (const { n, endMs, quotes } of steps) {
      const own = quotes.filter((quote) => quote.root === root);
      peer.send({ t: 'step', n, endMs, quotes: own, rows: rows.filter((row) => row.step === n) });
    }
    peer.caughtUp = true;
    // Also a step that was answered over the link before and is not committed yet; the second answer is ignored.
    // And one that was given up was not asked at all.
    const told = peer.dropped || peer.owes !== undefined || peer.answered === inProgress?.n;
    if (inProgress !== undefined && told) peer.send({ t: 'step', ...inProgress });
    if (peer.reviving) {
      peer.rejoin();
      this.deps.onRejoin(peer.id);
    }
    peer.send({ t: 'account', view: core.view() });
  }
}
