import type { AccountView, BookSnapshot, DifferenceView, PositionView } from '../../domain/views.ts';
import type { BookLedger } from '../../execution/book-ledger.ts';
import type { Holding } from '../../execution/holding.ts';
import type { Ledger } from '../../execution/ledger.ts';
import type { OrderState } from '../../domain/order.ts';
import type { TimeMs } from '../../domain/units.ts';
import type { Excursions } from './excursions.ts';
import type { Figures } from './figures.ts';
import type { MarketState } from './market-state.ts';
import type { Members } from './members.ts';
import type { DeskOptions } from './options.ts';
import type { PnlRecorder } from './pnl-recorder.ts';
import { stricter } from '../../domain/book.ts';
import { contractAt } from '../../domain/contract-month.ts';
import { averageTicks } from '../../domain/position.ts';
import { isAccount } from '../../domain/scope.ts';
import { flatBy, sessionAt, tradingDaySpan } from '../../domain/session.ts';

export interface ViewReads {
  readonly options: Pick<DeskOptions, 'journal' | 'risk' | 'calendar' | 'strategies'>;
  readonly ledger: Ledger;
  readonly market: MarketState;
  readonly figures: Figures;
  readonly excursions: Excursions;
  readonly pnl: PnlRecorder;
  readonly members: Members;
  readonly recorder: { readonly seq: number };
  readonly step: number;
  readonly nowMs: TimeMs;
  readonly speed: number | 'max';
}

function positionView(
  book: BookLedger,
  holding: Holding,
  open: readonly OrderState[],
  reads: Pick<ViewReads, 'market' | 'excursions'>,
): readonly PositionView[] {
  const { contractId, contract, root, open: trade, position } = holding;
  const average = averageTicks(position);
  if (trade === undefined || average === undefined) return [];
  const mark = reads.market.mark(root);
  const orders = open.filter(({ order }) => order.contractId === contractId);
  const stop = orders.find((state) => state.order.role === 'stop' && state.stopTicks !== undefined);
  const targets = orders
    .filter((state) => state.order.role === 'target' && state.limitTicks !== undefined && state.qty > state.filledQty)
    .map((state) => ({ orderId: state.order.orderId, ticks: state.limitTicks ?? 0, qty: state.qty - state.filledQty }));
  const { maeCents, mfeCents } = reads.excursions.of(trade.tradeId);
  return [
    {
      tradeId: trade.tradeId,
      book: book.id,
      root,
      contractId,
      contract,
      direction: trade.direction,
      qty: Math.abs(position.netQty),
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
      markTicks: mark ?? null,
      unrealizedCents: mark === undefined ? null : holding.openPnlCents(mark),
      realizedCents: holding.realizedCents(),
      entryFeesCents: trade.entryFeesCents,
      exitFeesCents: trade.exitFeesCents,
      riskCents: trade.initialStopTicks === undefined ? null : holding.riskCents(trade),
      maeCents,
      mfeCents,
    },
  ];
}

function bookSnapshot(reads: ViewReads, book: BookLedger): BookSnapshot {
  const { ledger, market, members, pnl, options } = reads;
  const { id, name, identity, trading, day } = book;
  const open = ledger.openOrders(id);
  const positions = book.held().flatMap((holding) => positionView(book, holding, open, reads));
  const state = stricter(trading.state, ledger.account.state);
  const told = state === trading.state ? trading : ledger.account;
  const root = options.strategies.find((strategy) => strategy.identity.id === id)?.identity.root;
  const openCents = positions.reduce((sum, { unrealizedCents }) => sum + (unrealizedCents ?? 0), 0);
  return {
    book: id,
    number: identity.number,
    name,
    kind: identity.kind,
    root: root ?? positions[0]?.root ?? '',
    contractId:
      root === undefined ? (positions[0]?.contractId ?? '') : contractAt(options.calendar, root, reads.nowMs).id,
    ownState: trading.state,
    state,
    stateReason: told.reason,
    stateUntilMs: told.untilMs ?? null,
    flattening: ledger.isFlattening(id),
    blocks: ledger.blocksOf(id),
    positions,
    workingOrders: open.length,
    dayRealizedCents: book.dayRealizedNetCents(),
    dayNetCents: book.dayNetCents(openCents),
    dayGrossCents: day.grossCents,
    dayFeesCents: day.feesCents,
    dayTrades: day.trades,
    dayWins: day.wins,
    drawdownCents: pnl.drawdownCents(identity.number),
    feedStale: root !== undefined && market.isStale(root),
    engine: identity.kind === 'strategy' ? (members.engines.get(id) ?? 'joining') : 'none',
  };
}

