import type { AnyStrategy } from '../../strategies/registry.ts';
import type { Bar } from '../../domain/bar.ts';
import type { BarBuilderState } from '../../market/bar-builder.ts';
import type { BarClock, IndicatorSet } from '../../strategies/strategy.ts';
import type { Calendar, Session } from '../../domain/session.ts';
import type { ChartIndicators } from '../../strategies/chart-indicators.ts';
import type { ContractSpec } from '../../domain/contract.ts';
import type { EngineAnswer, EngineSeed, EngineStep } from '../../domain/engine-step.ts';
import type { Intent, StrategyLog, StrategyView } from '../../domain/intent.ts';
import type { TimeMs } from '../../domain/units.ts';
import type { TradingHours } from '../../strategies/trading-hours.ts';
import { BarBuilder } from '../../market/bar-builder.ts';
import { contractAt, frontMonthAt } from '../../domain/contract-month.ts';
import { invariant } from '../../domain/assert.ts';
import { EXIT_REASONS } from '../../domain/reasons.ts';
import { flatBy, sessionAt, tradingDay } from '../../domain/session.ts';
import { inWindow, minuteOfDay } from '../../strategies/trading-hours.ts';
import { CHICAGO, NEW_YORK, wallMinute } from '../../domain/zone.ts';
import { MINUTE_MS } from '../../domain/units.ts';
import { BookProjection } from './book-projection.ts';
import { chartPointJson } from './chart-point.ts';

/** A snapshot is taken at each closed bar, and after so many steps without one. */
const SNAPSHOT_STEPS = 400;
/** Entries end so long before a roll as they do before an early close. */
const ENTRIES_END_BEFORE_ROLL_MS = 15 * MINUTE_MS;

export interface PipelineOptions {
  readonly strategy: AnyStrategy;
  readonly params: TradingHours;
  readonly spec: ContractSpec;
  readonly calendar: Calendar;
  /** Entries are not allowed before (`--from`); undefined: as soon as the strategy is warm. */
  readonly tradeFromMs: TimeMs | undefined;
  /** Reads a snapshot; text is parsed at the edges only. */
  readonly parse: (json: string) => unknown;
}

interface Saved {
  /** Strategy and parameters that it was made with. */
  readonly key: string;
  readonly builder: BarBuilderState;
  readonly indicators: unknown;
  readonly state: unknown;
  readonly book: ReturnType<BookProjection['save']>;
  readonly index: number;
  /** Absent in files of the first program version. */
  readonly lastBarMs?: TimeMs;
  readonly sessionOpenMs: TimeMs;
  readonly contractId: string;
  readonly spreadTicks: number;
}

/**
 * An engine without I/O: quotes of one contract in, bars, indicator values, intents out. Knows no clock but the step's
 * end. Everything it has learned is in `snapshot()`: restored from one and fed the same steps, it gives the same answers.
 */
export class EnginePipeline {
  private readonly options: PipelineOptions;
  private builder = new BarBuilder();
  private readonly indicators: IndicatorSet<ChartIndicators>;
  private state: unknown;
  private readonly book = new BookProjection();
  private index = 0;
  private lastBarMs = Number.NEGATIVE_INFINITY;
  private sessionOpenMs = 0;
  private contractId = '';
  private spreadTicks = 1;
  private sinceSnapshot = 0;
  private readonly key: string;

  constructor(options: PipelineOptions) {
    this.options = options;
    this.key = JSON.stringify([options.strategy.kind, options.params]);
    this.indicators = options.strategy.indicators(options.params, options.spec);
    this.state = options.strategy.initialState(options.params);
  }

  /** The bar in the making (for the `tick` event). */
  get forming(): Bar | undefined {
    return this.builder.forming;
  }

  get contract(): string {
    return this.contractId;
  }

