import { findSpec } from '../../domain/catalog.ts';
import { limitPriceTicks } from '../../domain/limit-price.ts';
import type { Quote } from '../../domain/quote.ts';
import { markTicks } from '../../domain/quote.ts';
import type { StandingBlock } from '../../domain/block.ts';
import { DIFFERENCE_ACTS, differenceWords } from '../../domain/difference.ts';
import { healthWords, type JournalHealth } from '../../domain/journal-health.ts';
import { BLOCK_CODES } from '../../domain/reasons.ts';
import type { SourceAge } from '../../domain/heard-sources.ts';
import { scopeName } from '../../domain/scope.ts';
import type { AccountView, BookSnapshot, DifferenceView, PositionView } from '../../domain/views.ts';
import type {
  CockpitAccount,
  CockpitBlock,
  CockpitBook,
  CockpitDifference,
  CockpitJournal,
  CockpitPosition,
  CockpitQuote,
} from '../pitwall/account.ts';
import { encodeSources } from './source.ts';
import type { Cents, Ticks } from '../../domain/units.ts';
import { priceOf, priceOrNull, toDollars, toDollarsOrNull, toIso, toIsoOrNull } from './units.ts';

/** How old what the desk told is. */
export interface AccountAge {
  /** The desk is not heard. */
  readonly stale: boolean;
  readonly sources: readonly SourceAge[];
}

/** The desk's view of the account in dollars, prices and ISO times. */
export function encodeAccount(view: AccountView, { stale, sources }: AccountAge): CockpitAccount {
  // While a contract that is held has no price, what counts open P&L is not known.
  const priced = (cents: Cents | null): number | null => (view.unpriced === null ? toDollarsOrNull(cents) : null);
  return {
    asOf: { source: view.asOf.source, time: toIso(view.asOf.timeMs), step: view.asOf.step, seq: view.asOf.seq },
    stale,
    ages: encodeSources(sources),
    account: view.account,
    run: view.run,
    mode: view.mode,
    tradingDay: view.tradingDay,
    dayFrom: toIso(view.dayFromMs),
    state: view.state,
    stateReason: view.stateReason,
    stateUntil: toIsoOrNull(view.stateUntilMs),
    startBalance: toDollars(view.startBalanceCents),
    balance: toDollars(view.balanceCents),
    equity: priced(view.equityCents),
    dayStartEquity: toDollars(view.dayStartEquityCents),
    dayRealized: toDollars(view.dayRealizedCents),
    dayNet: priced(view.dayNetCents),
    dayGross: toDollars(view.dayGrossCents),
    dayFees: toDollars(view.dayFeesCents),
    openPnl: priced(view.openPnlCents),
    margin: toDollars(view.marginCents),
    buyingPower: priced(view.buyingPowerCents),
    dailyLossLimit: toDollarsOrNull(view.dailyLossLimitCents),
    room: priced(view.roomCents),
    reserved: toDollars(view.reservedCents),
    unpriced: view.unpriced,
    isAtRisk: view.isAtRisk,
    accountCap: view.accountCap,
    exposure: view.exposure,
    speed: view.speed,
    ended: view.ended,
    flatBy: toIsoOrNull(view.flatByMs),
    books: view.books.map((book) => encodeBook(book, view)),
    blocks: view.blocks.map(encodeBlock),
    differences: view.differences.map(encodeDifference),
    quotes: view.quotes.filter((quote) => findSpec(quote.root) !== undefined).map(encodeQuote),
    journal: encodeJournal(view.journal),
  };
}

function encodeBook(book: BookSnapshot, view: AccountView): CockpitBook {
  const limit = (root: string): Ticks | null => (view.unpriced === null ? limitPriceTicks(view, root) : null);
  const isPriced = book.positions.every((position) => position.unrealizedCents !== null);
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
    blocks: book.blocks.map(encodeBlock),
    kind: book.kind,
    positions: book.positions.map((position) => encodePosition(position, limit(position.root))),
    workingOrders: book.workingOrders,
    dayRealized: toDollars(book.dayRealizedCents),
    dayNet: isPriced ? toDollars(book.dayNetCents) : null,
    dayGross: toDollars(book.dayGrossCents),
    dayFees: toDollars(book.dayFeesCents),
    dayTrades: book.dayTrades,
    dayWins: book.dayWins,
    drawdown: isPriced ? toDollars(book.drawdownCents) : null,
    feedStale: book.feedStale,
    engine: book.engine,
  };
}

function encodeJournal(health: JournalHealth): CockpitJournal {
  const { fault, spilledCommits, spillBytes, spillCapacityBytes, ballast } = health;
  return { fault: fault ?? null, words: healthWords(health), spilledCommits, spillBytes, spillCapacityBytes, ballast };
}

function encodeBlock({ scope, code, subject, detail, sinceMs }: StandingBlock): CockpitBlock {
  return { scope: scopeName(scope), code, subject, words: BLOCK_CODES[code], detail, since: toIso(sinceMs) };
}

function encodeDifference({ key, difference, act, sinceMs, blocks }: DifferenceView): CockpitDifference {
  return {
    id: key,
    message: differenceWords(difference),
    done: DIFFERENCE_ACTS[act],
    since: toIso(sinceMs),
    blocks,
  };
}

function encodePosition(position: PositionView, limitTicks: number | null): CockpitPosition {
  const { root, stop } = position;
  const price = (ticks: number): number => priceOf(position, ticks);
  return {
    tradeId: position.tradeId,
    root,
    symbol: position.contractId,
    side: position.direction,
    quantity: position.qty,
    averagePrice: price(position.averageTicks),
    entryTime: toIso(position.entryMs),
    entryOrderId: position.entryOrderId,
    entryRsi: position.entryRsi,
    stop:
      stop === null
        ? null
        : {
            orderId: stop.orderId,
            price: price(stop.ticks),
            quantity: stop.qty,
            atBroker: stop.atVenueSinceMs !== undefined,
            since: toIsoOrNull(stop.atVenueSinceMs),
          },
    targets: position.targets.map((target) => ({
      orderId: target.orderId,
      price: price(target.ticks),
      quantity: target.qty,
    })),
    targetsFilled: position.targetsFilled,
    mark: priceOrNull(position, position.markTicks),
    unrealized: toDollarsOrNull(position.unrealizedCents),
    realized: toDollars(position.realizedCents),
    entryFees: toDollars(position.entryFeesCents),
    exitFees: toDollars(position.exitFeesCents),
    risk: toDollarsOrNull(position.riskCents),
    limitPrice: limitTicks === null ? null : price(limitTicks),
    mae: toDollars(position.maeCents),
    mfe: toDollars(position.mfeCents),
  };
}

export function encodeQuote(quote: Quote): CockpitQuote {
  const price = (ticks: number): number => priceOf(quote, ticks);
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
