import type { BookId } from '../domain/book.ts';
import type { Clock } from '../ports/clock.ts';
import type { EngineAnswer, EngineStep } from '../domain/engine-step.ts';
import type { Receipt } from '../domain/commands.ts';
import type { Logger } from '../ports/logger.ts';
import type { StrategyView } from '../domain/intent.ts';
import type { Want } from './core/conduct.ts';
import type { DeskCore } from './core/desk-core.ts';
import type { Published } from './core/finished.ts';
import type { EngineLinks } from './engine-links.ts';
import type { KillPoint } from './kill-point.ts';
import type { Lane } from './lane.ts';
import type { Signal } from './signal.ts';
import type { VenueLink } from './venue-link.ts';
import type { BrokerCommand, StepReport } from '../domain/broker.ts';
import { isReducing } from '../domain/broker.ts';
import { ofDuty } from '../domain/origin.ts';
import { isOpen } from '../domain/session.ts';
import { conduct } from './core/conduct.ts';
import { Pacer } from './pacer.ts';

const YIELD_MS = 10;
const RETRY_MS = 250;

export interface ConductorDeps {
  readonly core: DeskCore;
  readonly venue: VenueLink;
  readonly engines: EngineLinks;
  readonly lane: Lane;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Fires whenever entries of the venue's log have been taken. */
  readonly taken: Signal;
  /** End of the step that comes first, where it is known. */
  readonly nextEndMs: number | undefined;
  readonly publish: (published: Published) => void;
  readonly publishView: (book: string, view: StrategyView) => void;
  readonly receipt: (receipt: Receipt) => void;
  readonly ended: () => void;
  /** The journal cannot be written: somebody should see it. */
  readonly blocked: () => void;
  /** Lets timers and sockets have their turn. */
  readonly breathe: () => Promise<void>;
  /** Tests only: named points of the life of a step. */
  readonly at?: (point: KillPoint, step: number) => void;
}

/** Drives `conduct` over the links, at the speed that is set, until the data end or it is stopped. */
export class Conductor {
  private readonly deps: ConductorDeps;
  private readonly pacer: Pacer;
  private readonly run: ReturnType<typeof conduct>;
  /** What is wanted next, where it was met up to there already. */
  private wanted: IteratorResult<Want, void> | undefined;
  private stopping = false;
  private untilTrade = false;
  private nextEndMs: number | undefined;
  private lastYieldMs = 0;
  private readonly refused: BrokerCommand[] = [];
  /** Answers of the step that is not written yet, with its number. */
  private answered: { readonly n: number; readonly answers: ReadonlyMap<BookId, EngineAnswer> } | undefined;
  private venueFails = false;

  constructor(deps: ConductorDeps) {
    this.deps = deps;
    this.nextEndMs = deps.nextEndMs;
    this.pacer = new Pacer(deps.clock);
    this.run = conduct(deps.core);
  }

  /** Resolves when the data have ended or it was stopped; rejects when an invariant is broken. */
  async conduct(): Promise<void> {
    let wanted = this.wanted ?? this.run.next();
    while (wanted.done !== true && !this.stopping) {
      const reply = await this.meet(wanted.value);
      if (this.stopping) return;
      const { want } = wanted.value;
      wanted = this.run.next(reply as never);
      if (want === 'advance' || want === 'entries' || want === 'file') this.deps.taken.fire();
    }
    if (this.deps.core.ledger.ended) this.deps.ended();
  }

  /**
   * After a restart: takes the step that the venue has done and the journal does not have, and what the venue did at once
   * after it. A person's flatten needs both, and must not wait for the engines.
   */
  async takeOwed(): Promise<void> {
    const { core, venue, lane } = this.deps;
    let wanted = this.run.next();
    while (wanted.done !== true && wanted.value.want !== 'answers') {
      const reply = wanted.value.want === 'pace' ? undefined : await this.meet(wanted.value);
      wanted = this.run.next(reply as never);
    }
    this.wanted = wanted;
    core.applyImmediate(await venue.entriesAfter(core.lastReportSeq));
    lane.write();
  }

  stop(): void {
    this.stopping = true;
    this.pacer.interrupt();
  }

  /** Also ends the way to the next trade. */
  speedChanged(): void {
    this.untilTrade = false;
    this.pacer.interrupt();
  }

  /** Full speed until a position has been opened or closed. */
  nextTrade(): void {
    this.untilTrade = true;
    this.pacer.interrupt();
  }

