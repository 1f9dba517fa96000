import type { Bar } from '../../engine/domain/bar.ts';
import type { ContractSpec } from '../../engine/domain/contract.ts';
import { contractAt } from '../../engine/domain/contract-month.ts';
import type { ExitReason } from '../../engine/domain/reasons.ts';
import { flatBy, sessionAt, tradingDay, type Calendar } from '../../engine/domain/session.ts';
import { MINUTE_MS, sign, type Direction, type TimeMs } from '../../engine/domain/units.ts';
import { CHICAGO, NEW_YORK, wallMinute } from '../../engine/domain/zone.ts';
import type {
  BarClock,
  BarContext,
  BookView,
  Decision,
  Intent,
  Strategy,
  StrategyLog,
} from '../../engine/strategies/strategy.ts';
import { inWindow, minuteOfDay, type TradingHours } from '../../engine/strategies/trading-hours.ts';

/**
 * Plays bars to a strategy with a coarse venue: market orders fill at the next bar's open, limits when price goes through
 * them, and of a stop and a target in one bar the stop. For the strategies' own tests; the product's venue is finer.
 */
export interface HarnessOptions<P, S, V> {
  readonly strategy: Strategy<P, S, V>;
  readonly params: P;
  readonly spec: ContractSpec;
  readonly calendar: Calendar;
  readonly spreadTicks?: number;
  /** State, indicators and book go through JSON after each bar. */
  readonly throughJson?: boolean;
}

export interface HarnessTrade {
  readonly direction: Direction;
  readonly entryMs: TimeMs;
  readonly exitMs: TimeMs;
  readonly reason: ExitReason;
  readonly ticks: number;
}

export interface Record_<S> {
  readonly bar: Bar;
  readonly clock: BarClock;
  readonly decision: Decision<S>;
}

type Enter = Extract<Intent, { kind: 'enter' }>;

interface Open {
  direction: Direction;
  qty: number;
  average: number;
  openedMs: TimeMs;
  stop: number;
  targets: { ticks: number; qty: number }[];
  targetsFilled: number;
  breakEven: boolean;
  realized: number;
}

export function clockOf(
  bar: Bar,
  spec: ContractSpec,
  calendar: Calendar,
  hours: TradingHours,
  sessionStart: boolean,
): BarClock {
  const closeMs = bar.timeMs + MINUTE_MS;
  const session = sessionAt(calendar, spec.root, bar.timeMs);
  const flat = session === undefined ? undefined : flatBy(calendar, session);
  const chicagoMinute = wallMinute(CHICAGO, closeMs);
  const endMs = session?.closeMs ?? closeMs;
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
      closeMs < (flat?.entriesEndMs ?? Number.POSITIVE_INFINITY) &&
      inWindow(chicagoMinute, hours.entriesFrom, hours.entriesUntil),
    mustBeFlat: flat !== undefined && (closeMs >= flat.strategyMs || inWindow(chicagoMinute, hours.flatBy, '17:00')),
  };
}

export class StrategyHarness<P extends TradingHours, S, V> {
  readonly records: Record_<S>[] = [];
  readonly trades: HarnessTrade[] = [];
  state: S;
  private readonly options: HarnessOptions<P, S, V>;
  private readonly indicators;
  private open: Open | undefined;
  private pending: { intent: Enter; barsLeft: number } | undefined;
  private lastExit: BookView['lastExit'];
  private sessionOpenMs = -1;
  private contractId = '';

  constructor(options: HarnessOptions<P, S, V>) {
    minuteOfDay(options.params.flatBy);
    this.options = options;
    this.indicators = options.strategy.indicators(options.params, options.spec);
    this.state = options.strategy.initialState(options.params);
  }

  get logs(): readonly StrategyLog[] {
    return this.records.flatMap((record) => record.decision.logs);
  }

  get intents(): readonly Intent[] {
    return this.records.flatMap((record) => record.decision.intents);
  }

  play(bars: readonly Bar[]): this {
    for (const bar of bars) this.next(bar);
    return this;
  }

