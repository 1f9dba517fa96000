import type { ContractId } from '../../domain/ids.ts';
import type { BrokerPosition } from '../../domain/broker.ts';
import type { Position } from '../../domain/position.ts';
import type { Cents, Quantity, Side, Ticks } from '../../domain/units.ts';
import { specOf } from '../../domain/catalog.ts';
import { FLAT, applyFill } from '../../domain/position.ts';

/**
 * The broker's own books: one net position per dated contract (a broker does not know our books) and the money.
 * cash = start balance + realized - fees.
 */
export class BrokerBooks {
  realizedCents: Cents;
  feesCents: Cents;
  private readonly startBalanceCents: Cents;
  private readonly positions = new Map<string, { readonly root: string; position: Position }>();

  constructor(
    startBalanceCents: Cents,
    stored?: { realizedCents: Cents; feesCents: Cents; positions: readonly BrokerPosition[] },
  ) {
    this.startBalanceCents = startBalanceCents;
    this.realizedCents = stored?.realizedCents ?? 0;
    this.feesCents = stored?.feesCents ?? 0;
    for (const { root, contractId, netQty, costTicksSum } of stored?.positions ?? []) {
      this.positions.set(contractId, { root, position: { netQty, costTicksSum } });
    }
  }

  fill(root: string, contractId: ContractId, side: Side, qty: Quantity, priceTicks: Ticks, feeCents: Cents): void {
    const held = this.positions.get(contractId)?.position ?? FLAT;
    const applied = applyFill(held, side, qty, priceTicks);
    this.realizedCents += applied.realizedTicks * specOf(root).tickValueCents;
    this.feesCents += feeCents;
    if (applied.position.netQty === 0) this.positions.delete(contractId);
    else this.positions.set(contractId, { root, position: applied.position });
  }

  cashCents(): Cents {
    return this.startBalanceCents + this.realizedCents - this.feesCents;
  }

  /** Positions that are not flat, in the order in which they were opened. */
  list(): BrokerPosition[] {
    return Array.from(this.positions, ([contractId, { root, position }]) => ({ root, contractId, ...position }));
  }
}
