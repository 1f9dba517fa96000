import type { ClientOrderId } from '../../domain/ids.ts';
import type { TimeMs } from '../../domain/units.ts';
import type { RestingOrder } from './resting-order.ts';

const NONE: readonly RestingOrder[] = [];

/** The open orders, by id and by root, each in the order of acceptance: that is their priority. */
export class OrderBook {
  private readonly byId = new Map<string, RestingOrder>();
  private readonly byRoot = new Map<string, RestingOrder[]>();
  private nextExpiry: TimeMs | undefined;

  add(order: RestingOrder): void {
    this.byId.set(order.orderId, order);
    const list = this.byRoot.get(order.root);
    if (list === undefined) this.byRoot.set(order.root, [order]);
    else list.push(order);
    this.nextExpiry = undefined;
  }

  /** Takes a closed order out. */
  remove(order: RestingOrder): void {
    order.open = false;
    this.byId.delete(order.orderId);
    const list = this.byRoot.get(order.root);
    list?.splice(list.indexOf(order), 1);
    this.nextExpiry = undefined;
  }

  get(orderId: ClientOrderId): RestingOrder | undefined {
    return this.byId.get(orderId);
  }

  /** Open orders of a root. Copy it before changing anything. */
  ofRoot(root: string): readonly RestingOrder[] {
    return this.byRoot.get(root) ?? NONE;
  }

  all(): RestingOrder[] {
    return [...this.byId.values()];
  }

  /** The earliest expiry among all orders, Infinity when none expires. */
  nextExpiryMs(): TimeMs {
    if (this.nextExpiry === undefined) {
      let next = Number.POSITIVE_INFINITY;
      for (const order of this.byId.values()) next = Math.min(next, order.expiresMs ?? next);
      this.nextExpiry = next;
    }
    return this.nextExpiry;
  }
}
