import type { BookId } from '../domain/book.ts';
import type { EngineAnswer } from '../domain/engine-step.ts';
import type { Journal } from '../ports/journal.ts';
import type { Settings } from '../config/settings.ts';
import type { SyncBroker } from '../ports/sync-broker.ts';
import type { TimeMs } from '../domain/units.ts';
import { STRATEGIES } from '../domain/book.ts';
import { specOf } from '../domain/catalog.ts';
import { InvariantError, invariant } from '../domain/assert.ts';
import { parameterFaults, resolveStrategy } from '../strategies/registry.ts';
import { DeskCore } from '../desk/core/desk-core.ts';
import { flattenNow } from '../desk/core/flatten-now.ts';
import { reconcile } from '../execution/reconcile.ts';
import { EnginePipeline } from '../symbol/pipeline/pipeline.ts';

export interface SyncRunOptions {
  readonly settings: Settings;
  readonly journal: Journal;
  readonly venue: SyncBroker;
  readonly epoch: number;
  /** Stop before the first step that ends after this; undefined: to the end of the data. */
  readonly untilMs: TimeMs | undefined;
  /** Days in advance: roll-ups only, one commit per closed bar. */
  readonly inAdvance: boolean;
  /** Called after each step with its end. */
  readonly onStep?: (endMs: TimeMs, step: number) => void;
}

/**
 * The three cores in one process and one loop: the same steps in the same order as the processes take over their links,
 * and the same journal, byte for byte. Days played in advance, tests, later the backtest.
 */
export class SyncRun {
  readonly desk: DeskCore;
  readonly pipelines = new Map<BookId, EnginePipeline>();
  private readonly options: SyncRunOptions;
  private lastMinute = 0;

  constructor(options: SyncRunOptions) {
    this.options = options;
    const { settings, journal } = options;
    const state = options.venue.state();
    this.desk = new DeskCore({
      mode: settings.mode,
      risk: settings.risk,
      venue: settings.venue,
      strategies: settings.strategies.map((strategy) => ({ identity: identityOf(strategy.id), settings: strategy })),
      calendar: state.calendar,
      journal,
      epoch: options.epoch,
      speed: settings.speed,
      recordSeconds: !options.inAdvance,
      deferCommits: options.inAdvance,
      parse: (json) => JSON.parse(json),
    });
    const faults = parameterFaults(settings.strategies.map((own) => ({ ...own, kind: identityOf(own.id).kind })));
    if (faults.length > 0) throw new Error(faults.join('\n'));
    for (const strategy of settings.strategies) {
      const identity = identityOf(strategy.id);
      const resolved = resolveStrategy(identity.kind, strategy.preset, strategy.parameters);
      if (!resolved.ok) throw new Error(resolved.faults.join('\n'));
      const pipeline = new EnginePipeline({
        strategy: resolved.strategy,
        params: resolved.params,
        spec: specOf(identity.root),
        calendar: state.calendar,
        tradeFromMs: settings.fromMs,
        parse: (json) => JSON.parse(json),
      });
      this.pipelines.set(identity.id, pipeline);
    }
    this.desk.begin(state.lastStepEndMs);
    this.restore();
  }

  /** Runs to the end; true when the data ended (the run is then closed). */
  run(): boolean {
    for (;;) {
      const state = this.step();
      if (state !== 'stepped') return state === 'ended';
    }
  }

  step(): 'stepped' | 'ended' | 'until' {
    const { venue, untilMs, onStep } = this.options;
    const { desk } = this;
    if (untilMs !== undefined && desk.endMs >= untilMs) return 'until';
    const report = venue.advance(desk.step + 1);
    if (report === undefined) {
      this.endOfData();
      return 'ended';
    }
    const messages = desk.beginStep(report);
    const answers = new Map<BookId, EngineAnswer>();
    for (const [id, pipeline] of this.pipelines) {
      const message = messages.get(id);
      if (message !== undefined) answers.set(id, pipeline.step(message));
    }
    const finished = desk.finishStep(answers);
    invariant(finished.published !== undefined, 'the journal could not be written');
    if (finished.commands.length > 0) venue.submit(finished.commands);
    this.compareBooks(report.endMs);
    onStep?.(report.endMs, report.n);
    return 'stepped';
  }

  /** What was deferred goes into the file: the run may go on elsewhere. */
  finish(): void {
    const snapshots = [...this.pipelines].map(([id, pipeline]) => ({
      strategy: identityOf(id).number,
      step: this.desk.step,
      json: pipeline.snapshot(),
    }));
    this.desk.recorder.add({ snapshots });
    this.desk.commitAct();
  }

  private restore(): void {
    const { journal, venue } = this.options;
    if (this.desk.step === 0) return;
    const snapshots = new Map(journal.recover().snapshots.map((snapshot) => [snapshot.strategy, snapshot]));
    for (const [id, pipeline] of this.pipelines) {
      const { number, root } = identityOf(id);
      const saved = snapshots.get(number);
      pipeline.restore(saved?.json);
      const from = saved?.step ?? 0;
      const rows = journal.rowsOfSteps(from, this.desk.step).filter((row) => row.book === id);
      for (const step of venue.steps(from + 1, this.desk.step)) {
        pipeline.step({
          n: step.n,
          endMs: step.endMs,
          quotes: step.quotes.filter((quote) => quote.root === root),
          rows: rows.filter((row) => row.step === step.n),
        });
      }
    }
    const reports = venue.reportsAfter(this.desk.lastReportSeq).filter((report) => report.step <= this.desk.step);
    if (reports.length > 0) {
      this.desk.applyImmediate(reports);
      this.desk.commitAct();
    }
    const unanswered = [...this.desk.ledger.unanswered.values()];
    if (unanswered.length > 0) venue.submit(unanswered);
  }

  private endOfData(): void {
    const { desk } = this;
    const books = desk.options.strategies.map(({ identity }) => identity.id);
    const origin = { actor: 'session', device: 'desk', cause: 'the recording ended' };
    const flow = flattenNow(desk, books, 'end_of_data', origin, false);
    for (let turn = flow.next([]); turn.done !== true;) {
      const { commands, phase } = turn.value;
      if (phase === 'wait' && commands.length === 0) break;
      desk.commitAct();
      turn = flow.next(this.options.venue.executeNow(commands));
    }
    desk.end(desk.endMs);
  }

  private compareBooks(endMs: TimeMs): void {
    const minute = Math.floor(endMs / 60_000);
    if (minute === this.lastMinute) return;
    this.lastMinute = minute;
    const state = this.options.venue.state();
    if (state.lastReportSeq !== this.desk.lastReportSeq) return;
    const differences = reconcile(this.desk.ledger, state, (root) => specOf(root).tickValueCents);
    for (const { what, subject, ours, brokers } of differences) {
      throw new InvariantError(`books differ: ${what} of ${subject}: ours ${ours}, the venue's ${brokers}`);
    }
  }
}

function identityOf(id: string) {
  const identity = STRATEGIES.find((strategy) => strategy.id === id);
  invariant(identity !== undefined, `expected a known strategy, found ${id}`);
  return identity;
}
