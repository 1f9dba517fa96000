import type { BookId, TradingState } from '../domain/book.ts';
import type { Fill } from '../domain/fill.ts';
import type { Order } from '../domain/order.ts';
import type { Position } from '../domain/position.ts';
import type { ExitReason } from '../domain/reasons.ts';
import type { Trade } from '../domain/trade.ts';
import type { Cents, Direction, Quantity, Ticks, TimeMs } from '../domain/units.ts';
import { invariant } from '../domain/assert.ts';
import { specOf } from '../domain/catalog.ts';
import { FLAT, applyFill, openPnlCents } from '../domain/position.ts';
import { EXIT_REASONS } from '../domain/reasons.ts';
import { sign } from '../domain/units.ts';

/** A round trip that is still open. */
export interface OpenTrade {
  readonly tradeId: string;
  readonly root: string;
  readonly contractId: string;
  readonly direction: Direction;
  readonly entryOrderId: string;
  readonly entryReason: string;
  readonly entryRsi: number | null;
  readonly entryMs: TimeMs;
  openedQty: Quantity;
  closedQty: Quantity;
  entryTicksSum: number;
  exitTicksSum: number;
  realizedTicks: number;
  entryFeesCents: Cents;
  exitFeesCents: Cents;
  /** First price of the protective stop. */
  initialStopTicks: Ticks | undefined;
  stopMoved: boolean;
  /** Market time since which a stop rests at the venue. */
  stopSinceMs: TimeMs | undefined;
  targetsFilled: number;
  lastExit: { reason: ExitReason; timeMs: TimeMs } | undefined;
}

/** Sums of the trading day, by closing and opening fills of that day. */
export interface DaySums {
  grossCents: Cents;
  feesCents: Cents;
  trades: number;
  wins: number;
}

/** One book: its position as the fold of its fills, the open trade, the day's sums. Changed by the ledger only. */
export class BookLedger {
  readonly id: BookId;
  readonly name: string;
  readonly trading: { state: TradingState; reason: string; untilMs: TimeMs | undefined } = {
    state: 'RUN',
    reason: 'first_run',
    untilMs: undefined,
  };
  position: Position = FLAT;
  contractId: string | undefined;
  open: OpenTrade | undefined;
  day: DaySums = { grossCents: 0, feesCents: 0, trades: 0, wins: 0 };
  /** Round trip that has gone flat and whose TradeClosed is not yet journaled. */
  finished: OpenTrade | undefined;
  orderCount = 0;
  commandCount = 0;
  tradeCount = 0;

  constructor(id: BookId, name: string) {
    this.id = id;
    this.name = name;
  }

  countOrder(orderId: string): void {
    this.orderCount += 1;
    invariant(
      orderId === `${this.id}-O${this.orderCount}`,
      `expected order ${this.id}-O${this.orderCount}, found ${orderId}`,
    );
  }

  countCommand(): void {
    this.commandCount += 1;
  }

  startDay(): void {
    this.day = { grossCents: 0, feesCents: 0, trades: 0, wins: 0 };
  }

  /** Applies a fill; returns the realized ticks (before fees). */
  fill(fill: Fill, order: Order): number {
    invariant(
      this.position.netQty === 0 || this.contractId === fill.contractId,
      `book ${this.id} holds ${this.contractId}, found a fill of ${fill.contractId}`,
    );
    this.contractId = fill.contractId;
    const before = this.position;
    const applied = applyFill(before, fill.side, fill.qty, fill.priceTicks);
    this.position = applied.position;
    const tickValueCents = specOf(fill.root).tickValueCents;
    this.day.grossCents += applied.realizedTicks * tickValueCents;
    this.day.feesCents += fill.feeCents;
    const closingFee =
      applied.openedQty === 0 ? fill.feeCents : Math.round((fill.feeCents * applied.closedQty) / fill.qty);
    if (applied.closedQty > 0 && this.open !== undefined) {
      const trade = this.open;
      trade.closedQty += applied.closedQty;
      trade.exitTicksSum += applied.closedQty * fill.priceTicks;
      trade.realizedTicks += applied.realizedTicks;
      trade.exitFeesCents += closingFee;
      trade.lastExit = { reason: exitReasonOf(order, trade), timeMs: fill.timeMs };
      if (order.role === 'target') trade.targetsFilled += 1;
      if (trade.closedQty === trade.openedQty) {
        this.finished = trade;
        this.open = undefined;
      }
    }
    if (applied.openedQty > 0)
      this.openTrade(fill, order, applied.openedQty, fill.feeCents - (applied.closedQty > 0 ? closingFee : 0));
    return applied.realizedTicks;
  }

