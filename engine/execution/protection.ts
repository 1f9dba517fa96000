import type { OrderState } from '../domain/order.ts';
import type { Cents, Quantity, Ticks } from '../domain/units.ts';
import type { Holding } from './holding.ts';
import { legTicks } from './leg-price.ts';

/** How far the stops at the venue cover what is held. */
export interface Cover {
  /** Held and not covered by a stop that is known to rest at the venue. */
  readonly nakedQty: Quantity;
  /** Covered twice: as many contracts would be opened if all stops filled. */
  readonly excessQty: Quantity;
  /** A stop of ours is on its way and not acknowledged yet. */
  readonly underWay: boolean;
}

/**
 * @param orders the book's orders in the contract that are not closed. A stop that is being canceled covers nothing; one
 *   whose price is not known (a leg that has not come alive) neither
 */
export function coverOf(netQty: number, orders: readonly OrderState[]): Cover {
  const held = Math.abs(netQty);
  let covered = 0;
  let underWay = false;
  for (const { order, status, stopTicks, qty, filledQty } of orders) {
    if (order.role !== 'stop' || status === 'pending_cancel' || (netQty !== 0 && order.side === sideOf(netQty)))
      continue;
    if (status === 'suspended') continue;
    if (status === 'pending_new') underWay ||= order.parentId === undefined;
    else if (stopTicks !== undefined) covered += qty - filledQty;
  }
  return { nakedQty: Math.max(0, held - covered), excessQty: Math.max(0, covered - held), underWay };
}

/**
 * Where a stop belongs that is missing: where it stood first, else where the entry's bracket wanted it, counted from the
 * average entry; undefined where neither is known.
 */
export function plannedStop(holding: Holding, entry: OrderState | undefined): Ticks | undefined {
  const trade = holding.open;
  if (trade === undefined) return undefined;
  if (trade.initialStopTicks !== undefined) return trade.initialStopTicks;
  const plan = entry?.order.bracket?.stop.price;
  if (plan === undefined || entry === undefined) return undefined;
  const average = Math.round(trade.entryTicksSum / trade.openedQty);
  return legTicks(plan, 'stop', entry.order.side, average);
}

/** A stop that loses at most so much from the mark, slippage apart; a tick at least. */
export function stopAtLoss(netQty: number, markTicks: Ticks, tickValueCents: number, lossCents: Cents): Ticks {
  const ticks = Math.max(1, Math.floor(lossCents / (Math.abs(netQty) * tickValueCents)));
  return markTicks - Math.sign(netQty) * ticks;
}

function sideOf(netQty: number): 'buy' | 'sell' {
  return netQty > 0 ? 'buy' : 'sell';
}
