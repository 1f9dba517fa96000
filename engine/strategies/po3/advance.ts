import { formatPrice } from '../../domain/contract.ts';
import type { ChartIndicators } from '../chart-indicators.ts';
import { leastDistance } from '../protection.ts';
import type { BarContext, Intent } from '../strategy.ts';
import type { DayHistory } from './days.ts';
import { entryIntent, propose } from './entry.ts';
import type { Po3Parameters } from './parameters.ts';
import { over, type Plan, type Range, type Step, type Sweep } from './plan.ts';
import { buildRange } from './range.ts';
import { followLeg, shifted } from './shift.ts';
import type { RecentBar } from './structure.ts';
import { awaitReclaim, followExtreme, voidReason, watchForSweep } from './sweep.ts';
import { planMinute, planWindow } from './windows.ts';

export type Po3Context = BarContext<Po3Parameters, ChartIndicators>;

export interface Advance extends Step {
  readonly logs: readonly string[];
  readonly intent?: Extract<Intent, { kind: 'enter' }>;
}

/** One bar of a plan that is neither at the venue nor in a position: every stage that the bar completes, in order. */
export function advance(context: Po3Context, before: Plan, days: DayHistory, recent: readonly RecentBar[]): Advance {
  const { bar, clock, params, spec } = context;
  const logs: string[] = [];
  let plan = before;
  const take = (step: Step): void => {
    plan = step.plan;
    if (step.log !== undefined) logs.push(step.log);
  };
  const { range } = before;

  if (plan.stage === 'range') {
    take(buildRange(plan, bar, clock.newYorkOpenMinute, days, params, spec));
    return { plan, logs };
  }
  if (range === null || plan.stage === 'done') return { plan, logs };

  if (tooLate(context)) {
    take(over(plan, `no entry by ${params.tradeUntil} New York`));
  } else if (plan.stage === 'watch') {
    take(watchForSweep(plan, range, bar, clock.newYorkOpenMinute, params, spec));
  } else if (plan.sweep !== null) {
    take(follow(context, plan, range, plan.sweep, recent));
  }
  if (plan.stage === 'sweep' && plan.sweep !== null) take(awaitReclaim(plan, range, plan.sweep, bar, params, spec));
  if (plan.stage === 'shift' && plan.sweep !== null && shifted(plan.sweep, bar)) {
    const swing = formatPrice(spec, plan.sweep.swing?.ticks ?? bar.close);
    take({
      plan: { ...plan, stage: 'gap', note: 'structure shifted; waiting for the gap it leaves' },
      log: `Structure shift: close ${formatPrice(spec, bar.close)} beyond the swing at ${swing}`,
    });
  }
  if (plan.stage !== 'gap' || plan.sweep === null) return { plan, logs };
  const placed = place(context, plan, range, plan.sweep);
  take(placed);
  return { plan, logs, ...(placed.intent === undefined ? {} : { intent: placed.intent }) };
}

/** What every bar does to a swept range: it may void the plan, set a new extreme, confirm a swing, leave or fill a gap. */
function follow(context: Po3Context, plan: Plan, range: Range, before: Sweep, recent: readonly RecentBar[]): Step {
  const { bar, params, values, spec } = context;
  const why = voidReason(range, before, bar, params);
  if (why !== undefined) return over(plan, why);
  const extended = followExtreme(before, bar);
  const sweep = followLeg(extended, bar, recent, values.atr, params);
  if (before.reclaimedMs === null || extended.reclaimedMs !== null) return { plan: { ...plan, sweep } };
  const log = `New extreme ${formatPrice(spec, sweep.extreme)}: the reclaim is taken back`;
  return { plan: { ...plan, stage: 'sweep', sweep, note: 'new extreme after the reclaim' }, log };
}

/** Stage `gap`: an order into the newest gap that makes a sound trade, or a bar less to wait. */
function place(
  context: Po3Context,
  plan: Plan,
  range: Range,
  sweep: Sweep,
): Step & { readonly intent?: Advance['intent'] } {
  const { bar, clock, params, values, spec, spreadTicks } = context;
  const { atr, rsi } = values;
  if (atr === undefined) return over(plan, 'the ATR is still warming up');
  const { from } = planWindow(params.tradeFrom, params.tradeUntil, params.repeatHourly);
  if (planMinute(clock.newYorkOpenMinute, params.repeatHourly) + 1 < from) return { plan };
  if (!clock.entriesAllowed && !params.repeatHourly) return over(plan, 'outside the entry hours');
  const least = leastDistance(spreadTicks, params.minStopTicks, params.minStopSpreads);
  let refusal = 'the shift left no gap';
  for (const gap of sweep.gaps.toReversed()) {
    const proposal = propose(range, sweep, gap, atr, least, params, bar.timeMs);
    if (!proposal.ok) {
      refusal = proposal.why;
      continue;
    }
    const { entry } = proposal;
    const intent = entryIntent(entry, sweep, params, rsi, spec);
    const price = (ticks: number): string => formatPrice(spec, ticks);
    const note =
      `${sweep.direction} ${entry.qty} limit ${price(entry.limit)}, stop ${price(entry.stop)}, ` +
      `targets ${price(entry.target1)} and ${price(entry.target2)}`;
    const log = `Gap ${price(gap.bottom)} to ${price(gap.top)}: ${note}, valid ${params.limitBars} bars`;
    return { plan: { ...plan, stage: 'entry', entry, note }, log, intent };
  }
  if (sweep.gapBarsLeft <= 0) return over(plan, refusal);
  return { plan: { ...plan, sweep: { ...sweep, gapBarsLeft: sweep.gapBarsLeft - 1 } } };
}

/** True from the entry window's end on. */
export function tooLate({ clock, params }: Po3Context): boolean {
  const { until } = planWindow(params.tradeFrom, params.tradeUntil, params.repeatHourly);
  return planMinute(clock.newYorkOpenMinute, params.repeatHourly) + 1 >= until;
}
