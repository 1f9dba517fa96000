import type { BookId, TradingState } from '../../domain/book.ts';
import type { BrokerCommand, BrokerReport, StepReport } from '../../domain/broker.ts';
import type { JournalEvent, Origin, Scope } from '../../domain/events.ts';
import type { ExitReason, HaltReason, StateReason } from '../../domain/reasons.ts';
import type { AccountView, BookSnapshot, OrderView } from '../../domain/views.ts';
import type { TimeMs } from '../../domain/units.ts';
import type { EngineAnswer, EngineStep } from '../../domain/engine-step.ts';
import type { DeskOptions, DeskStrategy } from './options.ts';
import type { Finished, Published } from './finished.ts';
import { defined, invariant } from '../../domain/assert.ts';
import { contractAt } from '../../domain/contract-month.ts';
import { tradingDay, tradingDaySpan } from '../../domain/session.ts';
import { Ledger } from '../../execution/ledger.ts';
import { accountView, orderView } from './account-view.ts';
import { Figures } from './figures.ts';
import { Intake } from './intake.ts';
import { Decisions } from './decisions.ts';
import { Duties } from './duties.ts';
import { Excursions } from './excursions.ts';
import { LossWatch, type SavedLossWatch } from './loss-watch.ts';
import { MarketState } from './market-state.ts';
import { PnlRecorder } from './pnl-recorder.ts';
import { Recorder } from './recorder.ts';
import { gatherAnswers, type OwnAnswer } from './gather-answers.ts';

export const DESK: Origin = { actor: 'desk', device: 'desk', cause: '' };

interface SavedDesk {
  readonly lastReportSeq: number;
  readonly market: ReturnType<MarketState['save']>;
  readonly pnl: ReturnType<PnlRecorder['save']>;
  readonly excursions: ReturnType<Excursions['save']>;
  readonly loss: SavedLossWatch;
  readonly dayStartEquityCents: number;
  readonly speed: number | 'max';
  readonly epoch: number;
}

/**
 * The account desk without any I/O: takes the venue's step, tells each engine its part, takes their answers, decides,
 * journals, and hands out commands. Synchronous; the process around it and the one-process run call the same methods in
 * the same order (docs/step-protocol.md).
 */
export class DeskCore {
  readonly ledger: Ledger;
  readonly recorder: Recorder;
  readonly market: MarketState;
  readonly excursions = new Excursions();
  readonly figures: Figures;
  readonly intake: Intake;
  readonly options: DeskOptions;
  speed: number | 'max';
  /** Engine state by book, for the views; set by the process. */
  readonly engines = new Map<BookId, BookSnapshot['engine']>();
  readonly pnl: PnlRecorder;
  private readonly decisions: Decisions;
  private readonly duties: Duties;
  private readonly byRoot = new Map<string, BookId[]>();
  private readonly lossWatch: LossWatch;
  dayStartEquityCents = 0;
  private commands: BrokerCommand[] = [];
  private current: StepReport | undefined;
  private messages = new Map<BookId, EngineStep>();

  constructor(options: DeskOptions) {
    this.options = options;
    const names = new Map(options.strategies.map(({ identity }) => [identity.id, identity.name]));
    this.ledger = new Ledger((book) => names.get(book) ?? book);
    this.market = new MarketState(options.calendar, options.risk.staleAfterMs);
    this.pnl = new PnlRecorder(options.calendar, options.recordSeconds);
    this.speed = options.speed;
    const recovered = options.journal.recover();
    for (const row of options.journal.rows()) this.ledger.apply(row);
    this.recorder = new Recorder(this.ledger, options.journal, {
      seq: recovered.lastSeq,
      step: recovered.step,
      stepEndMs: recovered.stepEndMs,
    });
    for (const strategy of options.strategies) {
      const list = this.byRoot.get(strategy.identity.root) ?? [];
      list.push(strategy.identity.id);
      this.byRoot.set(strategy.identity.root, list);
      this.ledger.book(strategy.identity.id);
      this.engines.set(strategy.identity.id, 'joining');
    }
    this.figures = new Figures(options, this.ledger, this.market);
    this.intake = new Intake({
      ledger: this.ledger,
      recorder: this.recorder,
      market: this.market,
      excursions: this.excursions,
      booksOfRoot: (root) => this.byRoot.get(root) ?? [],
    });
    this.lossWatch = new LossWatch(this);
    if (recovered.deskState !== undefined) this.load(options.parse(recovered.deskState) as SavedDesk);
    this.decisions = new Decisions(this);
    this.duties = new Duties(this);
  }

