import type { ClientOrderId } from '../../domain/ids.ts';
import type { JournalEvent } from '../../domain/events.ts';
import type { Fill } from '../../domain/fill.ts';
import type { Order } from '../../domain/order.ts';
import type { Findings } from './findings.ts';

type Status =
  'new' | 'suspended' | 'working' | 'modifying' | 'canceling' | 'filled' | 'canceled' | 'rejected' | 'expired';

/** From where each fact may come. Written for the checker; the desk has its own table. */
const FROM: Readonly<Record<string, readonly Status[]>> = {
  OrderAccepted: ['new', 'modifying', 'canceling'],
  OrderUpdated: ['new', 'suspended', 'working', 'modifying', 'canceling'],
  ModifySubmitted: ['working', 'modifying'],
  CancelSubmitted: ['new', 'suspended', 'working', 'modifying', 'canceling'],
  OrderRejected: ['new', 'suspended', 'working', 'modifying', 'canceling'],
  OrderCanceled: ['new', 'suspended', 'working', 'modifying', 'canceling'],
  OrderExpired: ['new', 'suspended', 'working', 'modifying', 'canceling'],
  // A fill may come after the venue's word that the order is closed: it counts, and the desk says that it was late.
  OrderFilled: ['new', 'suspended', 'working', 'modifying', 'canceling', 'filled', 'canceled', 'rejected', 'expired'],
};

const CLOSED: readonly Status[] = ['filled', 'canceled', 'rejected', 'expired'];

interface Known {
  readonly order: Order;
  status: Status;
  filled: number;
  wasSuspended: boolean;
  limitTicks: number | undefined;
}

/** Orders of one run: each fact has its order, each move is allowed, each fill fits the order it belongs to. */
export class OrderCheck {
  orders = 0;
  fills = 0;
  private readonly known = new Map<string, Known>();
  private readonly fillIds = new Set<string>();
  private readonly findings: Findings;
  private lastEpoch = 0;
  /** A fill that came after its order's end, until it is said. */
  private late: { readonly what: string; readonly where: string } | undefined;

  constructor(findings: Findings) {
    this.findings = findings;
  }

  event(event: JournalEvent, where: string): void {
    this.lateIsSaid(event);
    switch (event.type) {
      case 'OrderSubmitted':
        this.submitted(event, where);
        return;
      case 'ForeignOrderSeen':
        this.known.set(event.order.orderId, { ...fresh(event.order), status: 'working' });
        this.orders += 1;
        return;
      case 'OrderFilled':
        this.filled(event.fill, event.leavesQty, where);
        return;
      case 'OrderAccepted':
        if (this.move(event, event.orderId, where)?.status === 'new') this.set(event.orderId, event.status);
        return;
      case 'OrderUpdated': {
        const known = this.move(event, event.orderId, where);
        if (known === undefined) return;
        known.limitTicks = event.limitTicks ?? known.limitTicks;
        known.wasSuspended = false;
        const waits = known.status === 'canceling' || (known.status === 'modifying' && event.commandId === undefined);
        if (!waits) known.status = 'working';
        return;
      }
      case 'ModifySubmitted':
        this.move(event, event.orderId, where);
        this.set(event.orderId, 'modifying');
        return;
      case 'CancelSubmitted':
        this.rememberSuspended(this.move(event, event.orderId, where));
        this.set(event.orderId, 'canceling');
        return;
      case 'CommandRejected': {
        const known = this.find(event.type, event.orderId, where);
        if (event.reason === 'unknown_order' || known === undefined) return;
        if (known.status === 'modifying' || known.status === 'canceling')
          known.status = known.wasSuspended ? 'suspended' : 'working';
        return;
      }
      case 'OrderRejected':
        this.move(event, event.orderId, where);
        this.set(event.orderId, 'rejected');
        return;
      case 'OrderCanceled':
        this.move(event, event.orderId, where);
        this.set(event.orderId, 'canceled');
        return;
      case 'OrderExpired':
        this.move(event, event.orderId, where);
        this.set(event.orderId, 'expired');
        return;
      default:
        return;
    }
  }

  /** The alarm of a late fill is the very next row. */
  private lateIsSaid(event: JournalEvent): void {
    const { late } = this;
    if (late === undefined) return;
    this.late = undefined;
    if (event.type === 'Alarm' && event.code === 'late_fill') return;
    this.findings.add('orders', late.where, late.what, 'an alarm that it is late', 'none');
  }

  private rememberSuspended(known: Known | undefined): void {
    if (known?.status === 'suspended') known.wasSuspended = true;
  }

