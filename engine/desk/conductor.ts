import type { BookId } from '../domain/book.ts';
import type { BrokerCommand, StepReport } from '../domain/broker.ts';
import type { Clock } from '../ports/clock.ts';
import type { EngineStep } from '../domain/engine-step.ts';
import type { Logger } from '../ports/logger.ts';
import type { StrategyView } from '../domain/intent.ts';
import type { DeskCore } from './core/desk-core.ts';
import type { Published } from './core/finished.ts';
import type { EngineLinks } from './engine-links.ts';
import type { KillPoint } from './kill-point.ts';
import type { VenueLink } from './venue-link.ts';
import { MINUTE_MS } from '../domain/units.ts';
import { isOpen } from '../domain/session.ts';
import { specOf } from '../domain/catalog.ts';
import { reconcile } from '../execution/reconcile.ts';
import { flattenNow } from './core/flatten-now.ts';
import { Pacer } from './pacer.ts';

const YIELD_MS = 10;
const RETRY_MS = 250;
/** So many pauses of 5 ms, at most, for acts that waited for a locked file. */
const ACT_PAUSES = 50;
/** So often a venue that cannot write its file is asked for one step. */
const ADVANCE_ATTEMPTS = 5;

interface BegunStep {
  readonly report: StepReport;
  readonly messages: ReadonlyMap<BookId, EngineStep>;
}

export interface ConductorDeps {
  readonly core: DeskCore;
  readonly venue: VenueLink;
  readonly engines: EngineLinks;
  readonly clock: Clock;
  readonly logger: Logger;
  /** End of the step that comes first, where it is known. */
  readonly nextEndMs: number | undefined;
  readonly publish: (published: Published) => void;
  readonly publishView: (book: string, view: StrategyView) => void;
  /** A person's act is between the desk and the venue. */
  readonly acting: () => boolean;
  readonly ended: () => void;
  /** The journal cannot be written: somebody should see it. */
  readonly blocked: () => void;
  /** Lets timers and sockets have their turn. */
  readonly breathe: () => Promise<void>;
  /** Tests only: named points of the life of a step. */
  readonly at?: (point: KillPoint, step: number) => void;
}

/** Conducts market time: one step after the other, at the speed that is set, until the data end or it is stopped. */
export class Conductor {
  private readonly deps: ConductorDeps;
  private readonly pacer: Pacer;
  private stopping = false;
  private untilTrade = false;
  private nextEndMs: number | undefined;
  private lastYieldMs = 0;
  private lastMinute = 0;
  private owed: BegunStep | undefined;
  private readonly refused: BrokerCommand[] = [];

  constructor(deps: ConductorDeps) {
    this.deps = deps;
    this.nextEndMs = deps.nextEndMs;
    this.pacer = new Pacer(deps.clock);
  }

  /** Resolves when the data have ended or it was stopped; rejects when an invariant is broken. */
  async conduct(): Promise<void> {
    const { core } = this.deps;
    while (!this.stopping && !core.ledger.ended) {
      if (this.nextEndMs !== undefined && this.owed === undefined) await this.pace(core.endMs, this.nextEndMs);
      if (!this.stopping) await this.step();
    }
    if (core.ledger.ended) this.deps.ended();
  }

