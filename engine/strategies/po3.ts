import { EXIT_REASONS } from '../domain/reasons.ts';
import { MINUTE_MS, type TimeMs } from '../domain/units.ts';
import { ChartIndicatorSet, type ChartIndicators } from './chart-indicators.ts';
import { advance, tooLate, type Po3Context } from './po3/advance.ts';
import { NO_DAYS, rolled, withBar, type DayHistory } from './po3/days.ts';
import { po3Faults, PO3_PARAMETERS, PO3_PRESETS, type Po3Parameters } from './po3/parameters.ts';
import { newPlan, type Plan } from './po3/plan.ts';
import { withRecent, type RecentBar } from './po3/structure.ts';
import { voidReason } from './po3/sweep.ts';
import { planKey } from './po3/windows.ts';
import type { Decision, Intent, Strategy, StrategyLevel, StrategyLog } from './strategy.ts';

/**
 * PO3, the "power of three": the overnight range is accumulated, one edge of it is swept around London's open, and the
 * trade goes the other way once price is back inside and its structure has shifted. Times are New York wall clock. An
 * example: no claim that it earns. The rules, step by step: docs/strategies.md.
 */
export interface Po3State {
  readonly days: DayHistory;
  /** The last bars of this session. */
  readonly recent: readonly RecentBar[];
  readonly plan: Plan | null;
  /** Time of the last exit that was seen. */
  readonly lastExitMs: TimeMs | null;
  /** Targets of the open position that were seen filled. */
  readonly targetsSeen: number;
}

const START: Po3State = { days: NO_DAYS, recent: [], plan: null, lastExitMs: null, targetsSeen: 0 };

export const po3: Strategy<Po3Parameters, Po3State, ChartIndicators> = {
  kind: 'po3',
  title: 'PO3: fade the sweep of the overnight range',
  parameters: PO3_PARAMETERS,
  presets: PO3_PRESETS,
  faults: po3Faults,
  indicators: (params) => new ChartIndicatorSet(params),
  initialState: () => START,
  onBar: decide,
  onRoll: (state, params) => ({
    ...START,
    days: rolled(state.days, params.dailyAtrDays),
    lastExitMs: state.lastExitMs,
  }),
  view: (state, _params) => ({
    pendingSetup: state.plan?.stage === 'done' ? null : (state.plan?.sweep?.direction ?? null),
    barsLeft: null,
    phase: state.plan?.stage ?? 'warming up',
    note: state.plan?.note ?? 'waiting for the first bar',
    levels: state.plan === null ? [] : levelsOf(state.plan),
  }),
};

function decide(context: Po3Context, before: Po3State): Decision<Po3State> {
  const { bar, clock, params, book } = context;
  const logs: StrategyLog[] = [];
  const info = (message: string): void => void logs.push({ type: 'info', message });
  const held = book.netQty !== 0;
  const busy = held || book.entryWorking !== undefined;

  const key = planKey(bar.timeMs, clock.newYorkOpenMinute, params.repeatHourly);
  const recent = withRecent(clock.sessionStart ? [] : before.recent, bar);
  // A plan that still has an order or a position is seen to its end first.
  let plan = before.plan === null || (before.plan.key !== key && !busy) ? newPlan(key) : before.plan;
  const exit = book.lastExit;
  const closed = exit !== undefined && exit.timeMs !== before.lastExitMs;
  if (closed) {
    const note = `the trade is closed: ${EXIT_REASONS[exit.reason]}`;
    info(`Flat again: ${EXIT_REASONS[exit.reason]}`);
    if (!busy && (plan.stage === 'entry' || plan.stage === 'trade')) plan = { ...plan, stage: 'done', note };
  }
  const state: Po3State = {
    days: withBar(before.days, bar, clock, params.dailyAtrDays),
    recent,
    plan,
    lastExitMs: exit?.timeMs ?? before.lastExitMs,
    targetsSeen: held ? book.targetsFilled : 0,
  };
  if (held && book.targetsFilled > before.targetsSeen) {
    info(before.targetsSeen === 0 ? 'First target reached: half is off, stop to break-even' : 'Target reached');
  }

  if (clock.mustBeFlat) {
    const over = endPlan(plan, 'time to be flat');
    return { state: { ...state, plan: over }, intents: leave(context, 'time to be flat'), logs, signal: null };
  }
  if (held) return manage(context, state, plan, logs);
  if (plan.stage === 'entry') return awaitFill(context, state, plan, logs);
  // The plan is over but its order is still at the venue: ask again until it is gone.
  if (busy) return { state, intents: leave(context, 'the plan is over'), logs, signal: null };
  if (plan.stage === 'done') return { state, intents: [], logs, signal: null };

  const step = advance(context, plan, state.days, recent);
  step.logs.forEach(info);
  const intents: readonly Intent[] = step.intent === undefined ? [] : [step.intent];
  return { state: { ...state, plan: step.plan }, intents, logs, signal: step.intent?.direction ?? null };
}

