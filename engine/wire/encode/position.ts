import type { AccountView, BookSnapshot, PositionView } from '../../domain/views.ts';
import type { PortfolioUpdate } from '../hub/portfolio.ts';
import type { PositionUpdate } from '../hub/position.ts';
import { percentOf, priceOf, toDollars, toIso } from './units.ts';

/** Documents 002 and 004. `realizedPnL`: what the fills of the book's trading day booked, less their fees. */
export function encodePositionUpdate(
  position: PositionView,
  book: Pick<BookSnapshot, 'dayRealizedCents'>,
  userId: string,
  timeMs: number,
): PositionUpdate {
  const valueCents = position.averageTicks * position.qty * position.contract.tickValueCents;
  // Without a price the document's numbers are those of the entry; the account's picture says that it is not known.
  const markTicks = position.markTicks ?? position.averageTicks;
  const unrealizedCents = position.unrealizedCents ?? 0;
  return {
    positionId: position.tradeId,
    userId,
    symbol: position.contractId,
    side: position.direction === 'long' ? 'LONG' : 'SHORT',
    quantity: position.qty,
    entryPrice: priceOf(position, position.averageTicks),
    currentPrice: priceOf(position, markTicks),
    unrealizedPnL: toDollars(unrealizedCents),
    unrealizedPnLPercent: percentOf(unrealizedCents, valueCents),
    realizedPnL: toDollars(book.dayRealizedCents),
    timestamp: timeMs,
    strategy: position.book,
  };
}

/** The last message of a position that went flat: the same id, nothing left. */
export function encodeFlatPosition(
  last: PositionUpdate,
  book: Pick<BookSnapshot, 'dayRealizedCents'>,
  timeMs: number,
): PositionUpdate {
  return {
    ...last,
    quantity: 0,
    unrealizedPnL: 0,
    unrealizedPnLPercent: 0,
    realizedPnL: toDollars(book.dayRealizedCents),
    timestamp: timeMs,
  };
}

export function encodePositions(view: AccountView, userId: string): PositionUpdate[] {
  return view.books.flatMap((book) =>
    book.positions.map((position) => encodePositionUpdate(position, book, userId, view.asOf.timeMs)),
  );
}

/** Document 001: totalValue = equity = balance + open P&L, cash = balance, dayChange = the day's P&L. */
export function encodePortfolio(view: AccountView, userId: string): PortfolioUpdate {
  return {
    totalValue: toDollars(view.equityCents),
    cash: toDollars(view.balanceCents),
    equity: toDollars(view.equityCents),
    positions: encodePositions(view, userId),
    dayChange: toDollars(view.dayNetCents),
    dayChangePercent: percentOf(view.dayNetCents, view.dayStartEquityCents),
    timestamp: toIso(view.asOf.timeMs),
  };
}
