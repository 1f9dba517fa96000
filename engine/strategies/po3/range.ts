import type { Bar } from '../../domain/bar.ts';
import type { ContractSpec } from '../../domain/contract.ts';
import { formatPrice } from '../../domain/contract.ts';
import { dailyAtr, type DayHistory } from './days.ts';
import type { Po3Parameters } from './parameters.ts';
import { heightOf, over, type Plan, type Range, type Step } from './plan.ts';
import { planMinute, planWindow } from './windows.ts';

/**
 * Accumulation: high and low of the window's bars. When the window is over the range stands or the plan is over: too few
 * minutes, no daily ATR, too high or too flat.
 */
export function buildRange(
  plan: Plan,
  bar: Bar,
  newYorkOpenMinute: number,
  days: DayHistory,
  params: Po3Parameters,
  spec: ContractSpec,
): Step {
  const { from, until } = planWindow(params.rangeFrom, params.rangeUntil, params.repeatHourly);
  const minute = planMinute(newYorkOpenMinute, params.repeatHourly);
  if (minute < from) return { plan: { ...plan, note: `before the range (${params.rangeFrom} New York)` } };
  const range = minute < until ? withBar(plan.range, bar) : plan.range;
  // The window's last minute ends it, so that the next bar is already judged against it.
  if (minute + 1 < until) {
    const note = `range so far ${words(range, spec)}, ${minute + 1 - from} of ${until - from} minutes`;
    return { plan: { ...plan, range, note } };
  }
  return judge({ ...plan, range }, until - from, days, params, spec);
}

function judge(plan: Plan, minutes: number, days: DayHistory, params: Po3Parameters, spec: ContractSpec): Step {
  const { range } = plan;
  if (range === null || range.minutes < params.rangeCoverage * minutes) {
    const least = Math.ceil(params.rangeCoverage * minutes);
    return over(plan, `the range has ${range?.minutes ?? 0} of ${minutes} minutes, at least ${least} are needed`);
  }
  const height = heightOf(range);
  const atr = dailyAtr(days, params.dailyAtrMinDays);
  if (params.dailyAtrMinDays > 0) {
    if (atr === undefined) {
      const have = days.trueRanges.length;
      return over(plan, `the daily ATR needs ${params.dailyAtrMinDays} complete trading days, there are ${have}`);
    }
    const most = params.rangeMaxAtr * atr;
    const size = `the range is ${height} ticks high`;
    const measure = `${params.rangeMaxAtr} daily ATR (${most.toFixed(0)} ticks)`;
    if (height > most) return over(plan, `${size}, more than ${measure}`);
    if (height < params.rangeMinShare * most)
      return over(plan, `${size}, less than ${params.rangeMinShare} of ${measure}`);
  }
  if (height < 2) return over(plan, `the range is ${height} ticks high`);
  return {
    plan: {
      ...plan,
      stage: 'watch',
      note: `range ${words(range, spec)}; watching for a sweep from ${params.sweepFrom} New York`,
    },
    log: `Range stands: ${words(range, spec)}, ${height} ticks${atr === undefined ? '' : `, daily ATR ${atr.toFixed(0)} ticks`}`,
  };
}

function withBar(range: Range | null, bar: Bar): Range {
  if (range === null) return { fromMs: bar.timeMs, high: bar.high, low: bar.low, minutes: 1 };
  return {
    ...range,
    high: Math.max(range.high, bar.high),
    low: Math.min(range.low, bar.low),
    minutes: range.minutes + 1,
  };
}

function words(range: Range | null, spec: ContractSpec): string {
  return range === null ? '(no bar)' : `${formatPrice(spec, range.low)} to ${formatPrice(spec, range.high)}`;
}
