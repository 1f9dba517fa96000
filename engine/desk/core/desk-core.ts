import type { ClientOrderId } from '../../domain/ids.ts';
import type { BookId } from '../../domain/book.ts';
import type { BrokerCommand, BrokerEntry, BrokerState, StepReport } from '../../domain/broker.ts';
import type { EngineAnswer, EngineStep } from '../../domain/engine-step.ts';
import type { Receipt } from '../../domain/commands.ts';
import type { Origin } from '../../domain/origin.ts';
import type { AccountView, OrderView } from '../../domain/views.ts';
import type { TimeMs } from '../../domain/units.ts';
import type { Committed } from './committer.ts';
import type { DeskOptions, DeskStrategy } from './options.ts';
import type { Finished, Published } from './finished.ts';
import type { OwnAnswer } from './gather-answers.ts';
import type { SavedDesk } from './saved-desk.ts';
import { blockKey } from '../../domain/block.ts';
import { EXTERNAL, MANUAL, STRATEGIES, bookOfStrategy } from '../../domain/book.ts';
import { defined, invariant } from '../../domain/assert.ts';
import { contractAt } from '../../domain/contract-month.ts';
import { ofDuty } from '../../domain/origin.ts';
import { ACCOUNT } from '../../domain/scope.ts';
import { tradingDay } from '../../domain/session.ts';
import { MINUTE_MS } from '../../domain/units.ts';
import { Ledger } from '../../execution/ledger.ts';
import { Act } from './act.ts';
import { orderView } from '../../views/order-view.ts';
import { accountView } from './account-view.ts';
import { Committer } from './committer.ts';
import { Decisions } from './decisions.ts';
import { Duties } from './duties.ts';
import { Excursions } from './excursions.ts';
import { Figures } from './figures.ts';
import { flattenRules } from './flatten-rules.ts';
import { Flattens } from './flattens.ts';
import { gatherAnswers } from './gather-answers.ts';
import { BOOKS_TO_COMPARE, Intake } from './intake.ts';
import { lastStop } from './last-stop.ts';
import { LossWatch } from './loss-watch.ts';
import { MarketState } from './market-state.ts';
import { Members } from './members.ts';
import { isReal } from './options.ts';
import { PnlRecorder } from './pnl-recorder.ts';
import { ProtectionWatch } from './protection-watch.ts';
import { Reconciler } from './reconciler.ts';
import { Releases } from './release.ts';
import { TradeCloser } from './trade-closer.ts';
import { receiptText } from './log-words.ts';
import { Recorder } from './recorder.ts';
import { restoreDesk, saveDesk } from './saved-desk.ts';
import { StopMoves } from './stop-moves.ts';
import { TradingDays } from './trading-days.ts';

const DESK: Origin = ofDuty('desk', '');

/**
 * The account desk without any I/O: takes the venue's step, tells each engine its part, takes their answers, decides,
 * journals, and hands out commands. It begins, finishes and commits a step; everything else is done by its parts, each of
 * which reads what it needs and writes through an `Act`. `conduct` says in which order its methods are called.
 */
export class DeskCore {
  readonly options: DeskOptions;
  readonly ledger: Ledger;
  readonly recorder: Recorder;
  readonly market: MarketState;
  readonly figures: Figures;
  readonly pnl: PnlRecorder;
  readonly excursions = new Excursions();
  readonly intake: Intake;
  readonly members: Members;
  readonly reconciler: Reconciler;
  readonly flattens: Flattens;
  readonly lossWatch: LossWatch;
  readonly protection: ProtectionWatch;
  readonly stopMoves: StopMoves;
  readonly days: TradingDays;
  speed: number | 'max';
  private readonly committer: Committer;
  private readonly decisions: Decisions;
  private readonly duties: Duties;
  private current: StepReport | undefined;
  private messages = new Map<BookId, EngineStep>();
  /** The books are to be compared with the venue's: at the start, each minute, and when something is in doubt. */
  private compares = true;
  /** A flatten that goes within the steps wants the venue's own books. */
  private flattensAsk = false;
  private receipts: Receipt[] = [];
  /** A step that is finished and neither in the file nor in the spill. */
  private unwritten: { readonly step: number; readonly endMs: TimeMs } | undefined;

