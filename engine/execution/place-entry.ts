import type { ContractId } from '../domain/ids.ts';
import type { Intent } from '../domain/intent.ts';
import type { Bracket, Order, ProtectivePrice } from '../domain/order.ts';
import type { BookId } from '../domain/book.ts';
import type { ExitReason } from '../domain/reasons.ts';
import type { Quantity, Side, Ticks, TimeMs } from '../domain/units.ts';
import { MINUTE_MS, entrySide, opposite } from '../domain/units.ts';
import { clientOrderId } from '../domain/ids.ts';
import { plannedLegTicks } from './leg-price.ts';

export interface EntryContext {
  readonly book: BookId;
  readonly root: string;
  readonly contractId: ContractId;
  /** Orders of this book so far: ids go on from there. */
  readonly orderCount: number;
  /** End of the step in which the strategy decided. */
  readonly endMs: TimeMs;
  /** Price at which the entry is expected to fill; undefined: not known. */
  readonly referenceTicks: Ticks | undefined;
}

/** The entry and its protective legs, in the order in which they are journaled. Ids are counters per book. */
export function entryOrders(intent: Extract<Intent, { kind: 'enter' }>, context: EntryContext): readonly Order[] {
  const id = (offset: number) => clientOrderId(context.book, context.orderCount + offset);
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
  const planned = (price: ProtectivePrice, what: 'stop' | 'target') => {
    const plannedTicks = plannedLegTicks(price, what, side, context.referenceTicks);
    return plannedTicks === undefined ? {} : { plannedTicks };
  };
  return [
    entry,
    {
      ...leg,
      orderId: bracket.stop.orderId,
      type: 'stop',
      role: 'stop',
      qty: intent.qty,
      cause: 'protection',
      ...planned(intent.stop, 'stop'),
    },
    ...bracket.targets.map((target): Order => ({
      ...leg,
      orderId: target.orderId,
      type: 'limit',
      role: 'target',
      qty: target.qty,
      cause: 'target',
      ...planned(target.price, 'target'),
    })),
  ];
}

/** What a reducing order of ours is about. */
export interface ReducingContext {
  readonly book: BookId;
  readonly root: string;
  readonly contractId: ContractId;
  readonly orderCount: number;
  readonly side: Side;
  readonly qty: Quantity;
  /** In a trader's words. */
  readonly cause: string;
}

/** A market order that closes what a book holds. */
export function closingOrder(context: ReducingContext & { readonly exitReason: ExitReason }): Order {
  const { orderCount, ...plain } = context;
  return {
    orderId: clientOrderId(context.book, orderCount + 1),
    ...plain,
    type: 'market',
    role: 'exit',
    reducing: true,
  };
}

/** A protective stop that stands alone: put back, or in place of one that the venue does not have. */
export function protectiveStop(context: ReducingContext & { readonly stopTicks: Ticks }): Order {
  const { orderCount, ...plain } = context;
  return { orderId: clientOrderId(context.book, orderCount + 1), ...plain, type: 'stop', role: 'stop', reducing: true };
}
