import type { Bar } from '../../domain/bar.ts';
import { formatPrice, type ContractSpec } from '../../domain/contract.ts';
import { MINUTE_MS, sign, type Direction, type Ticks } from '../../domain/units.ts';
import type { Po3Parameters } from './parameters.ts';
import { heightOf, over, type Plan, type Range, type Step, type Sweep } from './plan.ts';
import { planMinute, planWindow } from './windows.ts';

/** How far beyond an edge counts as swept: max(ticks, share of the range), in whole ticks. */
export function sweepDistance(range: Range, params: Po3Parameters): Ticks {
  return Math.max(params.sweepTicks, Math.ceil(params.sweepShare * heightOf(range)));
}

/** Which edges a bar sweeps, by the direction of the trade against it: a swept high is a short. */
export function sweptBy(bar: Bar, range: Range, params: Po3Parameters): readonly Direction[] {
  const distance = sweepDistance(range, params);
  const swept: Direction[] = [];
  if (bar.high >= range.high + distance) swept.push('short');
  if (bar.low <= range.low - distance) swept.push('long');
  return swept;
}

/** Stage `watch`: the first bar in the window that sweeps an edge. */
export function watchForSweep(
  plan: Plan,
  range: Range,
  bar: Bar,
  newYorkOpenMinute: number,
  params: Po3Parameters,
  spec: ContractSpec,
): Step {
  const { from, until } = planWindow(params.sweepFrom, params.sweepUntil, params.repeatHourly);
  const minute = planMinute(newYorkOpenMinute, params.repeatHourly);
  if (minute < from) return { plan };
  if (minute >= until) return over(plan, `neither edge was swept by ${params.sweepUntil} New York`);
  const [direction, other] = sweptBy(bar, range, params);
  if (direction === undefined) return { plan };
  if (other !== undefined) return over(plan, 'one bar swept both edges');
  const sweep: Sweep = {
    direction,
    firstMs: bar.timeMs,
    extreme: direction === 'short' ? bar.high : bar.low,
    extremeMs: bar.timeMs,
    reclaimedMs: null,
    swing: null,
    gaps: [],
    gapBarsLeft: params.gapWaitBars,
  };
  const edge = direction === 'short' ? 'high' : 'low';
  const log = `Range ${edge} swept at ${formatPrice(spec, sweep.extreme)}: looking for a ${direction}`;
  return { plan: { ...plan, stage: 'sweep', sweep, note: `${edge} swept, price is outside the range` }, log };
}

/** Why the plan is void after this bar, or undefined. Holds from the sweep until the entry fills. */
export function voidReason(range: Range, sweep: Sweep, bar: Bar, params: Po3Parameters): string | undefined {
  if (sweptBy(bar, range, params).some((direction) => direction !== sweep.direction)) return 'both edges were swept';
  const excursion = sweep.direction === 'short' ? bar.high - range.high : range.low - bar.low;
  if (excursion > params.trendDayRanges * heightOf(range)) {
    return `price went ${excursion} ticks beyond the range, a trend day`;
  }
  return undefined;
}

/**
 * The extreme follows price until a minute closes back inside the range. A new extreme after that takes the reclaim back:
 * the stop would lie inside the move.
 */
export function followExtreme(sweep: Sweep, bar: Bar): Sweep {
  const reached = sweep.direction === 'short' ? bar.high : bar.low;
  if (sign(sweep.direction) * (sweep.extreme - reached) <= 0) return sweep;
  return {
    ...sweep,
    extreme: reached,
    extremeMs: bar.timeMs,
    reclaimedMs: null,
    gaps: [],
    gapBarsLeft: sweep.gapBarsLeft,
  };
}

/** Stage `sweep`: a close back inside in time, or the plan is over. */
export function awaitReclaim(
  plan: Plan,
  range: Range,
  sweep: Sweep,
  bar: Bar,
  params: Po3Parameters,
  spec: ContractSpec,
): Step {
  const minutes = (bar.timeMs - sweep.firstMs) / MINUTE_MS;
  if (minutes > params.reclaimMinutes)
    return over(plan, `no close back inside the range within ${params.reclaimMinutes} minutes of the sweep`);
  if (bar.close > range.high || bar.close < range.low) return { plan: { ...plan, sweep } };
  const log = `Back inside the range at ${formatPrice(spec, bar.close)}; extreme ${formatPrice(spec, sweep.extreme)}`;
  const note = `back inside; waiting for a close beyond the last swing`;
  return { plan: { ...plan, stage: 'shift', sweep: { ...sweep, reclaimedMs: bar.timeMs }, note }, log };
}
