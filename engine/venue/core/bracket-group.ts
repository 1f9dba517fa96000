import type { ClientOrderId } from '../../domain/ids.ts';
import type { StoredGroup, StoredLeg } from '../../ports/venue-store.ts';
import type { Quantity, Ticks } from '../../domain/units.ts';

/**
 * An entry with its protective legs. The quantity that is open = what the entry filled, less what the legs closed; it is
 * all that the legs may hold:
 * - the stop covers all of it;
 * - the targets get it in their order, each up to its planned quantity. So further fills of the entry grow them first
 *   to last, and a fill of the stop shrinks them last to first.
 * While the entry may still fill, a leg whose share is used up waits at nothing left instead of closing, because the
 * next fill gives it new work; it is canceled when the entry closes.
 */
export interface BracketGroup {
  readonly entryId: ClientOrderId;
  readonly entryQty: Quantity;
  entryFilledQty: Quantity;
  /** Closed by the legs. */
  closedQty: Quantity;
  /** The entry may still fill. */
  entryOpen: boolean;
  /** Offsets count from the price of the entry's first fill. */
  firstFillTicks: Ticks | undefined;
  readonly stop: StoredLeg;
  readonly targets: readonly StoredLeg[];
}

/** What a leg has done so far; undefined for a leg that is no longer open. */
export type FilledOf = (orderId: ClientOrderId) => Quantity | undefined;

export function openQty(group: BracketGroup): Quantity {
  return group.entryFilledQty - group.closedQty;
}

/** Quantity that each target may hold now, in their order; 0 for those that are closed. */
export function targetShares(group: BracketGroup, filledOf: FilledOf, qty: Quantity = openQty(group)): Quantity[] {
  let rest = qty;
  return group.targets.map((leg) => {
    const filled = filledOf(leg.orderId);
    const share = filled === undefined ? 0 : Math.min(leg.qty - filled, rest);
    rest -= share;
    return share;
  });
}

/** What a leg may still fill in its life: its share of what is open, and of what the entry may yet open. */
export function leavesOfLeg(group: BracketGroup, orderId: ClientOrderId, filledOf: FilledOf): Quantity {
  const reachable = (group.entryOpen ? group.entryQty : group.entryFilledQty) - group.closedQty;
  if (orderId === group.stop.orderId) return reachable;
  const index = group.targets.findIndex((leg) => leg.orderId === orderId);
  return targetShares(group, filledOf, reachable)[index] ?? 0;
}

export function storedGroup(group: BracketGroup): StoredGroup {
  const { entryId, entryQty, entryFilledQty, closedQty, entryOpen, stop, targets } = group;
  return {
    entryId,
    entryQty,
    entryFilledQty,
    closedQty,
    entryOpen,
    ...(group.firstFillTicks === undefined ? {} : { firstFillTicks: group.firstFillTicks }),
    stop,
    targets,
  };
}

export function restoredGroup(stored: StoredGroup): BracketGroup {
  return { ...stored, firstFillTicks: stored.firstFillTicks };
}