  constructor(options: DeskOptions) {
    this.options = options;
    const { calendar, strategies, risk, venue, mode, journal } = options;
    this.ledger = new Ledger([...STRATEGIES.map(bookOfStrategy), MANUAL, EXTERNAL]);
    this.market = new MarketState(calendar, risk.staleAfterMs);
    this.pnl = new PnlRecorder(calendar, options.recordSeconds);
    this.speed = options.speed;
    const recovered = journal.recover();
    for (const row of journal.rows()) this.ledger.apply(row);
    this.recorder = new Recorder(this.ledger, journal, {
      seq: recovered.lastSeq,
      logSeq: recovered.lastLogSeq,
      step: recovered.step,
      stepEndMs: recovered.stepEndMs,
    });
    const { ledger, market } = this;
    this.figures = new Figures(options, ledger, market);
    const { excursions } = this;
    const trades = new TradeCloser(ledger, excursions);
    const releases = new Releases(ledger, trades);
    this.intake = new Intake({ ledger, market, excursions, trades, releases });
    this.members = new Members({ ledger, calendar, strategies });
    this.reconciler = new Reconciler(ledger, this.intake, releases);
    const stopReads = { ledger, market, figures: this.figures };
    this.flattens = new Flattens({
      ledger,
      calendar,
      rules: flattenRules(mode),
      lastStop: (holding) => lastStop(stopReads, holding),
    });
    this.lossWatch = new LossWatch({ ledger, figures: this.figures, calendar });
    this.protection = new ProtectionWatch({ ledger, calendar });
    this.stopMoves = new StopMoves(ledger);
    const { figures, protection, stopMoves, pnl, recorder } = this;
    this.days = new TradingDays({ ledger, calendar, figures, pnl, recorder });
    this.decisions = new Decisions({ ledger, market, figures, calendar, risk, venue }, (book, message) =>
      this.recorder.log({ timeMs: this.nowMs, book, type: 'warning', message }),
    );
    this.duties = new Duties({ ledger, market, calendar, mode, strategies, protection, stopMoves });
    this.committer = new Committer({
      ledger,
      recorder: this.recorder,
      act: () => this.act(DESK, true),
      state: () => saveDesk(this),
      gather: () => this.days.gather(),
    });
    if (recovered.deskState !== undefined) restoreDesk(this, options.parse(recovered.deskState) as SavedDesk);
  }

  get step(): number {
    return this.recorder.step;
  }

  get endMs(): TimeMs {
    return this.recorder.stepEndMs;
  }

  get lastReportSeq(): number {
    return this.intake.lastReportSeq;
  }

  /** Market time that new facts are stamped with: the end of the step in progress, else of the last one. */
  get nowMs(): TimeMs {
    return this.current?.endMs ?? this.unwritten?.endMs ?? this.recorder.stepEndMs;
  }

  /** Every fact that it knows is durable: what it shows may be shown. */
  get isSettled(): boolean {
    return this.recorder.isClean;
  }

  /** First rows of a new run, states of a first start, who takes part. Call once after construction, before a step. */
  begin(startMs: TimeMs): void {
    if (this.market.sinceMs === 0) this.market.sinceMs = startMs;
    if (!this.ledger.started) this.beginRun(startMs);
    this.members.enlist(this.stepAct());
    if (this.recorder.uncommitted().length > 0) this.committer.commit(this.step, this.endMs);
  }

  private beginRun(startMs: TimeMs): void {
    const { mode, account, run, startBalanceCents, configHash } = this.options.journal.identity;
    this.recorder.stepEndMs = startMs;
    const act = this.stepAct();
    act.record({ type: 'RunStarted', mode, account, run, startBalanceCents, configHash }, null);
    this.days.start(act, tradingDay(this.options.calendar, startMs), startMs);
    if (isReal(mode)) act.changeState(ACCOUNT, 'EXITS_ONLY', 'first_run');
    for (const note of this.options.notes ?? []) act.log({ book: null, ...note });
  }

  // --- one step -------------------------------------------------------------------------------------------------------

