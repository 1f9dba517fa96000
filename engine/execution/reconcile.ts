import type { BrokerOrder, BrokerState } from '../domain/broker.ts';
import type { Difference, OrderTerms } from '../domain/difference.ts';
import type { OrderState } from '../domain/order.ts';
import type { Cents } from '../domain/units.ts';
import type { Ledger } from './ledger.ts';
import { findFacts } from '../domain/catalog.ts';

/**
 * Our books against the broker's, at one and the same entry of the broker's log. Pure; four things must hold:
 * 1. per contract, the sum of our books' net quantities is the broker's;
 * 2. our open orders are the broker's open orders, by id, at the same price and size;
 * 3. our balance is the broker's cash, to the cent, once realized and open P&L are taken together (the broker nets books
 *    that we keep apart, so that realized alone may differ while two books stand on one contract);
 * 4. what the broker has and we do not is EXTERNAL.
 */
export function compareBooks(ledger: Ledger, broker: BrokerState): readonly Difference[] {
  const positions = comparePositions(ledger, broker);
  const money = positions.length === 0 ? compareMoney(ledger, broker) : undefined;
  return [...positions, ...compareOrders(ledger, broker), ...(money === undefined ? [] : [money])];
}

function comparePositions(ledger: Ledger, broker: BrokerState): Difference[] {
  const ours = new Map<string, number>();
  for (const book of ledger.books()) {
    for (const { contractId, netQty } of book.held()) ours.set(contractId, (ours.get(contractId) ?? 0) + netQty);
  }
  const venues = new Map(broker.positions.map(({ contractId, netQty }) => [contractId, netQty]));
  const differences: Difference[] = [];
  for (const contractId of new Set([...ours.keys(), ...venues.keys()])) {
    const our = ours.get(contractId) ?? 0;
    const their = venues.get(contractId) ?? 0;
    if (our !== their) differences.push({ kind: 'position', contractId, ours: our, venues: their });
  }
  return differences;
}

function compareOrders(ledger: Ledger, broker: BrokerState): Difference[] {
  const differences: Difference[] = [];
  const theirs = new Map(broker.openOrders.map((order) => [order.orderId, order]));
  const seen = new Set<string>();
  for (const state of ledger.fold.open()) {
    const { orderId, book } = state.order;
    const id = state.venueId ?? orderId;
    seen.add(id);
    const their = theirs.get(id);
    if (their === undefined) {
      // A new order may still be on its way.
      if (state.status !== 'pending_new') differences.push({ kind: 'order_gone', orderId, book });
    } else if (isSettled(state) && !sameTerms(state, their)) {
      differences.push({ kind: 'order_changed', orderId, book, ours: terms(state), venues: terms(their) });
    }
  }
  for (const { orderId, contractId, qty, filledQty } of broker.openOrders) {
    if (!seen.has(orderId)) differences.push({ kind: 'order_unknown', orderId, contractId, qty: qty - filledQty });
  }
  return differences;
}

/** Cash less the cost of what is open, so that it does not matter who nets what. */
export interface BareCash {
  readonly oursCents: Cents;
  readonly venuesCents: Cents;
}

/** undefined: the broker holds something of which nobody knows what a tick is worth. */
export function bareCash(ledger: Ledger, broker: BrokerState): BareCash | undefined {
  let ourCost = 0;
  for (const book of ledger.books()) {
    for (const { position, contract } of book.held()) {
      ourCost += Math.sign(position.netQty) * position.costTicksSum * contract.tickValueCents;
    }
  }
  let theirCost = 0;
  for (const position of broker.positions) {
    const facts = findFacts(position);
    if (facts === undefined) return undefined;
    theirCost += Math.sign(position.netQty) * position.costTicksSum * facts.tickValueCents;
  }
  return {
    oursCents: Math.round(ledger.balanceCents() - ourCost),
    venuesCents: Math.round(broker.cashCents - theirCost),
  };
}

/** Money spent on open positions leaves neither side's realized P&L: cash less the cost of what is open is compared. */
function compareMoney(ledger: Ledger, broker: BrokerState): Difference | undefined {
  const cash = bareCash(ledger, broker);
  return cash === undefined || cash.oursCents === cash.venuesCents ? undefined : { kind: 'money', ...cash };
}

/** Its terms are what the venue said last, and nothing of ours is on its way to change them. */
function isSettled({ status }: OrderState): boolean {
  return status === 'working' || status === 'pending_cancel';
}

function sameTerms(ours: OrderState, theirs: BrokerOrder): boolean {
  return ours.qty === theirs.qty && ours.limitTicks === theirs.limitTicks && ours.stopTicks === theirs.stopTicks;
}

function terms({ qty, limitTicks, stopTicks }: OrderState | BrokerOrder): OrderTerms {
  return {
    qty,
    ...(limitTicks === undefined ? {} : { limitTicks }),
    ...(stopTicks === undefined ? {} : { stopTicks }),
  };
}
