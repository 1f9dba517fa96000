import type { ClientOrderId, ContractId } from '../../domain/ids.ts';
import type { BookId } from '../../domain/book.ts';
import type { Fill } from '../../domain/fill.ts';
import type { OrderState } from '../../domain/order.ts';
import type { Quantity, Side, Ticks, TimeMs } from '../../domain/units.ts';
import type { BookLedger } from '../../execution/book-ledger.ts';
import type { Holding } from '../../execution/holding.ts';
import type { Ledger } from '../../execution/ledger.ts';
import type { Act } from './act.ts';
import type { TradeCloser } from './trade-closer.ts';
import { EXTERNAL } from '../../domain/book.ts';
import { foreignFacts } from '../../domain/catalog.ts';
import { opposite } from '../../domain/units.ts';

interface Exchanged {
  readonly book: BookId;
  readonly orderId: ClientOrderId;
  readonly qty: Quantity;
  readonly priceTicks: Ticks;
  readonly timeMs: TimeMs;
}

/**
 * What EXTERNAL holds against our own books was a close of theirs that we did not order, or whose fill we were not told:
 * both are released against each other at EXTERNAL's price, so that no book goes on with a position that the account does
 * not have. The books' sum, per contract and in money, stays as it is.
 */
export class Releases {
  private readonly ledger: Ledger;
  private readonly trades: TradeCloser;

  constructor(ledger: Ledger, trades: TradeCloser) {
    this.ledger = ledger;
    this.trades = trades;
  }

  /** EXTERNAL holds against books of ours. */
  settle(act: Act, contractId: ContractId, timeMs: TimeMs): void {
    for (const book of this.inTurn()) {
      const external = this.ledger.book(EXTERNAL.id).holding(contractId);
      const own = book.holding(contractId);
      if (external === undefined || own === undefined || external.netQty * own.netQty >= 0) continue;
      const price = Math.round(external.position.costTicksSum / Math.abs(external.netQty));
      this.release(act, book, own, Math.min(Math.abs(own.netQty), Math.abs(external.netQty)), price, timeMs);
    }
  }

  /**
   * EXTERNAL has taken a difference, and books have orders that are gone at the venue: those filled, most likely.
   * @param delta contracts that EXTERNAL took, signed, at `price`
   * @param gone orders that are open with us and not at the venue
   */
  settleFirst(act: Act, contractId: ContractId, delta: number, price: Ticks, gone: readonly OrderState[]): void {
    let left = Math.abs(delta);
    for (const { order, qty, filledQty } of gone) {
      const book = this.ledger.book(order.book);
      const own = book.holding(contractId);
      if (book.identity.kind === 'external' || own === undefined || order.contractId !== contractId) continue;
      if (own.netQty * delta >= 0 || order.side !== (delta > 0 ? 'buy' : 'sell')) continue;
      const most = Math.min(Math.abs(own.netQty), left, qty - filledQty);
      if (most === 0) continue;
      this.release(act, book, own, most, price, act.timeMs, order.orderId);
      left -= most;
    }
  }

  /** The fill of an order was told after all: what was booked in its place is taken back. */
  takeBack(act: Act, { order, standIn }: OrderState, filledQty: number, timeMs: TimeMs): void {
    const own = this.ledger.book(order.book).holding(order.contractId);
    if (standIn === undefined || own === undefined) return;
    const qty = Math.min(standIn.qty, filledQty);
    this.exchange(act, own, opposite(order.side), { ...order, qty, priceTicks: standIn.priceTicks, timeMs });
  }

  /** The book closes and EXTERNAL takes the other side, at one price. */
  private release(
    act: Act,
    { id, name }: BookLedger,
    own: Holding,
    qty: number,
    priceTicks: Ticks,
    timeMs: TimeMs,
    orderId = '',
  ): void {
    const { contractId, netQty } = own;
    const text = `${name}: ${qty} of its ${netQty} ${contractId} ${qty === 1 ? 'was' : 'were'} closed outside of Pitwall, or the fill was not told`;
    act.alarm('external_position', text, id);
    this.exchange(act, own, netQty > 0 ? 'sell' : 'buy', { book: id, orderId, qty, priceTicks, timeMs });
  }

  private exchange(act: Act, own: Holding, side: Side, what: Exchanged): void {
    const { book, orderId, qty, priceTicks, timeMs } = what;
    const { contractId, root, contract } = own;
    const { tradeCount } = this.ledger.book(book);
    const same = { root, contractId, qty, priceTicks, feeCents: 0, timeMs, ...foreignFacts(contract) };
    const fillId = `R-${book}-${contractId}-${timeMs}-${tradeCount}-${own.netQty}`;
    const ours: Fill = { fillId, orderId, book, side, ...same };
    const theirs = { book: EXTERNAL.id, side: opposite(side), orderId: '', synthetic: true } as const;
    for (const fill of [ours, { ...same, ...theirs, fillId: `${fillId}-${EXTERNAL.id}` }]) {
      act.record({ type: 'PositionReleased', fill }, fill.book, timeMs);
      this.trades.close(act, fill.book, timeMs);
    }
  }

  /** The person's own book first, then strategies by their numbers. */
  private inTurn(): readonly BookLedger[] {
    const rank = ({ identity }: BookLedger): number => (identity.kind === 'manual' ? 0 : 1);
    return this.ledger
      .books()
      .filter(({ identity }) => identity.kind !== 'external')
      .toSorted((a, b) => rank(a) - rank(b) || a.identity.number - b.identity.number);
  }
}