  step(step: EngineStep): EngineAnswer {
    const wasFlatAgain = this.isFlatAgain;
    for (const row of step.rows) this.book.apply(row);
    const bars: Bar[] = [];
    const points: { timeMs: TimeMs; json: string }[] = [];
    const intents: Intent[] = [];
    const logs: StrategyLog[] = [];
    const close = (bar: Bar | undefined): void => {
      if (bar === undefined) return;
      bars.push(bar);
      points.push({ timeMs: bar.timeMs, json: this.onBar(bar, intents, logs) });
    };
    for (const quote of step.quotes) {
      invariant(
        quote.root === this.options.spec.root,
        `expected a quote of ${this.options.spec.root}, found ${quote.root}`,
      );
      close(this.builder.onQuote(quote));
      this.spreadTicks = quote.askTicks - quote.bidTicks;
    }
    close(this.builder.advanceTo(step.endMs));
    this.sinceSnapshot += 1;
    const closed = bars.length > 0;
    const answer: { -readonly [K in keyof EngineAnswer]: EngineAnswer[K] } = { n: step.n, intents, bars, points, logs };
    if (closed || this.isFlatAgain !== wasFlatAgain) answer.view = this.view();
    if (closed || this.sinceSnapshot >= SNAPSHOT_STEPS) {
      answer.snapshot = this.snapshot();
      this.sinceSnapshot = 0;
    }
    return answer;
  }

  /** Where the strategy stands. It decides at closed bars: that its trade has ended since then is not in its state. */
  view(): StrategyView {
    const view = this.options.strategy.view(this.state, this.options.params, this.options.spec);
    if (!this.isFlatAgain) return view;
    const reason = this.book.view().lastExit?.reason;
    const ended = reason === undefined ? 'the trade is closed' : EXIT_REASONS[reason];
    return { ...view, pendingSetup: null, barsLeft: null, phase: 'flat', note: `${ended}; the next bar decides` };
  }

  /** A position was closed since the last bar, and none is open. */
  private get isFlatAgain(): boolean {
    return this.book.exitFilled && this.book.isFlat;
  }

  snapshot(): string {
    const saved: Saved = {
      key: this.key,
      builder: this.builder.save(),
      indicators: this.indicators.save(),
      state: this.state,
      book: this.book.save(),
      index: this.index,
      lastBarMs: this.lastBarMs,
      sessionOpenMs: this.sessionOpenMs,
      contractId: this.contractId,
      spreadTicks: this.spreadTicks,
    };
    return JSON.stringify(saved);
  }

  /**
   * Takes the bars of a time whose steps are no longer kept, as far as it does not have them: indicators go on over them,
   * nothing is decided, setups begin anew. The bar of the present minute is made from the steps that follow.
   */
  seed({ bars, lastQuote, untilMs, rows }: EngineSeed): Pick<EngineAnswer, 'bars' | 'points'> {
    for (const row of rows) this.book.apply(row);
    const fresh = bars.filter(({ timeMs }) => timeMs > this.lastBarMs);
    const points = fresh.map((bar) => ({ timeMs: bar.timeMs, json: this.onBar(bar, [], []) }));
    this.renewSetups();
    this.builder = new BarBuilder({ fromMs: untilMs });
    if (lastQuote !== undefined) {
      this.builder.reference(lastQuote);
      this.spreadTicks = lastQuote.askTicks - lastQuote.bidTicks;
    }
    return { bars: fresh, points };
  }

  /** What was decided in the last steps was never heard: setups begin anew, indicators and the book go on. */
  renewSetups(): void {
    this.state = this.options.strategy.onRoll(this.state, this.options.params);
  }

  /** Goes back to a snapshot, or to the beginning without one. */
  restore(snapshot: string | undefined): void {
    this.sinceSnapshot = 0;
    if (snapshot === undefined) {
      this.builder = new BarBuilder();
      this.indicators.reset();
      this.state = this.options.strategy.initialState(this.options.params);
      this.book.load(new BookProjection().save());
      this.index = 0;
      this.lastBarMs = Number.NEGATIVE_INFINITY;
      this.sessionOpenMs = 0;
      this.contractId = '';
      this.spreadTicks = 1;
      return;
    }
    const saved = this.options.parse(snapshot) as Saved;
    this.builder = BarBuilder.load(saved.builder);
    this.book.load(saved.book);
    if (saved.key === this.key) {
      this.indicators.load(saved.indicators);
      this.state = saved.state;
    } else {
      // Other parameters than before: indicators and setups begin anew, the book and the forming bar go on.
      this.indicators.reset();
      this.state = this.options.strategy.initialState(this.options.params);
    }
    this.index = saved.index;
    this.lastBarMs = saved.lastBarMs ?? lastBarOf(saved.builder);
    this.sessionOpenMs = saved.sessionOpenMs;
    this.contractId = saved.contractId;
    this.spreadTicks = saved.spreadTicks;
  }

