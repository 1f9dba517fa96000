import type { AccountView } from '../../domain/views.ts';
import type { PnlUpdate, StrategyPnlUpdate } from '../hub/pnl.ts';
import { toDollars, toIso } from './units.ts';

/** Document 003. `total_pnl` since the account's start, both with open P&L. */
export function encodePnl(view: AccountView): PnlUpdate {
  return {
    total_pnl: toDollars(view.equityCents - view.startBalanceCents),
    today_pnl: toDollars(view.dayNetCents),
    active_positions: view.books.reduce((count, book) => count + book.positions.length, 0),
    timestamp: toIso(view.asOf.timeMs),
  };
}

/** One per strategy (not of MANUAL and EXTERNAL). */
export function encodeStrategyPnl(view: AccountView): StrategyPnlUpdate[] {
  return view.books
    .filter((book) => book.kind === 'strategy')
    .map((book) => ({
      strategy_id: book.number,
      strategy_name: book.name,
      pnl: toDollars(book.dayNetCents),
      drawdown: toDollars(book.drawdownCents),
      timestamp: toIso(view.asOf.timeMs),
    }));
}