  /** Does what is wanted, and gives what it is answered with. */
  private async meet(want: Want): Promise<unknown> {
    const { core, venue, lane, at } = this.deps;
    switch (want.want) {
      case 'pace':
        await this.pace();
        return undefined;
      case 'advance':
        return this.advance(want.n);
      case 'entries':
        return venue.entriesAfter(want.after);
      case 'answers':
        return this.answers(want.messages);
      case 'state':
        return venue.state();
      case 'submit':
        at?.('after-commit', core.step);
        await this.submit(want.commands);
        at?.('after-send', core.step);
        return undefined;
      case 'execute':
        return lane.execute(want.commands);
      case 'publish':
        this.keepSnapshots();
        for (const { book, view } of want.views) this.deps.publishView(book, view);
        for (const receipt of want.receipts) this.deps.receipt(receipt);
        this.publish(want.published);
        return undefined;
      case 'file':
        this.deps.logger.error('the journal cannot be written (locked or full): market time stands still, no new risk');
        this.deps.blocked();
        await this.pause(RETRY_MS);
        return undefined;
    }
  }

  private async pace(): Promise<void> {
    const { core, clock, breathe } = this.deps;
    if (this.nextEndMs !== undefined) {
      const { calendar, strategies } = core.options;
      const closed =
        core.options.mode === 'REPLAY' &&
        strategies.every(({ identity }) => !isOpen(calendar, identity.root, core.endMs));
      await this.pacer.until(core.endMs, this.nextEndMs, this.untilTrade ? 'max' : core.speed, closed);
    }
    if (clock.monotonicMs() - this.lastYieldMs < YIELD_MS) return;
    await breathe();
    this.lastYieldMs = clock.monotonicMs();
  }

  /** A venue that cannot go on (its file is locked or full) says so, and does it when it is asked again, however long it takes. */
  private async advance(n: number): Promise<StepReport | undefined> {
    const { venue, logger } = this.deps;
    await this.sendRefused();
    for (let attempt = 1; ; attempt += 1) {
      try {
        const report = await venue.advance(n);
        this.nextEndMs = report?.nextEndMs;
        this.tellVenue(undefined);
        return report;
      } catch (error) {
        if (this.stopping) return undefined;
        logger.error('the venue cannot go on; it is asked again', { step: n, reason: String(error), attempt });
        if (attempt === ALARMED_ATTEMPT) this.tellVenue(String(error));
        await this.pause(RETRY_MS);
      }
    }
  }

  /** Says that the venue cannot go on, and that it can again. */
  private tellVenue(fault: string | undefined): void {
    const { core, lane } = this.deps;
    if (this.venueFails === (fault !== undefined)) return;
    this.venueFails = fault !== undefined;
    const act = core.act(ofDuty('desk', fault ?? ''), true);
    if (fault === undefined) act.alarm('venue_back', 'the venue goes on again');
    else
      act.alarm('venue_failing', `the venue cannot go on: ${fault}. It is asked again and again; market time stands`);
    lane.write();
  }

  /** The step is written: its snapshots are what an engine goes back to. */
  private keepSnapshots(): void {
    const { answered } = this;
    if (answered === undefined || this.deps.core.step < answered.n) return;
    this.answered = undefined;
    this.deps.engines.keepSnapshots(answered.answers, answered.n);
  }

  private async answers(messages: ReadonlyMap<BookId, EngineStep>): Promise<ReadonlyMap<BookId, EngineAnswer>> {
    const { engines, at, core } = this.deps;
    const answers = await engines.ask(messages);
    this.answered = { n: core.step + 1, answers };
    at?.('before-commit', core.step + 1);
    return answers;
  }

  /** Sends what is in the journal. A lost link is no loss: the venue gets it when it is back. */
  private async submit(commands: readonly BrokerCommand[]): Promise<void> {
    const { core, lane, venue, logger } = this.deps;
    if (commands.length === 0) return;
    // While the file cannot be written market time stands: what reduces does not wait for the next step.
    if (core.ledger.fileLost && commands.every(isReducing)) {
      await lane.take(await lane.execute(commands));
      lane.write();
      return;
    }
    venue.submit(commands).catch((error: unknown) => {
      logger.error('the venue refused commands; they are sent again', { reason: String(error) });
      this.refused.push(...commands);
    });
  }

  /** What the venue refused (it could not write its file) goes out before the next step, so that no order is left out. */
  private async sendRefused(): Promise<void> {
    const { venue, logger } = this.deps;
    while (this.refused.length > 0 && !this.stopping) {
      const commands = [...this.refused];
      try {
        await venue.submit(commands);
        this.refused.splice(0, commands.length);
      } catch (error) {
        logger.error('the venue refused commands again', { reason: String(error) });
        await this.pause(RETRY_MS);
      }
    }
  }

  private publish(published: Published): void {
    this.deps.publish(published);
    if (!this.untilTrade) return;
    const traded = published.rows.some(({ event }) => event.type === 'TradeClosed' || event.type === 'OrderFilled');
    if (traded) this.untilTrade = false;
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.deps.clock.after(ms, resolve));
  }
}

/** So many attempts in vain, about a second, and it is said to the person. */
const ALARMED_ATTEMPT = 4;
