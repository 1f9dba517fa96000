import type { ClientOrderId, ContractId } from '../../domain/ids.ts';
import type { BookId } from '../../domain/book.ts';
import type { StoredOrder } from '../../ports/venue-store.ts';
import type { BrokerOrder } from '../../domain/broker.ts';
import type { OrderRole, OrderType } from '../../domain/order.ts';
import type { Quantity, Side, Ticks, TimeMs } from '../../domain/units.ts';
import type { BracketGroup } from './bracket-group.ts';

/** An order that is open at the venue. */
export interface RestingOrder {
  readonly orderId: ClientOrderId;
  /** The book whose order it is; undefined in files of the first program version. */
  readonly book: BookId | undefined;
  readonly root: string;
  readonly contractId: ContractId;
  readonly side: Side;
  readonly type: OrderType;
  readonly role: OrderRole;
  status: 'working' | 'suspended';
  /** Present total quantity, what has filled included; the venue grows and shrinks a bracket's legs. */
  qty: Quantity;
  filledQty: Quantity;
  limitTicks: Ticks | undefined;
  stopTicks: Ticks | undefined;
  readonly expiresMs: TimeMs | undefined;
  /** It is matched against quotes later than this. */
  liveMs: TimeMs;
  /** A stop whose price was reached: a market order for what is left of it. */
  triggered: boolean;
  /** The bracket that it belongs to, as the entry or as a leg. */
  group: BracketGroup | undefined;
  /** False once it is filled, canceled or expired (whoever still iterates over it must see that). */
  open: boolean;
}

export function storedOrder(order: RestingOrder): StoredOrder {
  const { orderId, root, contractId, side, type, role, status, qty, filledQty, liveMs, triggered } = order;
  return {
    orderId,
    ...(order.book === undefined ? {} : { book: order.book }),
    root,
    contractId,
    side,
    type,
    role,
    status,
    qty,
    filledQty,
    ...(order.limitTicks === undefined ? {} : { limitTicks: order.limitTicks }),
    ...(order.stopTicks === undefined ? {} : { stopTicks: order.stopTicks }),
    ...(order.expiresMs === undefined ? {} : { expiresMs: order.expiresMs }),
    liveMs,
    triggered,
    ...(order.group === undefined ? {} : { parentId: order.group.entryId }),
  };
}

export function restoredOrder(stored: StoredOrder, group: BracketGroup | undefined): RestingOrder {
  const { orderId, root, contractId, side, type, role, status, qty, filledQty, liveMs, triggered } = stored;
  return {
    orderId,
    book: stored.book,
    root,
    contractId,
    side,
    type,
    role,
    status,
    qty,
    filledQty,
    limitTicks: stored.limitTicks,
    stopTicks: stored.stopTicks,
    expiresMs: stored.expiresMs,
    liveMs,
    triggered,
    group,
    open: true,
  };
}

/** As the broker's state shows it. */
export function brokerOrder(order: RestingOrder): BrokerOrder {
  return {
    orderId: order.orderId,
    ...(order.book === undefined ? {} : { book: order.book }),
    root: order.root,
    contractId: order.contractId,
    side: order.side,
    type: order.type,
    status: order.status,
    qty: order.qty,
    filledQty: order.filledQty,
    ...(order.stopTicks === undefined ? {} : { stopTicks: order.stopTicks }),
    ...(order.limitTicks === undefined ? {} : { limitTicks: order.limitTicks }),
  };
}