  private onBar(bar: Bar, intents: Intent[], logs: StrategyLog[]): string {
    const { strategy, params, spec, calendar } = this.options;
    const session = sessionAt(calendar, spec.root, bar.timeMs);
    const rolled = this.follow(bar, logs);
    const sessionStart = rolled || (session?.openMs ?? bar.timeMs) !== this.sessionOpenMs;
    this.sessionOpenMs = session?.openMs ?? bar.timeMs;
    const values = this.indicators.next(bar, sessionStart);
    const clock = this.clock(bar, session, sessionStart);
    const decision = strategy.onBar(
      { bar, index: this.index, clock, spec, spreadTicks: this.spreadTicks, params, values, book: this.book.view() },
      this.state,
    );
    this.state = decision.state;
    this.index += 1;
    this.lastBarMs = bar.timeMs;
    intents.push(...decision.intents);
    logs.push(...decision.logs);
    const marks = { signal: decision.signal, entry: this.book.entryFilled, exit: this.book.exitFilled };
    this.book.entryFilled = false;
    this.book.exitFilled = false;
    return chartPointJson(values, spec, marks);
  }

  /** Notices a contract roll: indicators and setups begin anew. */
  private follow(bar: Bar, logs: StrategyLog[]): boolean {
    const { strategy, params, spec, calendar } = this.options;
    const contractId = contractAt(calendar, spec.root, bar.timeMs).id;
    const before = this.contractId;
    this.contractId = contractId;
    if (before === '' || before === contractId) return false;
    this.indicators.reset();
    this.state = strategy.onRoll(this.state, params);
    logs.push({ type: 'info', message: `rolled from ${before} to ${contractId}: indicators and setups begin anew` });
    return true;
  }

  private clock(bar: Bar, session: Session | undefined, sessionStart: boolean): BarClock {
    const { params, spec, calendar, tradeFromMs } = this.options;
    const closeMs = bar.timeMs + MINUTE_MS;
    const chicagoMinute = wallMinute(CHICAGO, closeMs);
    const flat = session === undefined ? undefined : flatBy(calendar, session);
    const endMs = session?.closeMs ?? closeMs;
    const rollMs = frontMonthAt(calendar, spec.root, bar.timeMs).untilMs;
    const entriesEndMs = Math.min(flat?.entriesEndMs ?? Number.POSITIVE_INFINITY, rollMs - ENTRIES_END_BEFORE_ROLL_MS);
    return {
      closeMs,
      tradingDay: tradingDay(calendar, bar.timeMs),
      chicagoMinute,
      newYorkMinute: wallMinute(NEW_YORK, closeMs),
      newYorkOpenMinute: wallMinute(NEW_YORK, bar.timeMs),
      sessionStart,
      minutesToSessionEnd: Math.round((endMs - closeMs) / MINUTE_MS),
      entriesAllowed:
        session !== undefined &&
        closeMs < endMs &&
        closeMs < entriesEndMs &&
        (tradeFromMs === undefined || closeMs >= tradeFromMs) &&
        inWindow(chicagoMinute, params.entriesFrom, params.entriesUntil),
      mustBeFlat: flat !== undefined && (closeMs >= flat.strategyMs || ownFlatBy(chicagoMinute, params)),
    };
  }
}

/** From the strategy's own flat-by time to the end of the ordinary day (a new trading day begins at 17:00). */
function ownFlatBy(chicagoMinute: number, params: TradingHours): boolean {
  return chicagoMinute >= minuteOfDay(params.flatBy) && chicagoMinute < 17 * 60;
}

/** Nothing that opened before what a builder has closed is still to come. */
function lastBarOf({ forming, closedThroughMs }: BarBuilderState): TimeMs {
  return (forming?.timeMs ?? closedThroughMs ?? Number.NEGATIVE_INFINITY) - MINUTE_MS;
}
