import { formatPrice, type ContractSpec } from '../../domain/contract.ts';
import { sign, type Ticks, type TimeMs } from '../../domain/units.ts';
import type { Intent } from '../strategy.ts';
import type { Po3Parameters } from './parameters.ts';
import type { EntryPlan, Range, Sweep } from './plan.ts';
import { gapMiddle, type Gap } from './structure.ts';

export type Proposal = { readonly ok: true; readonly entry: EntryPlan } | { readonly ok: false; readonly why: string };

/**
 * Entry at the gap's middle, stop beyond the extreme, first target the range's middle, second its far edge. Refused when
 * the first target is not beyond the entry, the reward too small or the stop too close.
 */
export function propose(
  range: Range,
  sweep: Sweep,
  gap: Gap,
  atr: number,
  leastStop: Ticks,
  params: Po3Parameters,
  nowMs: TimeMs,
): Proposal {
  const { direction, extreme } = sweep;
  const up = sign(direction);
  const limit = gapMiddle(gap, direction);
  const stop = extreme - up * Math.max(params.stopTicks, Math.ceil(params.stopAtr * atr));
  const middle = (range.high + range.low) / 2;
  // Half ticks towards the entry.
  const target1 = up > 0 ? Math.floor(middle) : Math.ceil(middle);
  const target2 = up > 0 ? range.high : range.low;
  const risk = up * (limit - stop);
  const reward = up * (target2 - limit);
  if (up * (target1 - limit) <= 0) return { ok: false, why: 'the middle of the range is not beyond the entry' };
  if (risk < leastStop)
    return { ok: false, why: `the stop would be ${risk} ticks away, at least ${leastStop} are needed` };
  if (reward < params.minReward * risk) {
    return { ok: false, why: `reward ${(reward / risk).toFixed(2)} times the risk, ${params.minReward} is needed` };
  }
  return { ok: true, entry: { limit, stop, target1, target2, qty: params.qty, placedMs: nowMs } };
}

/** The order: half (the greater half of an odd size) leaves at the first target, a single contract whole. */
export function entryIntent(
  entry: EntryPlan,
  sweep: Sweep,
  params: Po3Parameters,
  rsi: number | undefined,
  spec: ContractSpec,
): Extract<Intent, { kind: 'enter' }> {
  const first = Math.ceil(entry.qty / 2);
  const rest = entry.qty - first;
  const swept = sweep.direction === 'short' ? 'high' : 'low';
  return {
    kind: 'enter',
    direction: sweep.direction,
    qty: entry.qty,
    order: { type: 'limit', limitTicks: entry.limit, validBars: params.limitBars },
    stop: { priceTicks: entry.stop },
    targets: [
      { price: { priceTicks: entry.target1 }, qty: first },
      ...(rest > 0 ? [{ price: { priceTicks: entry.target2 }, qty: rest }] : []),
    ],
    breakEvenAfterFirstTarget: rest > 0,
    why: `range ${swept} swept to ${formatPrice(spec, sweep.extreme)}, back inside, structure shift, gap at ${formatPrice(spec, entry.limit)}`,
    ...(rsi === undefined ? {} : { rsi }),
  };
}