  get step(): number {
    return this.recorder.step;
  }

  get lastReportSeq(): number {
    return this.intake.lastReportSeq;
  }

  get endMs(): TimeMs {
    return this.recorder.stepEndMs;
  }

  /** Market time that new facts are stamped with: the end of the step in progress, else of the last one. */
  get nowMs(): TimeMs {
    return this.current?.endMs ?? this.unwritten?.endMs ?? this.recorder.stepEndMs;
  }

  /** First rows of a new run, states of a first start, who takes part. Call once after construction, before a step. */
  begin(startMs: TimeMs): void {
    if (!this.ledger.started) this.beginRun(startMs);
    this.enlist();
    if (this.recorder.uncommitted().length > 0) this.recorder.commit(this.step, this.endMs, this.save());
  }

  /** Which strategies take part is an input of the run: joining and leaving are journaled. */
  private enlist(): void {
    const { strategies } = this.options;
    for (const book of this.ledger.joined) {
      if (strategies.every(({ identity }) => identity.id !== book))
        this.record({ type: 'StrategyDropped', book }, book);
    }
    for (const { identity } of strategies) {
      if (!this.ledger.joined.has(identity.id)) this.join(identity.id);
    }
  }

  /** A strategy takes part from now on. `interactive`: because a person wanted it back. */
  join(book: BookId, interactive = false): void {
    const { root } = defined(this.strategyOf(book), `strategy ${book}`).identity;
    this.record({ type: 'StrategyJoined', book, contractId: this.contractOf(root) }, book, this.nowMs, interactive);
  }

  /** Bars and chart points of a step that was taken without this engine; they go with the next commit. */
  takeMissed(book: BookId, answer: EngineAnswer): void {
    const strategy = this.strategyOf(book);
    if (strategy !== undefined) gatherAnswers([{ strategy, answer }], this.options.calendar, this.recorder);
  }

  private beginRun(startMs: TimeMs): void {
    const { identity } = this.options.journal;
    this.recorder.stepEndMs = startMs;
    this.recorder.record(
      {
        type: 'RunStarted',
        mode: identity.mode,
        account: identity.account,
        run: identity.run,
        startBalanceCents: identity.startBalanceCents,
        configHash: identity.configHash,
      },
      startMs,
      null,
    );
    this.startDay(tradingDay(this.options.calendar, startMs), startMs);
    if (this.options.mode === 'PRACTICE' || this.options.mode === 'LIVE') {
      this.changeState('account', 'EXITS_ONLY', 'first_run', DESK);
    }
  }

  // --- one step -------------------------------------------------------------------------------------------------------

  /** Takes the venue's answer to the next step and returns each engine's message. */
  beginStep(answer: StepReport): ReadonlyMap<BookId, EngineStep> {
    const report = this.intake.checked(answer);
    invariant(report.n === this.step + 1, `expected step ${this.step + 1}, found ${report.n}`);
    invariant(this.current === undefined, `step ${this.current?.n} is not finished`);
    // An order that became live in the quiet time before this cell filled then, not now.
    for (const early of report.reports) {
      if (early.timeMs >= report.startMs) break;
      this.passQuietTime(early.timeMs);
      this.intake.takeReport(early, false);
      this.pnl.sample(this.figures.readings());
    }
    this.passQuietTime(report.startMs);
    this.current = report;
    this.intake.takeStep(report);
    for (const change of this.market.checkStale([...this.byRoot.keys()], report.endMs)) {
      const text = change.stale
        ? `${change.root}: no quote for ${Math.round(change.ageMs / 1000)} s, entries stop`
        : `${change.root}: quotes are back`;
      this.recorder.record(
        { type: 'Alarm', code: change.stale ? 'feed_stale' : 'feed_back', message: text },
        report.endMs,
        null,
      );
    }
    this.pnl.sample(this.figures.readings());
    this.lossWatch.read(report.n);
    this.duties.run(report.endMs);
    const rows = this.recorder.takeOutbox(report.n);
    this.messages = new Map();
    for (const { identity } of this.options.strategies) {
      this.messages.set(identity.id, {
        n: report.n,
        endMs: report.endMs,
        quotes: report.quotes.filter((quote) => quote.root === identity.root),
        rows: rows.filter((row) => row.book === identity.id),
      });
    }
    return this.messages;
  }

