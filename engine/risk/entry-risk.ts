import type { ContractFacts } from '../domain/contract.ts';
import type { ProtectivePrice } from '../domain/order.ts';
import type { Cents, Quantity, Ticks } from '../domain/units.ts';

export interface EntryRisk {
  /** +1 for long, -1 for short. */
  readonly direction: 1 | -1;
  readonly qty: Quantity;
  /** Price that it is expected to fill at. */
  readonly entryTicks: Ticks;
  readonly stop: ProtectivePrice;
}

/** Ticks from the entry to its stop, positive when the stop lies on the protective side. */
export function stopDistance({ direction, entryTicks, stop }: Omit<EntryRisk, 'qty'>): Ticks {
  return 'offsetTicks' in stop ? stop.offsetTicks : direction * (entryTicks - stop.priceTicks);
}

/** What an entry loses when it fills and is stopped: distance to the stop, slippage and fees of both sides, in cents. */
export function entryRiskCents(
  entry: EntryRisk,
  contract: Pick<ContractFacts, 'tickValueCents'>,
  costs: { readonly feePerSideCents: Cents; readonly slippageTicks: Ticks },
): Cents {
  const ticks = stopDistance(entry) + 2 * costs.slippageTicks;
  return Math.ceil(entry.qty * (ticks * contract.tickValueCents + 2 * costs.feePerSideCents));
}
