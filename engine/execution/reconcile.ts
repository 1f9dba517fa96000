import type { BrokerState } from '../domain/broker.ts';
import type { Cents } from '../domain/units.ts';
import type { Ledger } from './ledger.ts';
import { isClosed } from '../domain/order.ts';

/**
 * Our books against the broker's. Pure; four things must hold when nothing is in flight:
 * 1. per contract, the sum of our books' net quantities is the broker's;
 * 2. our open orders are the broker's open orders, by id;
 * 3. our balance is the broker's cash, to the cent, once realized and open P&L are taken together (the broker nets books
 *    that we keep apart, so that realized alone may differ while two books stand on one contract);
 * 4. what the broker has and we do not is EXTERNAL.
 */
export interface Difference {
  readonly what: 'position' | 'order_missing_at_broker' | 'order_unknown_to_us' | 'money';
  readonly subject: string;
  readonly ours: number;
  readonly brokers: number;
}

/** @param costOpen sum over all positions of signed cost, cents: makes realized comparable whoever nets what */
export function reconcile(ledger: Ledger, broker: BrokerState, tickValueCents: (root: string) => Cents): Difference[] {
  const differences: Difference[] = [];
  const ours = new Map<string, { net: number; signedCost: number; root: string }>();
  for (const book of ledger.books.values()) {
    if (book.position.netQty === 0 || book.contractId === undefined || book.open === undefined) continue;
    const entry = ours.get(book.contractId) ?? { net: 0, signedCost: 0, root: book.open.root };
    entry.net += book.position.netQty;
    entry.signedCost += Math.sign(book.position.netQty) * book.position.costTicksSum;
    ours.set(book.contractId, entry);
  }
  let ourCost = 0;
  for (const entry of ours.values()) ourCost += entry.signedCost * tickValueCents(entry.root);
  let theirCost = 0;
  const theirs = new Map(broker.positions.map((position) => [position.contractId, position]));
  for (const position of broker.positions) {
    theirCost += Math.sign(position.netQty) * position.costTicksSum * tickValueCents(position.root);
  }
  for (const contractId of new Set([...ours.keys(), ...theirs.keys()])) {
    const our = ours.get(contractId)?.net ?? 0;
    const their = theirs.get(contractId)?.netQty ?? 0;
    if (our !== their) differences.push({ what: 'position', subject: contractId, ours: our, brokers: their });
  }
  const theirOrders = new Set(broker.openOrders.map((order) => order.orderId));
  for (const state of ledger.orders.values()) {
    const id = state.order.orderId;
    if (isClosed(state.status) || state.status === 'pending_new') continue;
    if (!theirOrders.has(id)) differences.push({ what: 'order_missing_at_broker', subject: id, ours: 1, brokers: 0 });
  }
  for (const id of theirOrders) {
    const state = ledger.orders.get(id);
    if (state === undefined || isClosed(state.status)) {
      differences.push({ what: 'order_unknown_to_us', subject: id, ours: 0, brokers: 1 });
    }
  }
  // Money spent on open positions leaves neither side's realized P&L: compare cash less the cost of what is open.
  const ourMoney = ledger.balanceCents() - ourCost;
  const theirMoney = broker.cashCents - theirCost;
  if (differences.every((difference) => difference.what !== 'position') && ourMoney !== theirMoney) {
    differences.push({ what: 'money', subject: 'balance less open cost', ours: ourMoney, brokers: theirMoney });
  }
  return differences;
}
