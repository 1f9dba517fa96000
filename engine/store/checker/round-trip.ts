import type { ClientOrderId, ContractId } from '../../domain/ids.ts';
import type { Fill } from '../../domain/fill.ts';

/** A round trip from flat to flat, as the checker counts it. */
export interface RoundTrip {
  readonly contractId: ContractId;
  readonly root: string;
  readonly long: boolean;
  readonly entryOrderId: ClientOrderId;
  readonly entryMs: number;
  readonly entryStep: number;
  exitMs: number;
  opened: number;
  closed: number;
  entrySum: number;
  exitSum: number;
  fees: number;
}

export function beginRoundTrip(fill: Fill, step: number): RoundTrip {
  return {
    contractId: fill.contractId,
    root: fill.root,
    long: fill.side === 'buy',
    entryOrderId: fill.orderId,
    entryMs: fill.timeMs,
    entryStep: step,
    exitMs: fill.timeMs,
    opened: 0,
    closed: 0,
    entrySum: 0,
    exitSum: 0,
    fees: 0,
  };
}

/** Result before fees of a closed round trip, in ticks. */
export function resultTicks(trip: RoundTrip): number {
  return trip.long ? trip.exitSum - trip.entrySum : trip.entrySum - trip.exitSum;
}

/**
 * Cost, in ticks, of `qty` out of an open part of `held` that cost `cost`: the proportional share in whole ticks, a half
 * rounded up (prices are positive). What remains keeps the difference.
 */
export function shareOfCost(cost: number, qty: number, held: number): number {
  const twice = 2 * cost * qty;
  const share = (twice + held - ((twice + held) % (2 * held))) / (2 * held);
  return qty === held ? cost : share;
}