  next(bar: Bar): Decision<S> {
    const { strategy, params, spec, calendar, spreadTicks = 1 } = this.options;
    const session = sessionAt(calendar, spec.root, bar.timeMs);
    const contractId = contractAt(calendar, spec.root, bar.timeMs).id;
    const rolled = this.contractId !== '' && this.contractId !== contractId;
    if (rolled) {
      this.indicators.reset();
      this.state = strategy.onRoll(this.state, params);
    }
    this.contractId = contractId;
    const openMs = session?.openMs ?? bar.timeMs;
    const sessionStart = rolled || openMs !== this.sessionOpenMs;
    this.sessionOpenMs = openMs;
    this.fill(bar);
    const values = this.indicators.next(bar, sessionStart);
    const clock = clockOf(bar, spec, calendar, params, sessionStart);
    const context: BarContext<P, V> = {
      bar,
      index: this.records.length,
      clock,
      spec,
      spreadTicks,
      params,
      values,
      book: this.book(),
    };
    const decision = strategy.onBar(context, this.state);
    this.state = decision.state;
    if (this.options.throughJson === true) {
      this.state = JSON.parse(JSON.stringify(this.state)) as S;
      this.indicators.load(JSON.parse(JSON.stringify(this.indicators.save())));
    }
    this.records.push({ bar, clock, decision });
    for (const intent of decision.intents) this.take(intent, bar);
    return decision;
  }

  view() {
    return this.options.strategy.view(this.state, this.options.params, this.options.spec);
  }

  private book(): BookView {
    const { open, pending } = this;
    return {
      netQty: open === undefined ? 0 : sign(open.direction) * open.qty,
      averageTicks: open?.average,
      entryWorking:
        pending === undefined
          ? undefined
          : {
              direction: pending.intent.direction,
              qty: pending.intent.qty,
              limitTicks: pending.intent.order.type === 'limit' ? pending.intent.order.limitTicks : undefined,
            },
      openedMs: open?.openedMs,
      targetsFilled: open?.targetsFilled ?? 0,
      lastExit: this.lastExit,
    };
  }

  private take(intent: Intent, bar: Bar): void {
    if (intent.kind === 'cancel-entry') this.pending = undefined;
    else if (intent.kind === 'exit') this.close(bar.close, bar.timeMs + MINUTE_MS, intent.reason);
    else if (this.open === undefined && this.pending === undefined) {
      this.pending = { intent, barsLeft: intent.order.type === 'limit' ? intent.order.validBars : 1 };
    }
  }

  private fill(bar: Bar): void {
    const { pending } = this;
    if (pending !== undefined) {
      const price = entryPrice(pending.intent, bar);
      pending.barsLeft -= 1;
      if (price !== undefined) {
        this.pending = undefined;
        this.open = opened(pending.intent, price, bar.timeMs);
      } else if (pending.barsLeft <= 0) this.pending = undefined;
    }
    const { open } = this;
    if (open === undefined) return;
    const up = sign(open.direction);
    const worst = up > 0 ? bar.low : bar.high;
    const best = up > 0 ? bar.high : bar.low;
    if (up * (worst - open.stop) <= 0) {
      this.close(open.stop, bar.timeMs, open.stop === open.average ? 'break_even' : 'sl_hit');
      return;
    }
    for (let target = open.targets[0]; target !== undefined; target = open.targets[0]) {
      if (up * (best - target.ticks) <= 0) return;
      open.targets.shift();
      open.targetsFilled += 1;
      open.realized += up * (target.ticks - open.average) * target.qty;
      open.qty -= target.qty;
      if (open.breakEven) open.stop = open.average;
      if (open.qty === 0) {
        this.close(target.ticks, bar.timeMs, 'tp_hit');
        return;
      }
    }
  }

  private close(price: number, timeMs: TimeMs, reason: ExitReason): void {
    const { open } = this;
    if (open === undefined) return;
    const ticks = open.realized + sign(open.direction) * (price - open.average) * open.qty;
    this.trades.push({ direction: open.direction, entryMs: open.openedMs, exitMs: timeMs, reason, ticks });
    this.lastExit = { direction: open.direction, reason, timeMs };
    this.open = undefined;
  }
}

function entryPrice(intent: Enter, bar: Bar): number | undefined {
  if (intent.order.type === 'market') return bar.open;
  const { limitTicks } = intent.order;
  const through = intent.direction === 'long' ? bar.low < limitTicks : bar.high > limitTicks;
  return through ? limitTicks : undefined;
}

function opened(intent: Enter, price: number, openedMs: TimeMs): Open {
  const up = sign(intent.direction);
  const at = (wish: Enter['stop'], away: number): number =>
    'priceTicks' in wish ? wish.priceTicks : price + away * wish.offsetTicks;
  return {
    direction: intent.direction,
    qty: intent.qty,
    average: price,
    openedMs,
    stop: at(intent.stop, -up),
    targets: intent.targets.map((target) => ({ ticks: at(target.price, up), qty: target.qty })),
    targetsFilled: 0,
    breakEven: intent.breakEvenAfterFirstTarget,
    realized: 0,
  };
}
