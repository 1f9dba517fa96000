import type { ClientOrderId, ContractId } from '../domain/ids.ts';
import type { StandingReason } from '../domain/reasons.ts';
import type { BookId, BookIdentity, TradingState } from '../domain/book.ts';
import type { Fill } from '../domain/fill.ts';
import type { Order } from '../domain/order.ts';
import type { Trade } from '../domain/trade.ts';
import type { Cents, TimeMs } from '../domain/units.ts';
import type { FillEffect } from './holding.ts';
import { invariant } from '../domain/assert.ts';
import { factsOf } from '../domain/catalog.ts';
import { Holding } from './holding.ts';
import { clientOrderId } from '../domain/ids.ts';

/** Sums of the trading day, by closing and opening fills of that day. */
export interface DaySums {
  grossCents: Cents;
  feesCents: Cents;
  trades: number;
  wins: number;
  /** Open P&L as the day began. */
  openAtStartCents: Cents;
}

function freshDay(openAtStartCents: Cents): DaySums {
  return { grossCents: 0, feesCents: 0, trades: 0, wins: 0, openAtStartCents };
}

export interface StateOfScope {
  state: TradingState;
  reason: StandingReason;
  untilMs: TimeMs | undefined;
  /** What a halt came upon. */
  beforeHalt: TradingState | undefined;
}

export function freshState(): StateOfScope {
  return { state: 'RUN', reason: 'first_run', untilMs: undefined, beforeHalt: undefined };
}

/** One book: what it holds of each contract, the day's sums, its counters. Changed by the ledger only. */
export class BookLedger {
  readonly identity: BookIdentity;
  readonly trading = freshState();
  /** The dated contract of its last fill or roll. */
  contractId: ContractId | undefined;
  day: DaySums = freshDay(0);
  orderCount = 0;
  commandCount = 0;
  tradeCount = 0;
  private readonly holdings = new Map<string, Holding>();
  private notFlat: readonly Holding[] = [];

  constructor(identity: BookIdentity) {
    this.identity = identity;
  }

  get id(): BookId {
    return this.identity.id;
  }

  get name(): string {
    return this.identity.name;
  }

  /** Holdings that are not flat, in the order in which their contracts were traded first. */
  held(): readonly Holding[] {
    return this.notFlat;
  }

  /** What it holds of a contract, flat or not; undefined where it never traded it. */
  holding(contractId: ContractId): Holding | undefined {
    return this.holdings.get(contractId);
  }

  netQty(contractId: ContractId): number {
    return this.holdings.get(contractId)?.netQty ?? 0;
  }

  get isFlat(): boolean {
    return this.notFlat.length === 0;
  }

  /** A round trip that is over and not yet journaled as a trade. */
  finished(): Holding | undefined {
    for (const holding of this.holdings.values()) if (holding.finished !== undefined) return holding;
    return undefined;
  }

  countOrder(orderId: ClientOrderId): void {
    this.orderCount += 1;
    const expected = clientOrderId(this.id, this.orderCount);
    invariant(orderId === expected, `expected order ${expected}, found ${orderId}`);
  }

  countCommand(): void {
    this.commandCount += 1;
  }

  /** @param openCents open P&L as the day begins */
  startDay(openCents: Cents): void {
    this.day = freshDay(openCents);
    for (const [contractId, holding] of this.holdings) {
      if (holding.netQty === 0 && holding.finished === undefined) this.holdings.delete(contractId);
    }
  }

  /** Applies a fill; gives what it realized (before fees). */
  fill(fill: Fill, order: Order | undefined, done: boolean): Cents {
    this.contractId = fill.contractId;
    let holding = this.holdings.get(fill.contractId);
    if (holding === undefined)
      this.holdings.set(fill.contractId, (holding = new Holding(fill.contractId, factsOf(fill))));
    const effect: FillEffect = holding.fill(fill, order, done, () => {
      this.tradeCount += 1;
      return `${this.name}-${fill.timeMs}-${this.tradeCount}`;
    });
    this.notFlat = [...this.holdings.values()].filter(({ netQty }) => netQty !== 0);
    this.day.grossCents += effect.realizedCents;
    this.day.feesCents += fill.feeCents;
    return effect.realizedCents;
  }

  closeTrade(trade: Trade): void {
    const holding = this.holdings.get(trade.contractId);
    if (holding?.finished?.tradeId === trade.tradeId) holding.finished = undefined;
    this.day.trades += 1;
    if (trade.netCents > 0) this.day.wins += 1;
  }

  /** Realized by the day's fills less their fees, in cents: by how much the day changed the balance. */
  dayRealizedNetCents(): Cents {
    return this.day.grossCents - this.day.feesCents;
  }

  /** By how much equity changed since the day began, in cents. @param openCents open P&L now */
  dayNetCents(openCents: Cents): Cents {
    return this.dayRealizedNetCents() + openCents - this.day.openAtStartCents;
  }
}
