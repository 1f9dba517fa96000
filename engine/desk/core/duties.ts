import type { BookLedger } from '../../execution/book-ledger.ts';
import type { Origin } from '../../domain/events.ts';
import type { TimeMs } from '../../domain/units.ts';
import type { DeskCore } from './desk-core.ts';
import type { DeskStrategy } from './options.ts';
import { frontMonthAt } from '../../domain/contract-month.ts';
import { averageTicks } from '../../domain/position.ts';
import { isClosed } from '../../domain/order.ts';
import { flatBy, sessionAt } from '../../domain/session.ts';
import { closingOrder } from '../../execution/place-entry.ts';
import { nextFlattenMove } from '../../execution/flatten.ts';
import { MINUTE_MS } from '../../domain/units.ts';
import { cancelOrder } from './decisions.ts';

/** A position is closed so long before its contract rolls as before an early close. */
const FLAT_BEFORE_ROLL_MS = 7 * MINUTE_MS;

/**
 * What the desk does by itself in each step, before the engines are asked: halts that end, the backstop of the flat-by
 * time, break-even stops, positions without protection, and flattens that go on.
 */
export class Duties {
  private readonly desk: DeskCore;

  constructor(desk: DeskCore) {
    this.desk = desk;
  }

  run(endMs: TimeMs): void {
    this.endHalts(endMs);
    for (const strategy of this.desk.options.strategies) {
      const book = this.desk.ledger.book(strategy.identity.id);
      this.rollContract(strategy, endMs);
      this.backstop(strategy, book, endMs);
      if (this.flattening(book.id)) continue;
      this.breakEven(book);
      this.protect(strategy, book, endMs);
    }
    this.moveFlattens();
  }

  /** Takes each running flatten that belongs to the step's order one move on. A person's flatten is driven by its own flow. */
  moveFlattens(): void {
    const { ledger } = this.desk;
    for (const flatten of [...ledger.flattens.values()]) {
      if (isPersons(flatten.origin)) continue;
      const books =
        flatten.scope === 'account' ? this.desk.options.strategies.map((s) => s.identity.id) : [flatten.scope];
      let done = true;
      for (const id of books) if (!this.moveFlatten(id, flatten.reason, flatten.origin)) done = false;
      if (done) {
        this.desk.record(
          { type: 'FlattenEnded', flattenId: flatten.flattenId, scope: flatten.scope, verified: true },
          flatten.scope === 'account' ? null : flatten.scope,
        );
      }
    }
  }

  private moveFlatten(id: string, reason: string, origin: Origin): boolean {
    const { ledger } = this.desk;
    const book = ledger.book(id);
    const open = ledger.openOrders(id);
    // What cannot be closed now keeps its protection until it can.
    const held = book.open !== undefined && !this.marketOpen(id);
    const move = nextFlattenMove(book, held ? open.filter(({ order }) => order.role === 'entry') : open);
    if (move.kind === 'done') return true;
    if (move.kind === 'cancel') {
      for (const state of move.orders) cancelOrder(this.desk, state.order.orderId, 'by_flatten', origin);
    } else if (move.kind === 'close' && this.marketOpen(id)) {
      submitClose(this.desk, id, move.netQty, `${reason}: ${origin.cause}`, origin, false);
    }
    return false;
  }

  private marketOpen(book: string): boolean {
    const root = this.desk.ledger.book(book).open?.root;
    return root !== undefined && sessionAt(this.desk.options.calendar, root, this.desk.nowMs) !== undefined;
  }

  private flattening(book: string): boolean {
    return this.desk.ledger.flattens.has(book) || this.desk.ledger.flattens.has('account');
  }

  private endHalts(endMs: TimeMs): void {
    const { ledger } = this.desk;
    const due = (untilMs: TimeMs | undefined): boolean => untilMs !== undefined && endMs >= untilMs;
    const origin: Origin = { actor: 'risk', device: 'desk', cause: 'the time of the halt is over' };
    if (ledger.account.state === 'HALTED' && due(ledger.account.untilMs)) {
      this.desk.changeState('account', 'RUN', 'halt_expired', origin);
    }
    for (const book of ledger.books.values()) {
      if (book.trading.state === 'HALTED' && due(book.trading.untilMs)) {
        this.desk.changeState(book.id, 'RUN', 'halt_expired', origin);
      }
    }
  }