/** In a position: protection rests at the venue; only time is left to watch. */
function manage(context: Po3Context, state: Po3State, plan: Plan, logs: StrategyLog[]): Decision<Po3State> {
  const { clock, params, book } = context;
  const side = book.netQty > 0 ? 'long' : 'short';
  if (plan.stage !== 'trade') logs.push({ type: 'success', message: `Filled: ${side} ${Math.abs(book.netQty)}` });
  const minutes = book.openedMs === undefined ? 0 : Math.floor((clock.closeMs - book.openedMs) / MINUTE_MS);
  const late = book.targetsFilled === 0 && minutes >= params.timeLimitMinutes;
  const note =
    book.targetsFilled > 0
      ? `${side} ${Math.abs(book.netQty)} for the second target, stop at break-even`
      : `${side} ${Math.abs(book.netQty)} for ${minutes} minutes; closed at ${params.timeLimitMinutes} without the first target`;
  const intents: Intent[] = [];
  if (late) {
    const why = `${params.timeLimitMinutes} minutes without the first target`;
    logs.push({ type: 'info', message: `Closing: ${why}` });
    if (book.entryWorking !== undefined) intents.push({ kind: 'cancel-entry', why });
    intents.push({ kind: 'exit', reason: 'time_limit', why });
  }
  return { state: { ...state, plan: { ...plan, stage: 'trade', note } }, intents, logs, signal: null };
}

/** The limit order is at the venue: it fills, runs out there, or is canceled because the plan is void. */
function awaitFill(context: Po3Context, state: Po3State, plan: Plan, logs: StrategyLog[]): Decision<Po3State> {
  const { bar, params, book } = context;
  const done = (why: string, intents: readonly Intent[] = []): Decision<Po3State> => {
    logs.push({ type: 'info', message: `No trade: ${why}` });
    return { state: { ...state, plan: { ...plan, stage: 'done', note: why } }, intents, logs, signal: null };
  };
  if (book.entryWorking === undefined) return done('the limit order was not filled');
  const why = plan.range !== null && plan.sweep !== null ? voidReason(plan.range, plan.sweep, bar, params) : undefined;
  const reason = why ?? (tooLate(context) ? `no fill by ${params.tradeUntil} New York` : undefined);
  if (reason === undefined) return { state, intents: [], logs, signal: null };
  return done(reason, [{ kind: 'cancel-entry', why: reason }]);
}

function leave({ book }: Po3Context, why: string): readonly Intent[] {
  const cancel: readonly Intent[] = book.entryWorking === undefined ? [] : [{ kind: 'cancel-entry', why }];
  return book.netQty === 0 ? cancel : [...cancel, { kind: 'exit', reason: 'end_of_session', why }];
}

function endPlan(plan: Plan, why: string): Plan {
  return plan.stage === 'done' ? plan : { ...plan, stage: 'done', note: why };
}

function levelsOf({ range, sweep, entry }: Plan): readonly StrategyLevel[] {
  const levels: StrategyLevel[] = [];
  if (range !== null) {
    levels.push({ name: 'range high', ticks: range.high, fromMs: range.fromMs });
    levels.push({ name: 'range low', ticks: range.low, fromMs: range.fromMs });
  }
  if (sweep !== null) levels.push({ name: 'sweep extreme', ticks: sweep.extreme, fromMs: sweep.extremeMs });
  const swing = sweep?.swing;
  if (swing) levels.push({ name: 'swing', ticks: swing.ticks, fromMs: swing.timeMs });
  if (entry !== null) {
    levels.push({ name: 'limit', ticks: entry.limit, fromMs: entry.placedMs });
    levels.push({ name: 'stop', ticks: entry.stop, fromMs: entry.placedMs });
    levels.push({ name: 'target 1', ticks: entry.target1, fromMs: entry.placedMs });
    levels.push({ name: 'target 2', ticks: entry.target2, fromMs: entry.placedMs });
  }
  return levels;
}