function sum(books: readonly BookSnapshot[], pick: (book: BookSnapshot) => number): number {
  return books.reduce((total, book) => total + pick(book), 0);
}

/** The whole account as of the last completed step (within one: as of what the desk has taken so far). */
export function accountView(reads: ViewReads): AccountView {
  const { ledger, market, figures, options } = reads;
  const { identity } = options.journal;
  const { risk } = options;
  const books = shownBooks(reads).map((book) => bookSnapshot(reads, book));
  const positions = books.flatMap((book) => book.positions);
  const openPnlCents = positions.reduce((total, { unrealizedCents }) => total + (unrealizedCents ?? 0), 0);
  const marginCents = positions.reduce((total, { qty, contract }) => total + qty * figures.marginCents(contract), 0);
  const balanceCents = ledger.balanceCents();
  const dayRealizedCents = sum(books, (book) => book.dayRealizedCents);
  const room = figures.room();
  const roomCents = room?.leftCents ?? null;
  return {
    asOf: { source: 'desk', timeMs: reads.nowMs, step: reads.step, seq: reads.recorder.seq },
    account: identity.account,
    run: identity.run,
    mode: identity.mode,
    tradingDay: ledger.tradingDay,
    dayFromMs: tradingDaySpan(options.calendar, ledger.tradingDay).fromMs,
    state: ledger.account.state,
    stateReason: ledger.account.reason,
    stateUntilMs: ledger.account.untilMs ?? null,
    startBalanceCents: ledger.startBalanceCents,
    balanceCents,
    equityCents: balanceCents + openPnlCents,
    dayStartEquityCents: ledger.dayStartEquityCents,
    dayRealizedCents,
    dayNetCents: sum(books, (book) => book.dayNetCents),
    dayGrossCents: sum(books, (book) => book.dayGrossCents),
    dayFeesCents: sum(books, (book) => book.dayFeesCents),
    openPnlCents,
    marginCents,
    buyingPowerCents: balanceCents + openPnlCents - marginCents,
    dailyLossLimitCents: risk.dailyLossLimitCents,
    roomCents,
    reservedCents: room?.reservedCents ?? 0,
    unpriced: figures.blindContract() ?? null,
    isAtRisk: risk.dailyLossLimitCents !== null && roomCents !== null && roomCents <= 0.2 * risk.dailyLossLimitCents,
    accountCap: risk.accountCapMicros,
    exposure: positions.reduce((total, { qty, contract }) => total + qty * contract.capWeight, 0),
    speed: reads.speed,
    ended: ledger.ended,
    flatByMs: nextFlatByMs(reads),
    books,
    blocks: [...ledger.blocks.values()].filter(({ scope }) => isAccount(scope)),
    differences: [...ledger.differences.values()].map((found): DifferenceView => ({
      ...found,
      blocks: blocks(ledger, found.key),
    })),
    quotes: market.all(),
    journal: options.journal.health(),
  };
}

/** Strategies of this start, and every other book that has or had anything today. */
function shownBooks({ ledger, options }: ViewReads): readonly BookLedger[] {
  return ledger.books().filter((book) => {
    if (options.strategies.some(({ identity }) => identity.id === book.id)) return true;
    const { trades, grossCents, feesCents } = book.day;
    return !book.isFlat || ledger.fold.hasOpenOrders(book.id) || trades > 0 || grossCents !== 0 || feesCents !== 0;
  });
}

function blocks(ledger: Ledger, key: string): boolean {
  return [...ledger.blocks.values()].some(({ subject }) => subject === key);
}

/** The next time by which strategies are flat, of the sessions that are open now; null where there is none. */
function nextFlatByMs({ options, nowMs }: ViewReads): number | null {
  const { calendar, strategies } = options;
  const times = strategies.flatMap(({ identity }) => {
    const session = sessionAt(calendar, identity.root, nowMs);
    const strategyMs = session === undefined ? undefined : flatBy(calendar, session)?.strategyMs;
    return strategyMs === undefined ? [] : [strategyMs];
  });
  return times.length === 0 ? null : Math.min(...times);
}