  /**
   * After a restart: takes the step that the venue has done and the journal does not have, and what the venue did at once
   * after it. A person's flatten needs both, and must not wait for the engines.
   */
  async takeOwed(): Promise<void> {
    const { core, venue } = this.deps;
    this.owed = await this.begin();
    core.applyImmediate(await venue.reportsAfter(core.lastReportSeq));
    this.publishAct();
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

  /** Books' sum = account = venue, to the cent; a difference is an alarm with both figures, never a silent correction. */
  async compareBooks(): Promise<void> {
    const { core, venue, logger, acting } = this.deps;
    const state = await venue.state();
    if (acting() || state.lastReportSeq !== core.lastReportSeq) return;
    const differences = reconcile(core.ledger, state, (root) => specOf(root).tickValueCents);
    if (differences.length === 0) return;
    for (const { what, subject, ours, brokers } of differences) {
      const message = `${what} of ${subject}: ours ${ours}, the venue's ${brokers}`;
      logger.error(`books differ: ${message}`);
      core.record({ type: 'Alarm', code: 'books_differ', message }, null);
    }
    this.publishAct();
  }

  private async pace(endMs: number, nextEndMs: number): Promise<void> {
    const { core, clock, breathe } = this.deps;
    const { mode, calendar, strategies } = core.options;
    const closed = mode === 'REPLAY' && strategies.every(({ identity }) => !isOpen(calendar, identity.root, endMs));
    await this.pacer.until(endMs, nextEndMs, this.untilTrade ? 'max' : core.speed, closed);
    if (clock.monotonicMs() - this.lastYieldMs < YIELD_MS) return;
    await breathe();
    this.lastYieldMs = clock.monotonicMs();
  }

  private async step(): Promise<void> {
    const { core, engines, at } = this.deps;
    const begun = this.owed ?? (await this.begin());
    this.owed = undefined;
    if (begun === undefined) return this.endOfData();
    const { report, messages } = begun;
    const answers = await engines.ask(messages);
    at?.('before-commit', report.n);
    let finished = core.finishStep(answers);
    const wasLocked = finished.published === undefined;
    while (finished.published === undefined) {
      this.deps.logger.error('the journal cannot be written (locked or full): market time stands still, no new risk');
      this.deps.blocked();
      await this.pause(RETRY_MS);
      if (this.stopping) return;
      finished = core.retryCommit();
    }
    at?.('after-commit', report.n);
    engines.keepSnapshots(answers, report.n);
    this.send(finished.commands);
    // Acts that waited for the file go next: a stop must reach the venue before what it stops is filled.
    for (let i = 0; wasLocked && i < ACT_PAUSES && this.deps.acting(); i += 1) await this.pause(5);
    at?.('after-send', report.n);
    for (const { book, view } of finished.views) this.deps.publishView(book, view);
    this.publish(finished.published);
    const minute = Math.floor(report.endMs / MINUTE_MS);
    if (minute === this.lastMinute || this.deps.acting()) return;
    this.lastMinute = minute;
    await this.compareBooks();
  }

  private async begin(): Promise<BegunStep | undefined> {
    const { core, venue, acting } = this.deps;
    await this.sendRefused();
    const report = await this.advance(core.step + 1);
    if (report === undefined) return undefined;
    this.nextEndMs = report.nextEndMs;
    // What the venue did at once before this step comes first; whoever asked for it is about to take it.
    const first = report.reports[0]?.reportSeq ?? 0;
    while (first > core.lastReportSeq + 1) {
      if (acting()) {
        await this.pause(1);
        continue;
      }
      const missed = await venue.reportsAfter(core.lastReportSeq);
      core.applyImmediate(missed.filter(({ reportSeq }) => reportSeq < first));
    }
    return { report, messages: core.beginStep(report) };
  }

  /** A venue that cannot write its file says so, and does it when it is asked again. */
  private async advance(n: number): Promise<StepReport | undefined> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.deps.venue.advance(n);
      } catch (error) {
        if (this.stopping || attempt === ADVANCE_ATTEMPTS) throw error;
        this.deps.logger.error('the venue cannot go on; it is asked again', { step: n, reason: String(error) });
        await this.pause(RETRY_MS);
      }
    }
  }

  /** Sends what is in the journal. A lost link is no loss: the venue gets it when it is back. */
  private send(commands: readonly BrokerCommand[]): void {
    if (commands.length === 0) return;
    this.deps.venue.submit(commands).catch((error: unknown) => {
      this.deps.logger.error('the venue refused commands; they are sent again', { reason: String(error) });
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

  private async endOfData(): Promise<void> {
    const { core, venue, logger } = this.deps;
    await this.sendRefused();
    const books = core.options.strategies.map(({ identity }) => identity.id);
    const origin = { actor: 'session', device: 'desk', cause: 'the recording ended' };
    const flow = flattenNow(core, books, 'end_of_data', origin, false);
    for (let turn = flow.next([]); turn.done !== true;) {
      const { commands, phase } = turn.value;
      if (phase === 'wait' && commands.length === 0) break;
      this.publishAct();
      turn = flow.next(await venue.executeNow(commands));
    }
    const published = core.end(core.endMs);
    if (published !== undefined) this.publish(published);
    logger.info('the recording has ended; the market stands');
  }

  private publishAct(): void {
    const published = this.deps.core.commitAct();
    if (published !== undefined) this.publish(published);
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