  private rollContract(strategy: DeskStrategy, endMs: TimeMs): void {
    const { id, root } = strategy.identity;
    const book = this.desk.ledger.book(id);
    const to = this.desk.contractOf(root, endMs);
    const from = book.contractId ?? to;
    if (from === to || book.position.netQty !== 0) return;
    this.desk.record({ type: 'ContractRolled', book: id, root, from, to }, id);
  }

  private backstop(strategy: DeskStrategy, book: BookLedger, endMs: TimeMs): void {
    const { calendar } = this.desk.options;
    const { root } = strategy.identity;
    if (book.position.netQty === 0 && this.desk.ledger.openOrders(book.id).length === 0) return;
    const session = sessionAt(calendar, root, endMs - 1);
    if (session === undefined) return;
    const backstopMs = flatBy(calendar, session)?.backstopMs;
    const rollMs = frontMonthAt(calendar, root, endMs - 1).untilMs - FLAT_BEFORE_ROLL_MS;
    if (endMs >= rollMs)
      this.desk.startFlatten(book.id, 'roll', { actor: 'session', device: 'desk', cause: 'contract roll' });
    else if (backstopMs !== undefined && endMs >= backstopMs) {
      this.desk.startFlatten(book.id, 'end_of_session', {
        actor: 'session',
        device: 'desk',
        cause: 'flat-by time of the desk',
      });
    }
  }

  private breakEven(book: BookLedger): void {
    const trade = book.open;
    const average = averageTicks(book.position);
    if (trade === undefined || average === undefined || trade.targetsFilled === 0 || trade.stopMoved) return;
    const entry = this.desk.ledger.orders.get(trade.entryOrderId)?.order;
    const stopId = entry?.bracket?.stop.orderId;
    if (entry?.bracket?.breakEvenAfterFirstTarget !== true || stopId === undefined) return;
    const stop = this.desk.ledger.orders.get(stopId);
    if (stop === undefined || stop.status !== 'working') return;
    // To the average entry, on the side that costs nothing.
    const stopTicks = trade.direction === 'long' ? Math.ceil(average) : Math.floor(average);
    if (stop.stopTicks === stopTicks) return;
    const commandId = `${book.id}-C${book.commandCount + 1}`;
    this.desk.record(
      { type: 'ModifySubmitted', orderId: stopId, commandId, stopTicks, cause: 'break-even after the first target' },
      book.id,
    );
    this.desk.command({ kind: 'modify', commandId, orderId: stopId, stopTicks });
  }

  private protect(strategy: DeskStrategy, book: BookLedger, endMs: TimeMs): void {
    if (book.position.netQty === 0) return;
    const protectedQty = this.desk.ledger
      .openOrders(book.id)
      .filter((state) => state.order.role === 'stop' && state.stopTicks !== undefined && !isClosed(state.status))
      .reduce((sum, state) => sum + state.qty - state.filledQty, 0);
    if (protectedQty >= Math.abs(book.position.netQty)) return;
    if (sessionAt(this.desk.options.calendar, strategy.identity.root, endMs - 1) === undefined) return;
    const text = `${book.name} holds ${book.position.netQty} and ${protectedQty} are protected by a stop; closing`;
    this.desk.record({ type: 'Alarm', code: 'unprotected', book: book.id, message: text }, book.id);
    this.desk.startFlatten(book.id, 'unprotected', { actor: 'risk', device: 'desk', cause: text });
  }
}

/** A person's flatten runs beside the steps; the machine's own run within them. */
export function isPersons(origin: Origin): boolean {
  return origin.device !== 'desk';
}

/** Journals a closing market order and queues it for the venue. */
export function submitClose(
  desk: DeskCore,
  id: string,
  netQty: number,
  cause: string,
  origin: Origin,
  interactive: boolean,
): void {
  const book = desk.ledger.book(id);
  const trade = book.open;
  if (trade === undefined) return;
  const order = closingOrder({
    book: id,
    root: trade.root,
    contractId: trade.contractId,
    orderCount: book.orderCount,
    netQty,
    cause,
  });
  desk.record(
    { type: 'OrderSubmitted', order, commandId: order.orderId, epoch: desk.options.epoch, origin },
    id,
    desk.nowMs,
    interactive,
  );
  desk.command({ kind: 'place', commandId: order.orderId, order });
}
