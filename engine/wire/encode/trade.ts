import type { Fill } from '../../domain/fill.ts';
import type { OrderRole } from '../../domain/order.ts';
import type { Trade } from '../../domain/trade.ts';
import { rMultiple } from '../../domain/trade.ts';
import type { CockpitFill, CockpitTrade } from '../pitwall/trade.ts';
import type { TradeMessage } from '../symbol/trade.ts';
import { encodeExitReason } from './reason.ts';
import { priceOf, toDollars, toIso } from './units.ts';

export function encodeTrade(trade: Trade): TradeMessage {
  return {
    tradeId: trade.tradeId,
    side: trade.direction,
    entryPrice: priceOf(trade, trade.entryTicksSum / trade.qty),
    exitPrice: priceOf(trade, trade.exitTicksSum / trade.qty),
    entryTime: toIso(trade.entryMs),
    exitTime: toIso(trade.exitMs),
    quantity: trade.qty,
    pnl: toDollars(trade.netCents),
    exitReason: trade.exitReason,
    ...encodeExitReason(trade.exitReason),
  };
}

/** `strategyName`: "MNQ-WINNER", or the book's id where it is no strategy. */
export function encodeCockpitTrade(trade: Trade, strategyName: string): CockpitTrade {
  const r = rMultiple(trade);
  return {
    ...encodeTrade(trade),
    strategy: trade.book,
    strategyName,
    root: trade.root,
    symbol: trade.contractId,
    tradingDay: trade.tradingDay,
    gross: toDollars(trade.grossCents),
    fees: toDollars(trade.feesCents),
    risk: toDollars(trade.riskCents),
    r: r === undefined ? null : Math.round(r * 100) / 100,
    mae: toDollars(trade.maeCents),
    mfe: toDollars(trade.mfeCents),
    entryReason: trade.entryReason,
  };
}

export function encodeFill(fill: Fill, role: OrderRole | undefined): CockpitFill {
  return {
    fillId: fill.fillId,
    orderId: fill.orderId,
    strategy: fill.book,
    symbol: fill.contractId,
    side: fill.side,
    role: role ?? null,
    quantity: fill.qty,
    price: priceOf(fill, fill.priceTicks),
    fee: toDollars(fill.feeCents),
    timestamp: toIso(fill.timeMs),
  };
}
