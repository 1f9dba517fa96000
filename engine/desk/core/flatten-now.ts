import type { BookId } from '../../domain/book.ts';
import type { BrokerCommand, BrokerReport } from '../../domain/broker.ts';
import type { Origin } from '../../domain/events.ts';
import type { ExitReason } from '../../domain/reasons.ts';
import type { DeskCore } from './desk-core.ts';
import type { OrderState } from '../../domain/order.ts';
import { isOpen } from '../../domain/session.ts';
import { isClosed } from '../../domain/order.ts';
import { nextFlattenMove, type FlattenMove } from '../../execution/flatten.ts';
import { cancelOrder } from './decisions.ts';
import { submitClose } from './duties.ts';

/** What the venue is to execute at once. The driver journals first, then sends, then hands back the reports. */
export interface ActNow {
  readonly phase: 'cancel' | 'close' | 'wait';
  readonly commands: readonly BrokerCommand[];
}

/**
 * Closes books outside the order of steps: cancels their working orders, awaits the answers, closes what is held, until
 * nothing is left. A coroutine, so that the process (over a link) and the one-process run drive the same code.
 * `wait`: nothing to send now (the rest of a partial fill, an answer that has to come with a step); ask again later.
 */
export function* flattenNow(
  desk: DeskCore,
  books: readonly BookId[],
  reason: ExitReason,
  origin: Origin,
  interactive: boolean,
): Generator<ActNow, void, readonly BrokerReport[]> {
  for (;;) {
    let phase: ActNow['phase'] | 'done' = 'done';
    const commands = desk.collectCommands(() => {
      const moves = books
        .map((id) => ({ id, move: nextFlattenMove(desk.ledger.book(id), touchable(desk, id, reason)) }))
        .map(({ id, move }) => ({ id, move: move.kind === 'close' && !canClose(desk, id, reason) ? DONE : move }))
        .map(({ id, move }) => ({ id, move: move.kind === 'wait' ? waitOrTakeBack(desk, id, reason) : move }));
      for (const { move } of moves) {
        if (move.kind !== 'cancel') continue;
        phase = 'cancel';
        for (const state of move.orders) cancelOrder(desk, state.order.orderId, 'by_flatten', origin, interactive);
      }
      if (phase === 'cancel') return;
      for (const { id, move } of moves) {
        if (move.kind !== 'close') continue;
        phase = 'close';
        submitClose(desk, id, move.netQty, `${reason}: ${origin.cause}`, origin, interactive);
      }
      if (phase === 'done' && moves.some(({ move }) => move.kind === 'wait')) phase = 'wait';
    });
    if (phase === 'done') return;
    const reports = yield { phase, commands: phase === 'wait' ? unanswered(desk, books) : commands };
    desk.applyImmediate(reports);
  }
}

const DONE = { kind: 'done' } as const;

/** A closed market cannot be traded: what is held stays, with its protection, and only entries are taken back. */
function canClose(desk: DeskCore, id: BookId, reason: ExitReason): boolean {
  const root = desk.ledger.book(id).open?.root;
  return root === undefined || reason === 'end_of_data' || isOpen(desk.options.calendar, root, desk.nowMs);
}

/** No quote will come for the rest of a closing order that waits when the data have ended: it is closed by a new one. */
function waitOrTakeBack(desk: DeskCore, id: BookId, reason: ExitReason): FlattenMove {
  if (reason !== 'end_of_data') return { kind: 'wait' };
  const orders = desk.ledger
    .openOrders(id)
    .filter(({ order, status }) => order.role === 'exit' && status === 'working');
  return orders.length > 0 ? { kind: 'cancel', orders } : { kind: 'wait' };
}

function touchable(desk: DeskCore, id: BookId, reason: ExitReason): OrderState[] {
  const open = desk.ledger.openOrders(id);
  return canClose(desk, id, reason) ? open : open.filter((state) => state.order.role === 'entry');
}

/** Commands of these books that the venue has not answered: sent again, it executes them now. */
function unanswered(desk: DeskCore, books: readonly BookId[]): readonly BrokerCommand[] {
  return [...desk.ledger.unanswered.values()].filter((command) => {
    const orderId = command.kind === 'place' ? command.order.orderId : command.orderId;
    const state = desk.ledger.orders.get(orderId);
    if (state === undefined || isClosed(state.status) || !books.includes(state.order.book)) return false;
    return command.kind !== 'place' || command.order.reducing;
  });
}

/** Cancels the working entries of books (entries were stopped). Protection stays. */
export function cancelEntries(desk: DeskCore, books: readonly BookId[], origin: Origin): readonly BrokerCommand[] {
  return desk.collectCommands(() => {
    for (const id of books) {
      for (const state of desk.ledger.openOrders(id)) {
        const untouched = state.filledQty === 0 || state.order.type === 'limit';
        if (state.order.role !== 'entry' || state.status === 'pending_cancel' || !untouched) continue;
        cancelOrder(desk, state.order.orderId, 'by_stop', origin, true);
      }
    }
  });
}