  private openTrade(fill: Fill, order: Order, qty: Quantity, feeCents: Cents): void {
    if (this.open === undefined) {
      this.tradeCount += 1;
      this.open = {
        tradeId: `${this.name}-${fill.timeMs}-${this.tradeCount}`,
        root: fill.root,
        contractId: fill.contractId,
        direction: fill.side === 'buy' ? 'long' : 'short',
        entryOrderId: fill.orderId,
        entryReason: order.cause,
        entryRsi: order.signalRsi ?? null,
        entryMs: fill.timeMs,
        openedQty: 0,
        closedQty: 0,
        entryTicksSum: 0,
        exitTicksSum: 0,
        realizedTicks: 0,
        entryFeesCents: 0,
        exitFeesCents: 0,
        initialStopTicks: undefined,
        stopMoved: false,
        stopSinceMs: undefined,
        targetsFilled: 0,
        lastExit: undefined,
      };
    }
    this.open.openedQty += qty;
    this.open.entryTicksSum += qty * fill.priceTicks;
    this.open.entryFeesCents += feeCents;
  }

  stopPlaced(stopTicks: Ticks, timeMs: TimeMs, moved: boolean): void {
    const trade = this.open;
    if (trade === undefined) return;
    trade.stopSinceMs ??= timeMs;
    if (trade.initialStopTicks === undefined) trade.initialStopTicks = stopTicks;
    else if (moved) trade.stopMoved = true;
  }

  closeTrade(trade: Trade): void {
    this.finished = undefined;
    this.day.trades += 1;
    if (trade.netCents > 0) this.day.wins += 1;
  }

  /** Realized in the day less fees, in cents. */
  dayRealizedNetCents(): Cents {
    return this.day.grossCents - this.day.feesCents;
  }

  openPnlCents(markTicks: Ticks): Cents {
    if (this.open === undefined) return 0;
    return openPnlCents(this.position, markTicks, specOf(this.open.root).tickValueCents);
  }
}

/** Result of the whole open trade at a mark, before fees: realized so far and what is open. */
export function tradeGrossCents(book: BookLedger, markTicks: Ticks): Cents {
  const trade = book.open;
  if (trade === undefined) return 0;
  return trade.realizedTicks * specOf(trade.root).tickValueCents + book.openPnlCents(markTicks);
}

/** The finished round trip as a Trade. */
export function toTrade(
  book: BookId,
  trade: OpenTrade,
  excursion: { maeCents: Cents; mfeCents: Cents },
  tradingDay: string,
): Trade {
  const tickValueCents = specOf(trade.root).tickValueCents;
  // Plus zero: a flat result is 0, not -0.
  const grossCents = sign(trade.direction) * (trade.exitTicksSum - trade.entryTicksSum) * tickValueCents + 0;
  const feesCents = trade.entryFeesCents + trade.exitFeesCents;
  const exit = trade.lastExit ?? { reason: 'manual' as const, timeMs: trade.entryMs };
  return {
    tradeId: trade.tradeId,
    book,
    root: trade.root,
    contractId: trade.contractId,
    direction: trade.direction,
    qty: trade.openedQty,
    entryTicksSum: trade.entryTicksSum,
    exitTicksSum: trade.exitTicksSum,
    entryMs: trade.entryMs,
    exitMs: exit.timeMs,
    tradingDay,
    grossCents,
    feesCents,
    netCents: grossCents - feesCents,
    riskCents: riskCents(trade),
    maeCents: Math.max(excursion.maeCents, -grossCents, 0),
    mfeCents: Math.max(excursion.mfeCents, grossCents, 0),
    exitReason: exit.reason,
    entryReason: trade.entryReason,
  };
}

/** Risk that R counts in: entry to the first stop, times quantity. */
export function riskCents(trade: OpenTrade): Cents {
  if (trade.initialStopTicks === undefined) return 0;
  return Math.abs(trade.entryTicksSum - trade.initialStopTicks * trade.openedQty) * specOf(trade.root).tickValueCents;
}

function exitReasonOf(order: Order, trade: OpenTrade): ExitReason {
  if (order.role === 'stop') return trade.stopMoved ? 'break_even' : 'sl_hit';
  if (order.role === 'target') return 'tp_hit';
  const cause = order.cause.split(':')[0] ?? '';
  return cause in EXIT_REASONS ? (cause as ExitReason) : 'signal';
}
