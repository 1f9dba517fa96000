import type { ContractFacts } from '../../domain/contract.ts';
import type { OrderState } from '../../domain/order.ts';
import type { Holding } from '../../execution/holding.ts';
import type { Ledger } from '../../execution/ledger.ts';
import type { Cents, Ticks } from '../../domain/units.ts';
import type { MarketState } from './market-state.ts';
import { factsOf } from '../../domain/catalog.ts';
import { sign } from '../../domain/units.ts';
import { entryRiskCents } from '../../risk/entry-risk.ts';

/** What a contract costs, in cents. */
export interface ContractCosts {
  feePerSideCents(contract: ContractFacts): Cents;
  marginCents(contract: ContractFacts): Cents;
}

/**
 * What is spoken for of the day's room: what each open position loses from its present mark to its stop, and what each
 * entry that waits may lose. A position that no stop covers counts with its margin.
 */
export function reservedCents(ledger: Ledger, market: MarketState, costs: ContractCosts, slippageTicks: Ticks): Cents {
  let cents = 0;
  for (const book of ledger.books()) {
    const orders = book.held().length > 0 || ledger.fold.hasOpenOrders(book.id) ? ledger.openOrders(book.id) : [];
    for (const holding of book.held()) cents += positionCents(holding, orders, market, costs);
    for (const state of orders) {
      if (!state.order.reducing) cents += entryCents(state, market, costs, slippageTicks);
    }
  }
  return cents;
}

function positionCents(
  holding: Holding,
  orders: readonly OrderState[],
  market: MarketState,
  costs: ContractCosts,
): Cents {
  const { netQty, contract, contractId, root } = holding;
  const mark = market.mark(root);
  if (mark === undefined) return Math.abs(netQty) * costs.marginCents(contract);
  let naked = Math.abs(netQty);
  let cents = 0;
  for (const { order, stopTicks, qty, filledQty } of orders) {
    if (order.role !== 'stop' || order.contractId !== contractId || stopTicks === undefined) continue;
    const covered = Math.min(naked, qty - filledQty);
    naked -= covered;
    cents += Math.ceil(Math.max(0, Math.sign(netQty) * (mark - stopTicks)) * covered * contract.tickValueCents);
  }
  return cents + naked * costs.marginCents(contract);
}

function entryCents(
  { order, qty, filledQty }: OrderState,
  market: MarketState,
  costs: ContractCosts,
  slippageTicks: Ticks,
): Cents {
  const contract = factsOf(order);
  const left = qty - filledQty;
  const entryTicks = order.limitTicks ?? order.stopTicks ?? market.mark(order.root);
  const stop = order.bracket?.stop.price;
  if (entryTicks === undefined || stop === undefined) return left * costs.marginCents(contract);
  const entry = { direction: sign(order.side), qty: left, entryTicks, stop };
  const risk = entryRiskCents(entry, contract, { feePerSideCents: costs.feePerSideCents(contract), slippageTicks });
  return Math.max(0, risk);
}
