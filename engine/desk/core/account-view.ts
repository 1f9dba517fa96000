import type { AccountView, BookSnapshot, OrderView, PositionView } from '../../domain/views.ts';
import type { Ledger } from '../../execution/ledger.ts';
import type { BookLedger } from '../../execution/book-ledger.ts';
import type { Excursions } from './excursions.ts';
import type { MarketState } from './market-state.ts';
import type { OrderState } from '../../domain/order.ts';
import type { DeskCore } from './desk-core.ts';
import { flatBy, sessionAt } from '../../domain/session.ts';
import { roomLeftCents } from '../../risk/loss-breach.ts';
import { isClosed } from '../../domain/order.ts';
import { averageTicks } from '../../domain/position.ts';
import { riskCents } from '../../execution/book-ledger.ts';
import { specOf } from '../../domain/catalog.ts';
import { stricter } from '../../domain/book.ts';

export interface BookSource {
  readonly number: number;
  readonly root: string;
  readonly contractId: string;
  readonly engine: BookSnapshot['engine'];
  readonly drawdownCents: number;
}

export function orderView(state: OrderState): OrderView {
  const { order } = state;
  return {
    orderId: order.orderId,
    book: order.book,
    root: order.root,
    contractId: order.contractId,
    side: order.side,
    type: order.type,
    role: order.role,
    qty: state.qty,
    filledQty: state.filledQty,
    averageTicks: state.filledQty === 0 ? undefined : state.filledTicksSum / state.filledQty,
    limitTicks: state.limitTicks,
    stopTicks: state.stopTicks,
    status: state.status,
    reason: state.reason,
    submittedMs: state.submittedMs,
    updatedMs: state.updatedMs,
  };
}

export function positionView(
  book: BookLedger,
  open: readonly OrderState[],
  market: MarketState,
  excursions: Excursions,
): PositionView | null {
  const trade = book.open;
  const average = averageTicks(book.position);
  if (trade === undefined || average === undefined) return null;
  const tickValueCents = specOf(trade.root).tickValueCents;
  const mark = market.mark(trade.root) ?? Math.round(average);
  const stop = open.find((state) => state.order.role === 'stop' && state.stopTicks !== undefined);
  const targets = open
    .filter((state) => state.order.role === 'target' && state.limitTicks !== undefined && state.qty > state.filledQty)
    .map((state) => ({ orderId: state.order.orderId, ticks: state.limitTicks ?? 0, qty: state.qty - state.filledQty }));
  const excursion = excursions.of(book.id, trade.tradeId);
  return {
    tradeId: trade.tradeId,
    book: book.id,
    root: trade.root,
    contractId: trade.contractId,
    direction: trade.direction,
    qty: Math.abs(book.position.netQty),
    averageTicks: average,
    entryMs: trade.entryMs,
    entryOrderId: trade.entryOrderId,
    entryRsi: trade.entryRsi,
    stop:
      stop === undefined
        ? null
        : {
            orderId: stop.order.orderId,
            ticks: stop.stopTicks ?? 0,
            qty: stop.qty - stop.filledQty,
            atVenueSinceMs: trade.stopSinceMs,
          },
    targets,
    targetsFilled: trade.targetsFilled,
    markTicks: mark,
    unrealizedCents: book.openPnlCents(mark),
    realizedCents: trade.realizedTicks * tickValueCents,
    entryFeesCents: trade.entryFeesCents,
    exitFeesCents: trade.exitFeesCents,
    riskCents: riskCents(trade),
    maeCents: excursion.maeCents,
    mfeCents: excursion.mfeCents,
  };
}

