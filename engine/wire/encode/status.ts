import type { AccountView, BookSnapshot, PositionView } from '../../domain/views.ts';
import type { ActivePosition, StatusMessage } from '../symbol/status.ts';
import { priceOf, priceOrNull, toDollars, toDollarsOrNull, toIso } from './units.ts';

/** The account part of document 000's status. */
export function encodeAccountStatus(view: AccountView): StatusMessage['accountStatus'] {
  return {
    balance: toDollars(view.balanceCents),
    buyingPower: toDollars(view.buyingPowerCents),
    dailyPnL: toDollars(view.dayNetCents),
    openPositions: view.books.reduce((count, book) => count + book.positions.length, 0),
    dailyLossLimit: toDollarsOrNull(view.dailyLossLimitCents),
    isAtRisk: view.isAtRisk,
  };
}

export function encodeActivePosition(position: PositionView): ActivePosition {
  const { stop } = position;
  const target = position.targets[0];
  return {
    tradeId: position.tradeId,
    symbol: position.contractId,
    contractId: position.contractId,
    side: position.direction,
    entryPrice: priceOf(position, position.averageTicks),
    entryTime: toIso(position.entryMs),
    stopLoss: priceOrNull(position, stop?.ticks),
    target: priceOrNull(position, target?.ticks),
    totalQty: position.qty,
    entryRSI: position.entryRsi,
    entryOrderId: position.entryOrderId,
    ...(stop === null ? {} : { stopOrderId: stop.orderId }),
    ...(target === undefined ? {} : { targetOrderId: target.orderId }),
    stopFilled: false,
    targetFilled: position.targetsFilled > 0,
    stopLimitPending: false,
    monitoringStop: stop?.atVenueSinceMs === undefined,
    ...(position.unrealizedCents === null ? {} : { unrealizedPnL: toDollars(position.unrealizedCents) }),
    entryCommission: toDollars(position.entryFeesCents),
    exitCommission: toDollars(position.exitFeesCents),
  };
}

/** The parts of a status that come from the book itself. */
export function encodeBookStatus(
  book: BookSnapshot,
): Pick<StatusMessage, 'tradingEnabled' | 'state' | 'position' | 'realizedPnL'> {
  const [position] = book.positions;
  return {
    tradingEnabled: book.state === 'RUN',
    state: book.state,
    position: position === undefined ? null : encodeActivePosition(position),
    realizedPnL: toDollars(book.dayRealizedCents),
  };
}
