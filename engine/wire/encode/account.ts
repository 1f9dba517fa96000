import { findSpec } from '../../domain/catalog.ts';
import { limitPriceTicks } from '../../domain/limit-price.ts';
import type { Quote } from '../../domain/quote.ts';
import { markTicks } from '../../domain/quote.ts';
import type { AccountView, BookSnapshot, PositionView } from '../../domain/views.ts';
import type { CockpitAccount, CockpitBook, CockpitPosition, CockpitQuote } from '../pitwall/account.ts';
import { priceOf, toDollars, toDollarsOrNull, toIso, toIsoOrNull } from './units.ts';

/** The desk's view of the account in dollars, prices and ISO times. `stale`: the link to the desk is down. */
export function encodeAccount(view: AccountView, stale: boolean): CockpitAccount {
  return {
    asOf: { source: view.asOf.source, time: toIso(view.asOf.timeMs), step: view.asOf.step, seq: view.asOf.seq },
    stale,
    account: view.account,
    run: view.run,
    mode: view.mode,
    tradingDay: view.tradingDay,
    state: view.state,
    stateReason: view.stateReason,
    stateUntil: toIsoOrNull(view.stateUntilMs),
    startBalance: toDollars(view.startBalanceCents),
    balance: toDollars(view.balanceCents),
    equity: toDollars(view.equityCents),
    dayStartEquity: toDollars(view.dayStartEquityCents),
    dayRealized: toDollars(view.dayRealizedCents),
    dayNet: toDollars(view.dayNetCents),
    dayGross: toDollars(view.dayGrossCents),
    dayFees: toDollars(view.dayFeesCents),
    openPnl: toDollars(view.openPnlCents),
    margin: toDollars(view.marginCents),
    buyingPower: toDollars(view.buyingPowerCents),
    dailyLossLimit: toDollarsOrNull(view.dailyLossLimitCents),
    room: toDollarsOrNull(view.roomCents),
    isAtRisk: view.isAtRisk,
    accountCap: view.accountCap,
    exposure: view.exposure,
    speed: view.speed,
    ended: view.ended,
    flatBy: toIsoOrNull(view.flatByMs),
    books: view.books.map((book) => encodeBook(book, view)),
    quotes: view.quotes.filter((quote) => findSpec(quote.root) !== undefined).map(encodeQuote),
  };
}

function encodeBook(book: BookSnapshot, view: AccountView): CockpitBook {
  return {
    id: book.book,
    number: book.number,
    name: book.name,
    root: book.root,
    symbol: book.contractId,
    ownState: book.ownState,
    state: book.state,
    stateReason: book.stateReason,
    stateUntil: toIsoOrNull(book.stateUntilMs),
    flattening: book.flattening,
    position: book.position === null ? null : encodePosition(book.position, limitPriceTicks(view, book.root)),
    workingOrders: book.workingOrders,
    dayRealized: toDollars(book.dayRealizedCents),
    dayNet: toDollars(book.dayNetCents),
    dayGross: toDollars(book.dayGrossCents),
    dayFees: toDollars(book.dayFeesCents),
    dayTrades: book.dayTrades,
    dayWins: book.dayWins,
    drawdown: toDollars(book.drawdownCents),
    feedStale: book.feedStale,
    engine: book.engine,
  };
}

function encodePosition(position: PositionView, limitTicks: number | null): CockpitPosition {
  const { root, stop } = position;
  return {
    tradeId: position.tradeId,
    root,
    symbol: position.contractId,
    side: position.direction,
    quantity: position.qty,
    averagePrice: priceOf(root, position.averageTicks),
    entryTime: toIso(position.entryMs),
    entryOrderId: position.entryOrderId,
    entryRsi: position.entryRsi,
    stop:
      stop === null
        ? null
        : {
            orderId: stop.orderId,
            price: priceOf(root, stop.ticks),
            quantity: stop.qty,
            atBroker: stop.atVenueSinceMs !== undefined,
            since: toIsoOrNull(stop.atVenueSinceMs),
          },
    targets: position.targets.map((target) => ({
      orderId: target.orderId,
      price: priceOf(root, target.ticks),
      quantity: target.qty,
    })),
    targetsFilled: position.targetsFilled,
    mark: priceOf(root, position.markTicks),
    unrealized: toDollars(position.unrealizedCents),
    realized: toDollars(position.realizedCents),
    entryFees: toDollars(position.entryFeesCents),
    exitFees: toDollars(position.exitFeesCents),
    risk: toDollars(position.riskCents),
    limitPrice: limitTicks === null ? null : priceOf(root, limitTicks),
    mae: toDollars(position.maeCents),
    mfe: toDollars(position.mfeCents),
  };
}

export function encodeQuote(quote: Quote): CockpitQuote {
  const price = (ticks: number) => priceOf(quote.root, ticks);
  return {
    root: quote.root,
    bid: price(quote.bidTicks),
    ask: price(quote.askTicks),
    bidSize: quote.bidSize,
    askSize: quote.askSize,
    last: price(quote.lastTicks),
    mark: price(markTicks(quote)),
    volume: quote.sessionVolume,
    timestamp: toIso(quote.timeMs),
  };
}
