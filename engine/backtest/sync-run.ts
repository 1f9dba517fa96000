import type { BookId } from '../domain/book.ts';
import type { EngineAnswer, EngineStep } from '../domain/engine-step.ts';
import type { Journal } from '../ports/journal.ts';
import type { Settings } from '../config/settings.ts';
import type { SyncVenue } from '../ports/sync-venue.ts';
import type { TimeMs } from '../domain/units.ts';
import type { Want } from '../desk/core/conduct.ts';
import { STRATEGIES } from '../domain/book.ts';
import { specOf } from '../domain/catalog.ts';
import { invariant } from '../domain/assert.ts';
import { parameterFaults, resolveStrategy } from '../strategies/registry.ts';
import { conduct } from '../desk/core/conduct.ts';
import type { EnginePast } from '../desk/core/engine-past.ts';
import { DeskCore } from '../desk/core/desk-core.ts';
import { enginePast } from '../desk/core/engine-past.ts';
import { EnginePipeline } from '../symbol/pipeline/pipeline.ts';

export interface SyncRunOptions {
  readonly settings: Settings;
  readonly journal: Journal;
  readonly venue: SyncVenue;
  readonly epoch: number;
  /** Stop before the first step that ends after this; undefined: to the end of the data. */
  readonly untilMs: TimeMs | undefined;
  /** Days in advance: roll-ups only, one commit per closed bar. */
  readonly inAdvance: boolean;
  /** Called after each step with its end. */
  readonly onStep?: (endMs: TimeMs, step: number) => void;
}

/**
 * The three cores in one process and one loop: `conduct` as the processes have it, each want met at once and in memory.
 * Days played in advance, tests, later the backtest.
 */
export class SyncRun {
  readonly desk: DeskCore;
  readonly pipelines = new Map<BookId, EnginePipeline>();
  private readonly options: SyncRunOptions;
  private readonly conduct: ReturnType<typeof conduct>;
  private wanted: IteratorResult<Want, void>;

  constructor(options: SyncRunOptions) {
    this.options = options;
    const { settings, journal, venue } = options;
    const { calendar, lastStepEndMs, notes } = venue.standing();
    this.desk = new DeskCore({
      mode: settings.mode,
      risk: settings.risk,
      venue: settings.venue,
      strategies: settings.strategies.map((strategy) => ({ identity: identityOf(strategy.id), settings: strategy })),
      calendar,
      notes,
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
        calendar,
        tradeFromMs: settings.fromMs,
        parse: (json) => JSON.parse(json),
      });
      this.pipelines.set(identity.id, pipeline);
    }
    this.desk.begin(lastStepEndMs);
    this.restore();
    this.conduct = conduct(this.desk);
    this.wanted = this.conduct.next();
  }

  /** Runs to the end; true when the data ended (the run is then closed). */
  run(): boolean {
    for (;;) {
      const state = this.step();
      if (state !== 'stepped') return state === 'ended';
    }
  }

  step(): 'stepped' | 'ended' | 'until' {
    const { untilMs, onStep } = this.options;
    const { desk } = this;
    if (untilMs !== undefined && desk.endMs >= untilMs) return 'until';
    do {
      if (this.wanted.done === true) return 'ended';
      this.wanted = this.conduct.next(this.meet(this.wanted.value) as never);
    } while (this.wanted.done !== true && this.wanted.value.want !== 'pace');
    if (desk.ledger.ended) return 'ended';
    onStep?.(desk.endMs, desk.step);
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

  private meet(want: Want): unknown {
    const { venue } = this.options;
    switch (want.want) {
      case 'advance':
        return venue.advance(want.n);
      case 'entries':
        return venue.entriesAfter(want.after);
      case 'answers':
        return this.answers(want.messages);
      case 'state':
        return venue.state();
      case 'submit':
        if (want.commands.length > 0) venue.submit(want.commands);
        return undefined;
      case 'execute':
        return venue.executeNow(want.commands);
      case 'file':
        invariant(false, `expected a journal that can be written, found one that cannot: ${this.desk.recorder.fault}`);
        return undefined;
      case 'pace':
      case 'publish':
        return undefined;
    }
  }

  private answers(messages: ReadonlyMap<BookId, EngineStep>): ReadonlyMap<BookId, EngineAnswer> {
    const answers = new Map<BookId, EngineAnswer>();
    for (const [id, pipeline] of this.pipelines) {
      const message = messages.get(id);
      if (message !== undefined) answers.set(id, pipeline.step(message));
    }
    return answers;
  }

  private past(root: string, from: number): EnginePast {
    const { venue } = this.options;
    const asking = enginePast(from, this.desk);
    let asked = asking.next();
    while (asked.done !== true) {
      const want = asked.value;
      const isSteps = want.want === 'steps';
      asked = asking.next(isSteps ? venue.steps(want.from, want.to) : venue.bars(root, want.fromMs, want.toMs));
    }
    return asked.value;
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
      const { steps, seed } = this.past(root, from);
      const first = steps[0]?.n ?? this.desk.step + 1;
      if (seed !== undefined) {
        const seeded = pipeline.seed({ ...seed, rows: rows.filter((row) => row.step < first) });
        this.desk.takeMissed(id, seeded);
      }
      for (const step of steps) {
        pipeline.step({
          n: step.n,
          endMs: step.endMs,
          quotes: step.quotes.filter((quote) => quote.root === root),
          rows: rows.filter((row) => row.step === step.n),
        });
      }
    }
    const entries = venue.entriesAfter(this.desk.lastReportSeq).filter(({ step }) => step <= this.desk.step);
    if (entries.length > 0) {
      this.desk.applyImmediate(entries);
      this.desk.commitAct();
    }
    const unanswered = this.desk.unanswered();
    if (unanswered.length > 0) venue.submit(unanswered);
  }
}

function identityOf(id: string) {
  const identity = STRATEGIES.find((strategy) => strategy.id === id);
  invariant(identity !== undefined, `expected a known strategy, found ${id}`);
  return identity;
}