  /** Takes the venue's answer to the next step and returns each engine's message. */
  beginStep(answer: StepReport): ReadonlyMap<BookId, EngineStep> {
    const report = this.intake.checked(answer);
    invariant(report.n === this.step + 1, `expected step ${this.step + 1}, found ${report.n}`);
    invariant(this.current === undefined, `step ${this.current?.n} is not finished`);
    const rest = this.takeEarly(report);
    this.days.pass(this.stepAct(), report.startMs);
    if (minuteOf(report.endMs) !== minuteOf(this.endMs)) this.compares = true;
    this.current = report;
    const act = this.stepAct();
    this.intake.takeStep(act, rest);
    this.duties.watchFeeds(act);
    this.pnl.sample(this.figures.readings());
    this.lossWatch.read(act);
    this.duties.run(act);
    this.moveFlattens();
    const rows = this.recorder.takeOutbox(report.n);
    this.messages = new Map(
      this.options.strategies.map(({ identity: { id, root } }) => [
        id,
        {
          n: report.n,
          endMs: report.endMs,
          quotes: report.quotes.filter((quote) => quote.root === root),
          rows: rows.filter((row) => row.book === id),
        },
      ]),
    );
    return this.messages;
  }

  /** The venue's own books are needed within the step in progress: hand them to `hearVenue` before it is finished. */
  get asksVenue(): boolean {
    return this.compares || this.flattensAsk || this.ledger.blocks.has(blockKey(BOOKS_TO_COMPARE));
  }

  /** The venue's own books within the step in progress. */
  hearVenue(state: BrokerState): void {
    const act = this.stepAct();
    if (!this.reconciler.take(act, state)) return;
    this.compares = false;
    for (const flatten of this.flattens.ofTheMachine()) {
      const { receipt } = this.flattens.heard(act, flatten, state, act.timeMs);
      if (receipt !== undefined) this.keepReceipt(receipt);
    }
  }

  /** The messages of the step in progress, for an engine that comes back in the middle of it. */
  inProgress(): ReadonlyMap<BookId, EngineStep> | undefined {
    return this.current === undefined && this.unwritten === undefined ? undefined : this.messages;
  }

  /** Takes the engines' answers (of those that are not dropped), decides and commits. */
  finishStep(answers: ReadonlyMap<BookId, EngineAnswer>): Finished {
    const report = defined(this.current, 'a step in progress');
    const { n, endMs } = report;
    const ordered = this.options.strategies
      .map((strategy) => ({ strategy, answer: answers.get(strategy.identity.id) }))
      .filter((entry): entry is OwnAnswer => entry.answer !== undefined);
    const act = this.stepAct();
    const barsClosed = gatherAnswers(act, ordered, this.options.calendar, this.recorder, { n, endMs });
    for (const { strategy, answer } of ordered) {
      const book = strategy.identity.id;
      for (const { type, message } of answer.logs) this.recorder.log({ timeMs: endMs, book, type, message });
      for (const intent of answer.intents) this.decisions.decide(act, strategy, intent);
    }
    this.moveFlattens();
    const views = ordered.flatMap(({ strategy, answer }) =>
      answer.view === undefined ? [] : [{ book: strategy.identity.id, view: answer.view }],
    );
    this.current = undefined;
    if (this.options.deferCommits && !barsClosed && this.recorder.uncommitted().length === 0) {
      this.recorder.step = n;
      this.recorder.stepEndMs = endMs;
      return { commands: [], published: { step: n, endMs, rows: [], logs: [] }, views, inFile: true };
    }
    return this.written(this.committer.commit(n, endMs), { step: n, endMs }, views);
  }

  /** Tries again to write what the file did not take. */
  retryCommit(): Finished {
    const at = this.unwritten ?? { step: this.step, endMs: this.endMs };
    return this.written(this.committer.commit(at.step, at.endMs), at, []);
  }

  private written(
    committed: Committed | undefined,
    at: { readonly step: number; readonly endMs: TimeMs },
    views: Finished['views'],
  ): Finished {
    if (committed === undefined) {
      this.unwritten = at;
      return { commands: [], published: undefined, views, inFile: false };
    }
    this.unwritten = undefined;
    const { where, ...published } = committed;
    return { commands: this.committer.take(where), published, views, inFile: where === 'file' };
  }

  // --- acts outside of the step's order ---------------------------------------------------------------------------------

  /** An act of a person or the host, with commands of its own. */
  act(origin: Origin, interactive: boolean): Act {
    return new Act(this.actParts(), { origin, timeMs: this.nowMs, interactive });
  }

