import type { Holding } from '../../execution/holding.ts';
import type { Ledger } from '../../execution/ledger.ts';
import type { Ticks } from '../../domain/units.ts';
import type { Figures } from './figures.ts';
import type { MarketState } from './market-state.ts';
import { plannedStop, stopAtLoss } from '../../execution/protection.ts';

export interface LastStopReads {
  readonly ledger: Ledger;
  readonly market: MarketState;
  readonly figures: Figures;
}

/**
 * Where a stop goes that nobody remembers, for a position that could not be closed: where the entry's plan wanted it, as
 * long as the market has not gone beyond; else where the position would lose from the present mark what the day may still
 * lose, and its margin at most. Undefined: there is neither plan nor mark.
 */
export function lastStop({ ledger, market, figures }: LastStopReads, holding: Holding): Ticks | undefined {
  const { contract, netQty, root, open } = holding;
  const mark = market.mark(root);
  const planned = plannedStop(holding, ledger.fold.get(open?.entryOrderId ?? ''));
  if (mark === undefined) return planned;
  if (planned !== undefined && Math.sign(netQty) * (mark - planned) > 0) return planned;
  const marginCents = Math.abs(netQty) * figures.marginCents(contract);
  const bearableCents = Math.min(marginCents, figures.room()?.leftCents ?? marginCents);
  return stopAtLoss(netQty, mark, contract.tickValueCents, bearableCents);
}
