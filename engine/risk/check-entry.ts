import type { Denied, EntryIntent, Limit, RiskView } from './request.ts';
import { accountCap } from './account-cap.ts';
import { dailyLoss } from './daily-loss.ts';
import { marketHours } from './market-hours.ts';
import { onePosition } from './one-position.ts';
import { opposingBook } from './opposing-book.ts';
import { orderShape } from './order-shape.ts';
import { tradingState } from './trading-state.ts';

/** In this order; the first denial wins. */
export const LIMITS: readonly Limit[] = [
  tradingState,
  marketHours,
  orderShape,
  onePosition,
  opposingBook,
  accountCap,
  dailyLoss,
];

/** undefined: nothing speaks against it. Pure. */
export function checkEntry(intent: EntryIntent, view: RiskView): Denied | undefined {
  for (const limit of LIMITS) {
    const denied = limit(intent, view);
    if (denied !== undefined) return denied;
  }
  return undefined;
}
