import type { Cents, Quantity, Side, Ticks } from './units.ts';
import { sign } from './units.ts';

/**
 * Net quantity of one book in one contract, the fold of its fills. The average price is never stored: the exact sum of
 * (price x quantity) of what is open is, so that realized P&L stays an exact integer.
 *
 * Closing takes the average of what is open. The cost of `q` out of `n` is sum * q / n, which is not always an integer
 * number of ticks: the part taken is rounded half away from zero and the rest keeps the difference, so that a closed
 * position has consumed exactly its cost and nothing is lost.
 */
export interface Position {
  /** Signed: positive long, negative short, zero flat. */
  readonly netQty: number;
  /** Sum of price x quantity of the open part, ticks, unsigned quantity. */
  readonly costTicksSum: number;
}

export const FLAT: Position = { netQty: 0, costTicksSum: 0 };

export interface Applied {
  readonly position: Position;
  /** Realized by this fill, before fees, in tick x contract units (times the tick value = cents). */
  readonly realizedTicks: number;
  readonly closedQty: Quantity;
  readonly openedQty: Quantity;
}

/** Realized P&L is computed here and nowhere else. */
export function applyFill(position: Position, side: Side, qty: Quantity, priceTicks: Ticks): Applied {
  const direction = sign(side);
  const held = Math.abs(position.netQty);
  const heldSign = Math.sign(position.netQty);
  if (heldSign === 0 || heldSign === direction) {
    return {
      position: { netQty: position.netQty + direction * qty, costTicksSum: position.costTicksSum + priceTicks * qty },
      realizedTicks: 0,
      closedQty: 0,
      openedQty: qty,
    };
  }
  const closedQty = Math.min(qty, held);
  const cost = closedQty === held ? position.costTicksSum : roundHalfAway((position.costTicksSum * closedQty) / held);
  const realizedTicks = heldSign * (priceTicks * closedQty - cost);
  const openedQty = qty - closedQty;
  const next: Position =
    openedQty > 0
      ? { netQty: direction * openedQty, costTicksSum: priceTicks * openedQty }
      : { netQty: position.netQty + direction * closedQty, costTicksSum: position.costTicksSum - cost };
  return { position: next.netQty === 0 ? FLAT : next, realizedTicks, closedQty, openedQty };
}

/** What ticks are worth, in whole cents: a tick of some contracts is worth half a cent more or less (a note's: 15.625 dollars). */
export function worthCents(ticks: number, tickValueCents: number): Cents {
  // Plus zero: nothing is 0, not -0.
  return Math.round(ticks * tickValueCents) + 0;
}

/** Open P&L at a mark, before fees. */
export function openPnlCents(position: Position, mark: Ticks, tickValueCents: Cents): Cents {
  if (position.netQty === 0) return 0;
  const held = Math.abs(position.netQty);
  return worthCents(Math.sign(position.netQty) * (mark * held - position.costTicksSum), tickValueCents);
}

/** Average entry price in ticks (fractional), or undefined when flat. */
export function averageTicks(position: Position): number | undefined {
  return position.netQty === 0 ? undefined : position.costTicksSum / Math.abs(position.netQty);
}

function roundHalfAway(value: number): number {
  return Math.sign(value) * Math.round(Math.abs(value));
}
