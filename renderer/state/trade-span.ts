import type { CockpitTrade } from '../../engine/wire/pitwall/trade.ts';
import { withTrades } from './rows.ts';

/** Of which time every closed trade is here. */
export interface TradeSpan {
  /** End of the oldest trade, ISO; undefined: there is none. */
  readonly from: string | undefined;
  /** Nothing older was closed in this run. */
  readonly isComplete: boolean;
}

/** The newest trades, or those before what is here; `isLast`: there are none before them. */
export interface TradePage {
  readonly trades: readonly CockpitTrade[];
  readonly isNewest: boolean;
  readonly isLast: boolean;
}

export interface HeldTrades {
  readonly trades: readonly CockpitTrade[];
  readonly tradeSpan: TradeSpan | undefined;
}

/** More are not kept: what is older leaves again. */
export const TRADES_KEPT = 5_000;

/** A page beside what is here. Newest ones that do not reach back to it replace it: no trade may be missing in between. */
export function withTradePage(held: HeldTrades, page: TradePage): HeldTrades {
  const oldest = page.trades.reduce<string | undefined>(
    (least, { exitTime }) => (least === undefined || exitTime < least ? exitTime : least),
    undefined,
  );
  const known = new Set(held.trades.map(({ tradeId }) => tradeId));
  const isJoined = !page.isNewest || page.isLast || page.trades.some(({ tradeId }) => known.has(tradeId));
  if (!isJoined || held.tradeSpan === undefined)
    return {
      trades: withTrades(
        held.trades.filter(({ exitTime }) => oldest === undefined || exitTime >= oldest),
        page.trades,
      ),
      tradeSpan: { from: oldest, isComplete: page.isLast },
    };
  const { from, isComplete } = held.tradeSpan;
  return capped({
    trades: withTrades(held.trades, page.trades),
    tradeSpan: {
      from: oldest !== undefined && (from === undefined || oldest < from) ? oldest : from,
      isComplete: isComplete || page.isLast,
    },
  });
}

/** Trades that were closed just now. */
export function withClosedTrades(held: HeldTrades, fresh: readonly CockpitTrade[]): HeldTrades {
  return capped({ ...held, trades: withTrades(held.trades, fresh) });
}

function capped(held: HeldTrades): HeldTrades {
  if (held.trades.length <= TRADES_KEPT) return held;
  const trades = held.trades.slice(0, TRADES_KEPT);
  return { trades, tradeSpan: held.tradeSpan && { from: trades.at(-1)?.exitTime, isComplete: false } };
}