  /**
   * Commits what an act outside the step's order recorded, at once; a finished step that is not written yet goes with it.
   * undefined: neither file nor spill takes it.
   */
  commitAct(): Published | undefined {
    const { step, endMs } = this.unwritten ?? { step: this.step, endMs: this.endMs };
    const committed = this.committer.commit(step, endMs);
    if (committed === undefined) return undefined;
    this.unwritten = undefined;
    const { where: _where, ...published } = committed;
    return published;
  }

  /** Takes entries that the venue gave at once, outside a step. Repeats are ignored. */
  applyImmediate(entries: readonly BrokerEntry[]): void {
    const act = this.act(DESK, true);
    for (const entry of entries) this.intake.takeEntry(act, entry, act.timeMs);
    this.pnl.sample(this.figures.readings());
  }

  /** Bars and chart points of a time without this engine; they go with the next commit. */
  takeMissed(book: BookId, answer: Pick<EngineAnswer, 'bars' | 'points'>): void {
    const strategy = this.strategyOf(book);
    if (strategy === undefined) return;
    gatherAnswers(this.stepAct(), [{ strategy, answer }], this.options.calendar, this.recorder);
  }

  /** Fills the seconds up to the end of the data and closes the run's books of figures. */
  end(timeMs: TimeMs): Published | undefined {
    this.pnl.fill(timeMs, this.figures.readings());
    this.pnl.finish();
    this.recorder.add({ pnlDays: this.figures.dayRollups(this.pnl) });
    this.stepAct().record({ type: 'RunEnded', reason: 'end_of_data' }, null, timeMs);
    return this.commitAct();
  }

  /** What flattens came to since the last call. */
  takeReceipts(): readonly Receipt[] {
    return this.receipts.splice(0);
  }

  keepReceipt(receipt: Receipt): void {
    this.recorder.receipt(receipt);
    const text = receiptText(receipt);
    if (text !== undefined) this.recorder.log({ timeMs: this.nowMs, ...text });
    this.receipts.push(receipt);
  }

  // --- reads ------------------------------------------------------------------------------------------------------------

  strategyOf(book: BookId): DeskStrategy | undefined {
    return this.options.strategies.find(({ identity }) => identity.id === book);
  }

  contractOf(root: string, timeMs = this.nowMs): string {
    return contractAt(this.options.calendar, root, timeMs).id;
  }

  orders(): OrderView[] {
    return [...this.ledger.orders.values()].map(orderView);
  }

  view(): AccountView {
    return accountView(this);
  }

  /** Commands that the venue has not answered, as this desk sends them again. */
  unanswered(): readonly BrokerCommand[] {
    const act = this.act(DESK, false);
    for (const command of this.ledger.unanswered.values()) act.sendAgain(command);
    return act.commands;
  }

  // --- inside -----------------------------------------------------------------------------------------------------------

  private stepAct(): Act {
    const head = { origin: DESK, timeMs: this.nowMs, interactive: false };
    return new Act(this.actParts(), head, this.committer.commands);
  }

  private actParts() {
    return {
      ledger: this.ledger,
      recorder: this.recorder,
      epoch: this.options.epoch,
      withdraw: (orderId: ClientOrderId) => this.committer.withdraw(orderId),
    };
  }

  /** What happened in the quiet time before this cell happened then, not now. Gives what is left. */
  private takeEarly(report: StepReport): StepReport {
    const first = report.entries.findIndex(({ timeMs }) => !(timeMs < report.startMs));
    const early = first === -1 ? report.entries : report.entries.slice(0, first);
    for (const entry of early) {
      const atMs = Math.max(entry.timeMs, this.endMs);
      const act = this.stepAct();
      this.days.pass(act, atMs);
      this.intake.takeEntry(act, entry, report.endMs);
      this.pnl.sample(this.figures.readings());
    }
    return early.length === 0 ? report : { ...report, entries: report.entries.slice(early.length) };
  }

  private moveFlattens(): void {
    this.flattensAsk = false;
    for (const flatten of this.flattens.ofTheMachine()) {
      const { asks, receipt } = this.flattens.move(this.stepAct(), flatten, this.nowMs);
      if (asks) this.flattensAsk = true;
      if (receipt !== undefined) this.keepReceipt(receipt);
    }
  }
}

function minuteOf(timeMs: TimeMs): number {
  return Math.floor(timeMs / MINUTE_MS);
}
