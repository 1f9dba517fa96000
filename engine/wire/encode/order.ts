import type { OrderStatus, OrderType } from '../../domain/order.ts';
import type { OrderView } from '../../domain/views.ts';
import type { OrderNotification, OrderUpdate } from '../hub/order.ts';
import type { CockpitOrder } from '../pitwall/order.ts';
import { encodeOrderReason } from './reason.ts';
import { priceOf, priceOrNull, toIso } from './units.ts';

const STATUS: Readonly<Record<OrderStatus, OrderUpdate['status']>> = {
  pending_new: 'PENDING',
  suspended: 'PENDING',
  working: 'OPEN',
  pending_modify: 'OPEN',
  pending_cancel: 'OPEN',
  filled: 'FILLED',
  canceled: 'CANCELED',
  rejected: 'REJECTED',
  denied: 'DENIED',
  expired: 'EXPIRED',
};

const TYPE: Readonly<Record<OrderType, OrderUpdate['type']>> = { market: 'MARKET', limit: 'LIMIT', stop: 'STOP' };

function side(order: OrderView): 'BUY' | 'SELL' {
  return order.side === 'buy' ? 'BUY' : 'SELL';
}

/** The price at which the order itself stands: a market order has none, whatever stop it was to bring along. */
function ownTicks({ type, limitTicks, stopTicks }: OrderView): number | undefined {
  return type === 'limit' ? limitTicks : type === 'stop' ? stopTicks : undefined;
}

function reasonOf({ reason, reasonDetail }: OrderView) {
  return reason === undefined ? undefined : encodeOrderReason(reason, reasonDetail);
}

/** Document 002. `userId`: the account's owner. */
export function encodeOrderUpdate(order: OrderView, userId: string): OrderUpdate {
  const partly = order.filledQty > 0 && (order.status === 'working' || order.status.startsWith('pending'));
  return {
    orderId: order.orderId,
    userId,
    symbol: order.contractId,
    type: TYPE[order.type],
    side: side(order),
    quantity: order.qty,
    price: priceOrNull(order, ownTicks(order) ?? order.averageTicks),
    status: partly ? 'PARTIALLY_FILLED' : STATUS[order.status],
    filledQuantity: order.filledQty,
    remainingQuantity: Math.max(0, order.qty - order.filledQty),
    averagePrice: priceOrNull(order, order.averageTicks),
    timestamp: order.updatedMs,
    strategy: order.book,
    ...reasonOf(order),
  };
}

/** Document 004. `priceTicks`: of the fill; else the order's own price. */
export function encodeOrderNotification(
  order: OrderView,
  type: OrderNotification['type'],
  timeMs: number,
  fill?: { readonly qty: number; readonly priceTicks: number },
): OrderNotification {
  const ticks = fill?.priceTicks ?? ownTicks(order);
  return {
    orderId: order.orderId,
    type,
    symbol: order.contractId,
    side: side(order),
    quantity: fill?.qty ?? order.qty,
    ...(ticks === undefined ? {} : { price: priceOf(order, ticks) }),
    ...reasonOf(order),
    timestamp: timeMs,
  };
}

export function encodeCockpitOrder(order: OrderView): CockpitOrder {
  return {
    orderId: order.orderId,
    strategy: order.book,
    root: order.root,
    symbol: order.contractId,
    side: order.side,
    type: order.type,
    role: order.role,
    quantity: order.qty,
    filledQuantity: order.filledQty,
    averagePrice: priceOrNull(order, order.averageTicks),
    limitPrice: priceOrNull(order, order.limitTicks),
    stopPrice: priceOrNull(order, order.stopTicks),
    status: order.status,
    reasonCode: order.reason ?? null,
    reason: reasonOf(order)?.reason ?? null,
    submitted: toIso(order.submittedMs),
    updated: toIso(order.updatedMs),
  };
}