  /** The messages of the step in progress, for an engine that comes back in the middle of it. */
  inProgress(): ReadonlyMap<BookId, EngineStep> | undefined {
    return this.current === undefined && this.unwritten === undefined ? undefined : this.messages;
  }

  /** Takes the engines' answers (of those that are not dropped), decides and commits. */
  finishStep(answers: ReadonlyMap<BookId, EngineAnswer>): Finished {
    const report = defined(this.current, 'a step in progress');
    const ordered = this.options.strategies
      .map((strategy) => ({ strategy, answer: answers.get(strategy.identity.id) }))
      .filter((entry): entry is OwnAnswer => entry.answer !== undefined);
    const barsClosed = gatherAnswers(ordered, this.options.calendar, this.recorder, report);
    for (const { strategy, answer } of ordered) {
      for (const line of answer.logs) {
        this.recorder.log({ timeMs: report.endMs, book: strategy.identity.id, type: line.type, message: line.message });
      }
      for (const intent of answer.intents) this.decisions.decide(strategy, intent, report.endMs);
    }
    this.duties.moveFlattens();
    const views = ordered.flatMap(({ strategy, answer }) =>
      answer.view === undefined ? [] : [{ book: strategy.identity.id, view: answer.view }],
    );
    this.current = undefined;
    if (this.options.deferCommits && !barsClosed && this.recorder.uncommitted().length === 0) {
      this.recorder.step = report.n;
      this.recorder.stepEndMs = report.endMs;
      return { commands: [], published: { step: report.n, endMs: report.endMs, rows: [], logs: [] }, views };
    }
    const published = this.commit(report.n, report.endMs);
    if (published === undefined) this.unwritten = { step: report.n, endMs: report.endMs, views };
    return { commands: published === undefined ? [] : this.takeCommands(), published, views };
  }

  /** A step that is finished and not in the file. */
  private unwritten: { step: number; endMs: TimeMs; views: Finished['views'] } | undefined;

  /** Tries again after the file could not be written. */
  retryCommit(): Finished {
    const { step, endMs, views } = this.unwritten ?? { step: this.step, endMs: this.endMs, views: [] };
    const published = this.commit(step, endMs);
    if (published !== undefined) this.unwritten = undefined;
    return { commands: published === undefined ? [] : this.takeCommands(), published, views };
  }

  /**
   * Commits what an act outside the step's order recorded, at once. A finished step that could not be written goes first,
   * with its commands: else a cancel would overtake the order that it is to cancel.
   */
  commitAct(): Published | undefined {
    return this.unwritten === undefined ? this.commit(this.step, this.endMs) : undefined;
  }

  private commit(step: number, endMs: TimeMs): Published | undefined {
    const { seconds, minutes } = this.pnl.take();
    if (seconds.length > 0 || minutes.length > 0) {
      const days = minutes.length > 0 ? this.figures.dayRollups(this.pnl) : [];
      this.recorder.add({ pnlSeconds: seconds, pnlMinutes: minutes, pnlDays: days });
    }
    const published = this.recorder.commit(step, endMs, this.save());
    return published === undefined ? undefined : { step, endMs, ...published };
  }

  // --- what the other parts of the desk use -------------------------------------------------------------------------

  command(command: BrokerCommand): void {
    this.commands.push(command);
  }

  takeCommands(): readonly BrokerCommand[] {
    return this.commands.splice(0);
  }

  /** Commands that `act` gives rise to, kept apart from those that wait for the step's commit. */
  collectCommands(act: () => void): readonly BrokerCommand[] {
    const waiting = this.commands;
    this.commands = [];
    act();
    const own = this.commands;
    this.commands = waiting;
    return own;
  }