export function bookSnapshot(
  ledger: Ledger,
  book: BookLedger,
  source: BookSource,
  market: MarketState,
  excursions: Excursions,
): BookSnapshot {
  const open = ledger.openOrders(book.id);
  const position = positionView(book, open, market, excursions);
  const accountStricter = stricter(book.trading.state, ledger.account.state) !== book.trading.state;
  const reason = accountStricter ? ledger.account : book.trading;
  return {
    book: book.id,
    number: source.number,
    name: book.name,
    root: source.root,
    contractId: source.contractId,
    ownState: book.trading.state,
    state: stricter(book.trading.state, ledger.account.state),
    stateReason: reason.reason,
    stateUntilMs: reason.untilMs ?? null,
    flattening: ledger.flattens.has(book.id) || ledger.flattens.has('account'),
    position,
    workingOrders: open.filter((state) => !isClosed(state.status)).length,
    dayRealizedCents: book.dayRealizedNetCents(),
    dayNetCents: book.dayRealizedNetCents() + (position?.unrealizedCents ?? 0),
    dayGrossCents: book.day.grossCents,
    dayFeesCents: book.day.feesCents,
    dayTrades: book.day.trades,
    dayWins: book.day.wins,
    drawdownCents: source.drawdownCents,
    feedStale: market.isStale(source.root),
    engine: source.engine,
  };
}

function sum(books: readonly BookSnapshot[], pick: (book: BookSnapshot) => number): number {
  return books.reduce((sum, book) => sum + pick(book), 0);
}

/** The whole account as of the last completed step (within one: as of what the desk has taken so far). */
export function accountView(desk: DeskCore): AccountView {
  const { ledger, market, figures, options } = desk;
  const { identity } = options.journal;
  const { risk } = options;
  const books = options.strategies.map(({ identity: strategy }) =>
    bookSnapshot(
      ledger,
      ledger.book(strategy.id),
      {
        number: strategy.number,
        root: strategy.root,
        contractId: desk.contractOf(strategy.root),
        engine: desk.engines.get(strategy.id) ?? 'joining',
        drawdownCents: desk.pnl.drawdownCents(strategy.number),
      },
      market,
      desk.excursions,
    ),
  );
  const openPnlCents = sum(books, (book) => book.position?.unrealizedCents ?? 0);
  const marginCents = sum(books, ({ position, root }) => (position?.qty ?? 0) * figures.marginCents(root));
  const balanceCents = ledger.balanceCents();
  const dayRealizedCents = sum(books, (book) => book.dayRealizedCents);
  const loss = figures.loss();
  const roomCents = loss === undefined ? null : roomLeftCents(loss);
  return {
    asOf: { source: 'desk', timeMs: desk.nowMs, step: desk.step, seq: desk.recorder.seq },
    account: identity.account,
    run: identity.run,
    mode: identity.mode,
    tradingDay: ledger.tradingDay,
    state: ledger.account.state,
    stateReason: ledger.account.reason,
    stateUntilMs: ledger.account.untilMs ?? null,
    startBalanceCents: ledger.startBalanceCents,
    balanceCents,
    equityCents: balanceCents + openPnlCents,
    dayStartEquityCents: desk.dayStartEquityCents,
    dayRealizedCents,
    dayNetCents: dayRealizedCents + openPnlCents,
    dayGrossCents: sum(books, (book) => book.dayGrossCents),
    dayFeesCents: sum(books, (book) => book.dayFeesCents),
    openPnlCents,
    marginCents,
    buyingPowerCents: balanceCents + openPnlCents - marginCents,
    dailyLossLimitCents: risk.dailyLossLimitCents,
    roomCents,
    isAtRisk: risk.dailyLossLimitCents !== null && roomCents !== null && roomCents <= 0.2 * risk.dailyLossLimitCents,
    accountCap: risk.accountCapMicros,
    exposure: sum(books, ({ position, root }) => (position?.qty ?? 0) * specOf(root).capWeight),
    speed: desk.speed,
    ended: ledger.ended,
    flatByMs: nextFlatByMs(desk),
    books,
    quotes: market.all(),
  };
}

/** The next time by which strategies are flat, of the sessions that are open now; null where there is none. */
function nextFlatByMs(desk: DeskCore): number | null {
  const { calendar, strategies } = desk.options;
  const times = strategies.flatMap(({ identity }) => {
    const session = sessionAt(calendar, identity.root, desk.nowMs);
    const strategyMs = session === undefined ? undefined : flatBy(calendar, session)?.strategyMs;
    return strategyMs === undefined ? [] : [strategyMs];
  });
  return times.length === 0 ? null : Math.min(...times);
}