  order(orderId: ClientOrderId): Order | undefined {
    return this.known.get(orderId)?.order;
  }

  /** How many orders stand at the venue, or on their way there, at the end. */
  open(): number {
    return [...this.known.values()].filter(({ status }) => !CLOSED.includes(status)).length;
  }

  private submitted({ order, epoch }: Extract<JournalEvent, { type: 'OrderSubmitted' }>, where: string): void {
    this.orders += 1;
    if (this.known.has(order.orderId)) {
      this.findings.add('orders', where, `order ${order.orderId} is submitted`, 'once', 'again');
    }
    if (epoch < this.lastEpoch) {
      this.findings.add('orders', where, `epoch of order ${order.orderId}`, `at least ${this.lastEpoch}`, epoch);
    }
    this.lastEpoch = Math.max(this.lastEpoch, epoch);
    this.known.set(order.orderId, fresh(order));
  }

  private filled(fill: Fill, leavesQty: number, where: string): void {
    this.fills += 1;
    if (this.fillIds.has(fill.fillId)) this.findings.add('orders', where, `fill ${fill.fillId}`, 'once', 'again');
    this.fillIds.add(fill.fillId);
    const known = this.move({ type: 'OrderFilled' }, fill.orderId, where);
    if (known === undefined) return;
    const { order } = known;
    const what = (name: string): string => `${name} of fill ${fill.fillId}`;
    this.findings.same('orders', where, what('book'), order.book, fill.book);
    this.findings.same('orders', where, what('contract'), order.contractId, fill.contractId);
    this.findings.same('orders', where, what('root'), order.root, fill.root);
    this.findings.same('orders', where, what('side'), order.side, fill.side);
    if (!(Number.isInteger(fill.qty) && fill.qty > 0))
      this.findings.add('orders', where, what('quantity'), '1 or more', fill.qty);
    if (!Number.isInteger(fill.priceTicks))
      this.findings.add('orders', where, what('price'), 'whole ticks', fill.priceTicks);
    if (!Number.isInteger(fill.feeCents)) this.findings.add('orders', where, what('fee'), 'whole cents', fill.feeCents);
    known.filled += fill.qty;
    known.wasSuspended = false;
    // What was not placed by us has the size that it has.
    const isOurs = order.book !== 'EXTERNAL';
    const isLate = CLOSED.includes(known.status) || known.filled > order.qty;
    if (isLate && isOurs)
      this.late = { what: `fill ${fill.fillId} of order ${order.orderId} (${known.status})`, where };
    else if (isOurs) this.checkRest(known, leavesQty, where);
    const { limitTicks } = known;
    if (order.type === 'limit' && limitTicks !== undefined) {
      const worse = order.side === 'buy' ? fill.priceTicks > limitTicks : fill.priceTicks < limitTicks;
      if (worse) this.findings.add('orders', where, what('price'), `${limitTicks} or better`, fill.priceTicks);
    }
    if (leavesQty === 0) known.status = 'filled';
    else if (!['canceling', 'modifying', ...CLOSED].includes(known.status)) known.status = 'working';
  }

  /** An order of its own leaves what is not filled; a bracket's leg is shrunk by its siblings and may leave less. */
  private checkRest({ order, filled }: Known, leavesQty: number, where: string): void {
    const rest = order.qty - filled;
    const what = `quantity left of order ${order.orderId}`;
    if (order.parentId === undefined) this.findings.same('orders', where, what, rest, leavesQty);
    else if (leavesQty < 0 || leavesQty > rest) this.findings.add('orders', where, what, `0 to ${rest}`, leavesQty);
  }

  private find(type: string, orderId: ClientOrderId, where: string): Known | undefined {
    const known = this.known.get(orderId);
    if (known === undefined)
      this.findings.add('orders', where, `${type} of order ${orderId}`, 'submitted before', 'not in the journal');
    return known;
  }

  private move({ type }: { readonly type: string }, orderId: ClientOrderId, where: string): Known | undefined {
    const known = this.find(type, orderId, where);
    const from = FROM[type] ?? [];
    if (known !== undefined && !from.includes(known.status)) {
      this.findings.add('orders', where, `${type} of order ${orderId}`, `status ${from.join(' or ')}`, known.status);
    }
    return known;
  }

  private set(orderId: ClientOrderId, status: Status): void {
    const known = this.known.get(orderId);
    if (known !== undefined) known.status = status;
  }
}

function fresh(order: Order): Known {
  return { order, status: 'new', filled: 0, wasSuspended: false, limitTicks: order.limitTicks };
}
