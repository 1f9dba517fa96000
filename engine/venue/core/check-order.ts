import type { BrokerCommand } from '../../domain/broker.ts';
import type { Bracket, Order } from '../../domain/order.ts';
import type { RejectReason } from '../../domain/reasons.ts';
import type { Calendar } from '../../domain/session.ts';
import type { TimeMs } from '../../domain/units.ts';
import type { RestingOrder } from './resting-order.ts';
import type { RootMarket } from './root-market.ts';
import { findSpec } from '../../domain/catalog.ts';
import { MONTH_CODES, contractAt } from '../../domain/contract-month.ts';
import { isOpen } from '../../domain/session.ts';

export interface Refusal {
  readonly reason: RejectReason;
  readonly detail: string;
}

/** The order closes what is left when the recording has ended: there is no session and no later quote to ask for. */
export function closesAtEndOfData(order: Order): boolean {
  return order.reducing && order.exitReason === 'end_of_data';
}

/**
 * Why the venue does not take an order at a time, or undefined. Market orders and limits need an open session and a
 * quote of their contract; protective orders (role stop or target) also rest in a closed one.
 */
export function refusalOf(
  order: Order,
  timeMs: TimeMs,
  calendar: Calendar,
  market: RootMarket | undefined,
  dataEnded: boolean,
): Refusal | undefined {
  const fault = orderFault(order);
  if (fault !== undefined) return { reason: 'bad_order', detail: fault };
  const spec = findSpec(order.root);
  if (spec === undefined) return { reason: 'unknown_contract', detail: `no contract root "${order.root}"` };
  const closing = dataEnded && closesAtEndOfData(order);
  if (!closing) {
    const front = contractAt(calendar, order.root, timeMs);
    if (order.contractId !== front.id) return otherMonth(order, front.id, front.year);
    const protective = order.role === 'stop' || order.role === 'target';
    if (!protective && !isOpen(calendar, order.root, timeMs)) {
      return { reason: 'outside_hours', detail: `${order.contractId} does not trade at this time` };
    }
  }
  if (market?.quote === undefined || market.contractId !== order.contractId) {
    return { reason: 'no_quote', detail: `no quote of ${order.contractId} yet` };
  }
  return undefined;
}

/** An order for a month that is not the front month: one that is over, or one that is still to come. */
function otherMonth(order: Order, frontId: string, frontYear: number): Refusal {
  const monthOf = (id: string) => MONTH_CODES.indexOf(id.charAt(order.root.length));
  const yearDigit = Number(order.contractId.charAt(order.root.length + 1));
  const wellFormed =
    order.contractId.startsWith(order.root) &&
    order.contractId.length === order.root.length + 2 &&
    monthOf(order.contractId) >= 0 &&
    Number.isInteger(yearDigit);
  if (!wellFormed) return { reason: 'unknown_contract', detail: `no contract "${order.contractId}"` };
  // One digit names the year: the nearest such year is meant.
  const years = ((yearDigit - (frontYear % 10) + 15) % 10) - 5;
  const months = years * 12 + monthOf(order.contractId) - monthOf(frontId);
  return months < 0
    ? { reason: 'contract_expired', detail: `${order.contractId} is over, ${frontId} trades` }
    : { reason: 'no_quote', detail: `${order.contractId} is not quoted yet, ${frontId} trades` };
}

function orderFault(order: Order): string | undefined {
  if (!isQuantity(order.qty)) return `expected a positive whole quantity, found ${order.qty}`;
  if (order.type === 'limit' && !Number.isSafeInteger(order.limitTicks)) return 'a limit order without a limit';
  if (order.type === 'stop' && !Number.isSafeInteger(order.stopTicks)) return 'a stop order without a stop';
  if (order.expiresMs !== undefined && !Number.isFinite(order.expiresMs)) return 'an expiry that is no time';
  return order.bracket === undefined ? undefined : bracketFault(order, order.bracket);
}

function bracketFault(order: Order, bracket: Bracket): string | undefined {
  if (order.role !== 'entry' || order.reducing) return 'a bracket belongs to an entry';
  const legs = [bracket.stop, ...bracket.targets];
  if (!legs.every((leg) => isQuantity(leg.qty))) return 'a leg without a positive whole quantity';
  if (bracket.stop.qty !== order.qty) return `expected a stop over ${order.qty}, found ${bracket.stop.qty}`;
  const targets = bracket.targets.reduce((sum, leg) => sum + leg.qty, 0);
  if (targets > order.qty) return `expected targets over at most ${order.qty}, found ${targets}`;
  if (new Set([order.orderId, ...legs.map((leg) => leg.orderId)]).size !== legs.length + 1) return 'an order id twice';
  for (const { price } of legs) {
    const fine =
      'priceTicks' in price
        ? Number.isSafeInteger(price.priceTicks)
        : Number.isSafeInteger(price.offsetTicks) && price.offsetTicks > 0;
    if (!fine) return 'a leg without a price, or with an offset that is not positive';
  }
  return undefined;
}

/** Why an order's price cannot be changed so, or undefined. */
export function modifyFault(
  order: RestingOrder,
  command: Extract<BrokerCommand, { kind: 'modify' }>,
): string | undefined {
  if (order.status === 'suspended') return 'the leg is not alive yet';
  if (order.type === 'market') return 'a market order has no price';
  if (order.triggered) return 'the stop has been triggered';
  const { limitTicks, stopTicks } = command;
  const [wanted, other] = order.type === 'limit' ? [limitTicks, stopTicks] : [stopTicks, limitTicks];
  if (other !== undefined) return `a ${order.type} order has no such price`;
  return Number.isSafeInteger(wanted) ? undefined : `expected a price in whole ticks, found ${wanted}`;
}

function isQuantity(qty: number): boolean {
  return Number.isSafeInteger(qty) && qty > 0;
}
