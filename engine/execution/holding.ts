import type { ClientOrderId, ContractId, TradeId } from '../domain/ids.ts';
import type { ContractFacts } from '../domain/contract.ts';
import type { Fill } from '../domain/fill.ts';
import type { Order } from '../domain/order.ts';
import type { Position } from '../domain/position.ts';
import type { ExitReason } from '../domain/reasons.ts';
import type { Trade } from '../domain/trade.ts';
import type { Cents, Direction, Quantity, Ticks, TimeMs } from '../domain/units.ts';
import { foreignFacts } from '../domain/catalog.ts';
import { FLAT, applyFill, openPnlCents, worthCents } from '../domain/position.ts';
import { sign } from '../domain/units.ts';

/** A round trip that is still open. */
export interface OpenTrade {
  readonly tradeId: TradeId;
  readonly contractId: ContractId;
  readonly direction: Direction;
  /** Empty where the position was taken over without an order. */
  readonly entryOrderId: ClientOrderId;
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

/** What a fill did to a holding. */
export interface FillEffect {
  readonly realizedCents: Cents;
  /** Part of the fee that belongs to what it closed. */
  readonly closingFeeCents: Cents;
}

/** What one book holds of one contract: the fold of its fills, and the round trip that is open. Changed by its book only. */
export class Holding {
  readonly contractId: ContractId;
  readonly contract: ContractFacts;
  position: Position = FLAT;
  open: OpenTrade | undefined;
  /** Round trip that has gone flat and whose TradeClosed is not yet journaled. */
  finished: OpenTrade | undefined;

  constructor(contractId: ContractId, contract: ContractFacts) {
    this.contractId = contractId;
    this.contract = contract;
  }

  get root(): string {
    return this.contract.root;
  }

  get netQty(): number {
    return this.position.netQty;
  }

  /**
   * @param order the order that filled; undefined where it is not one of the book's
   * @param done the order has nothing left to fill
   * @param newTradeId gives the id of a round trip that this fill begins
   */
  fill(fill: Fill, order: Order | undefined, done: boolean, newTradeId: () => string): FillEffect {
    const applied = applyFill(this.position, fill.side, fill.qty, fill.priceTicks);
    this.position = applied.position;
    let realizedCents = 0;
    const realizedBefore = this.realizedCents();
    const closingFeeCents =
      applied.openedQty === 0 ? fill.feeCents : Math.round((fill.feeCents * applied.closedQty) / fill.qty);
    if (applied.closedQty > 0 && this.open !== undefined) {
      const trade = this.open;
      trade.closedQty += applied.closedQty;
      trade.exitTicksSum += applied.closedQty * fill.priceTicks;
      trade.realizedTicks += applied.realizedTicks;
      trade.exitFeesCents += closingFeeCents;
      realizedCents = this.realizedCents() - realizedBefore;
      trade.lastExit = { reason: exitReasonOf(order, trade), timeMs: fill.timeMs };
      if (order?.role === 'target' && done) trade.targetsFilled += 1;
      if (trade.closedQty === trade.openedQty) {
        // What was made up to follow the venue ends no trade of anybody's.
        if (fill.synthetic !== true) this.finished = trade;
        this.open = undefined;
      }
    }
    if (applied.openedQty > 0) {
      const openingFeeCents = fill.feeCents - (applied.closedQty > 0 ? closingFeeCents : 0);
      this.openTrade(fill, order, applied.openedQty, openingFeeCents, newTradeId);
    }
    return { realizedCents, closingFeeCents };
  }

  private openTrade(
    fill: Fill,
    order: Order | undefined,
    qty: Quantity,
    feeCents: Cents,
    newTradeId: () => string,
  ): void {
    this.open ??= {
      tradeId: newTradeId(),
      contractId: fill.contractId,
      direction: fill.side === 'buy' ? 'long' : 'short',
      entryOrderId: fill.orderId,
      entryReason: order?.cause ?? 'found at the venue',
      entryRsi: order?.signalRsi ?? null,
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
    this.open.openedQty += qty;
    this.open.entryTicksSum += qty * fill.priceTicks;
    this.open.entryFeesCents += feeCents;
  }

  /** @param moved by a modification of ours */
  stopPlaced(stopTicks: Ticks, timeMs: TimeMs, moved: boolean): void {
    const trade = this.open;
    if (trade === undefined) return;
    trade.stopSinceMs ??= timeMs;
    if (trade.initialStopTicks === undefined) trade.initialStopTicks = stopTicks;
    else if (moved) trade.stopMoved = true;
  }

  /** Of the open round trip so far, before fees: the parts add up to the whole, to the cent. */
  realizedCents(): Cents {
    return worthCents(this.open?.realizedTicks ?? 0, this.contract.tickValueCents);
  }

  openPnlCents(markTicks: Ticks): Cents {
    return openPnlCents(this.position, markTicks, this.contract.tickValueCents);
  }

  /** Result of the whole open trade at a mark, before fees: realized so far and what is open. */
  tradeGrossCents(markTicks: Ticks): Cents {
    if (this.open === undefined) return 0;
    return this.realizedCents() + this.openPnlCents(markTicks);
  }

  /** Risk that R counts in: entry to the first stop, times quantity; 0 without a stop. */
  riskCents(trade: OpenTrade): Cents {
    if (trade.initialStopTicks === undefined) return 0;
    const ticks = Math.abs(trade.entryTicksSum - trade.initialStopTicks * trade.openedQty);
    return worthCents(ticks, this.contract.tickValueCents);
  }

  /** A finished round trip as a Trade. */
  toTrade(book: string, trade: OpenTrade, excursion: { maeCents: Cents; mfeCents: Cents }, tradingDay: string): Trade {
    const { root, tickValueCents } = this.contract;
    const grossCents = worthCents(sign(trade.direction) * (trade.exitTicksSum - trade.entryTicksSum), tickValueCents);
    const feesCents = trade.entryFeesCents + trade.exitFeesCents;
    const exit = trade.lastExit ?? { reason: 'manual' as const, timeMs: trade.entryMs };
    return {
      tradeId: trade.tradeId,
      book,
      root,
      contractId: trade.contractId,
      ...foreignFacts(this.contract),
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
      riskCents: this.riskCents(trade),
      maeCents: Math.max(excursion.maeCents, -grossCents, 0),
      mfeCents: Math.max(excursion.mfeCents, grossCents, 0),
      exitReason: exit.reason,
      entryReason: trade.entryReason,
    };
  }
}

function exitReasonOf(order: Order | undefined, trade: OpenTrade): ExitReason {
  if (order === undefined) return 'external';
  if (order.exitReason !== undefined) return order.exitReason;
  if (order.role === 'stop') return trade.stopMoved ? 'break_even' : 'sl_hit';
  return order.role === 'target' ? 'tp_hit' : 'external';
}
