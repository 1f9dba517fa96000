import type { Intent } from '../domain/intent.ts';
import type { Bracket, Order } from '../domain/order.ts';
import type { BookId } from '../domain/book.ts';
import type { TimeMs } from '../domain/units.ts';
import { MINUTE_MS, entrySide, opposite } from '../domain/units.ts';

export interface EntryContext {
  readonly book: BookId;
  readonly root: string;
  readonly contractId: string;
  /** Orders of this book so far: ids go on from there. */
  readonly orderCount: number;
  /** End of the step in which the strategy decided. */
  readonly endMs: TimeMs;
}

/** The entry and its protective legs, in the order in which they are journaled. Ids are counters per book. */
export function entryOrders(intent: Extract<Intent, { kind: 'enter' }>, context: EntryContext): readonly Order[] {
  const id = (offset: number) => `${context.book}-O${context.orderCount + offset}`;
  const side = entrySide(intent.direction);
  const bracket: Bracket = {
    stop: { orderId: id(2), price: intent.stop, qty: intent.qty },
    targets: intent.targets.map((target, index) => ({ orderId: id(3 + index), price: target.price, qty: target.qty })),
    breakEvenAfterFirstTarget: intent.breakEvenAfterFirstTarget,
  };
  const base = { book: context.book, root: context.root, contractId: context.contractId };
  const entry: Order = {
    ...base,
    orderId: id(1),
    side,
    type: intent.order.type,
    role: 'entry',
    qty: intent.qty,
    ...(intent.order.type === 'limit'
      ? { limitTicks: intent.order.limitTicks, expiresMs: context.endMs + intent.order.validBars * MINUTE_MS }
      : {}),
    bracket,
    reducing: false,
    cause: intent.why,
    ...(intent.rsi === undefined ? {} : { signalRsi: intent.rsi }),
  };
  const leg = { ...base, side: opposite(side), parentId: entry.orderId, reducing: true };
  return [
    entry,
    { ...leg, orderId: bracket.stop.orderId, type: 'stop', role: 'stop', qty: intent.qty, cause: 'protection' },
    ...bracket.targets.map((target): Order => ({
      ...leg,
      orderId: target.orderId,
      type: 'limit',
      role: 'target',
      qty: target.qty,
      cause: 'target',
    })),
  ];
}

/** A market order that closes what a book holds. `cause`: a code of EXIT_REASONS, perhaps followed by ": words". */
export function closingOrder(
  context: Omit<EntryContext, 'endMs'> & { readonly netQty: number; readonly cause: string },
): Order {
  return {
    orderId: `${context.book}-O${context.orderCount + 1}`,
    book: context.book,
    root: context.root,
    contractId: context.contractId,
    side: context.netQty > 0 ? 'sell' : 'buy',
    type: 'market',
    role: 'exit',
    qty: Math.abs(context.netQty),
    reducing: true,
    cause: context.cause,
  };
}