  record(event: JournalEvent, book: BookId | null, timeMs = this.nowMs, interactive = false): void {
    this.recorder.record(event, timeMs, book, interactive);
  }

  changeState(
    scope: Scope,
    to: TradingState,
    reason: StateReason | HaltReason,
    origin: Origin,
    untilMs?: TimeMs,
    interactive = false,
  ): void {
    const from = scope === 'account' ? this.ledger.account.state : this.ledger.book(scope).trading.state;
    this.record(
      { type: 'StateChanged', scope, from, to, reason, ...(untilMs === undefined ? {} : { untilMs }), origin },
      scope === 'account' ? null : scope,
      this.nowMs,
      interactive,
    );
  }

  startFlatten(scope: Scope, reason: ExitReason, origin: Origin, interactive = false): string | undefined {
    if (this.ledger.flattens.has(scope)) return undefined;
    const flattenId = `${scope}-F${this.recorder.seq + 1}`;
    this.record(
      { type: 'FlattenStarted', flattenId, scope, reason, origin },
      scope === 'account' ? null : scope,
      this.nowMs,
      interactive,
    );
    return flattenId;
  }

  /** Applies reports that the venue gave at once, outside a step. Repeats are ignored. */
  applyImmediate(reports: readonly BrokerReport[]): void {
    for (const report of reports) this.intake.takeReport(report, true);
    this.pnl.sample(this.figures.readings());
  }

  strategyOf(book: BookId): DeskStrategy | undefined {
    return this.options.strategies.find(({ identity }) => identity.id === book);
  }

  contractOf(root: string, timeMs = this.nowMs): string {
    return contractAt(this.options.calendar, root, timeMs).id;
  }

  // --- inside ---------------------------------------------------------------------------------------------------------

  private passQuietTime(untilMs: TimeMs): void {
    const day = tradingDay(this.options.calendar, untilMs);
    if (day !== this.ledger.tradingDay) {
      const boundaryMs = Math.min(untilMs, tradingDaySpan(this.options.calendar, day).fromMs);
      this.pnl.fill(boundaryMs - 1, this.figures.readings());
      this.recorder.add({ pnlDays: this.figures.dayRollups(this.pnl) });
      this.startDay(day, Math.max(boundaryMs, this.recorder.stepEndMs));
    }
    this.pnl.fill(untilMs, this.figures.readings());
  }

  private startDay(day: string, timeMs: TimeMs): void {
    this.recorder.record({ type: 'DayStarted', tradingDay: day }, timeMs, null);
    this.dayStartEquityCents = this.figures.equityCents();
    this.pnl.startDay(this.figures.readings());
    this.lossWatch.startDay();
  }

  private save(): string {
    const saved: SavedDesk = {
      lastReportSeq: this.intake.lastReportSeq,
      market: this.market.save(),
      pnl: this.pnl.save(),
      excursions: this.excursions.save(),
      loss: this.lossWatch.save(),
      dayStartEquityCents: this.dayStartEquityCents,
      speed: this.speed,
      epoch: this.options.epoch,
    };
    return JSON.stringify(saved);
  }

  private load(saved: SavedDesk): void {
    this.intake.lastReportSeq = saved.lastReportSeq;
    this.market.load(saved.market);
    this.pnl.load(saved.pnl);
    this.excursions.load(saved.excursions);
    this.lossWatch.load(saved.loss);
    this.dayStartEquityCents = saved.dayStartEquityCents;
    // A person's speed outlives a desk that died; a new start has its own.
    if (saved.epoch === this.options.epoch) this.speed = saved.speed;
  }

  /** Fills the seconds up to the end of the data and closes the run's books of figures. */
  end(timeMs: TimeMs): Published | undefined {
    this.pnl.fill(timeMs, this.figures.readings());
    this.pnl.finish();
    this.recorder.add({ pnlDays: this.figures.dayRollups(this.pnl) });
    this.record({ type: 'RunEnded', reason: 'end_of_data' }, null, timeMs);
    return this.commitAct();
  }

  orders(): OrderView[] {
    return [...this.ledger.orders.values()].map(orderView);
  }

  view(): AccountView {
    return accountView(this);
  }
}
