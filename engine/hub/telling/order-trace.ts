import type { JournalRow } from '../../domain/events.ts';
import { actorOf } from '../../domain/origin.ts';
import type { Logger } from '../../ports/logger.ts';
import { toIso } from '../../wire/encode/index.ts';

/** Orders whose trace is remembered. */
const MOST = 5_000;

/**
 * The life of orders in the log, under one `trace` from the quote to the fill: "MNQ-81234" is the book and the step whose
 * quotes led to the entry, its protective orders and fills carry the same; what a command began carries the command's id.
 */
export class OrderTrace {
  private readonly logger: Logger;
  private readonly traces = new Map<string, string>();

  constructor(logger: Logger) {
    this.logger = logger;
  }

  take(row: JournalRow): void {
    const { event } = row;
    switch (event.type) {
      case 'OrderSubmitted': {
        const { orderId, book, contractId, side, qty, type, role, parentId, cause } = event.order;
        const own = role === 'entry' ? `${book}-${row.step}` : event.commandId;
        this.remember(orderId, (parentId === undefined ? undefined : this.traces.get(parentId)) ?? own);
        return this.log(row, orderId, { book, contractId, side, qty, type, role, cause, actor: actorOf(event.origin) });
      }
      case 'OrderDenied': {
        const { book, contractId, side, qty, reason, detail } = event;
        const trace = `${book}-${row.step}`;
        return this.line(row, { trace, book, contractId, side, qty, reason, detail });
      }
      case 'OrderFilled': {
        const { orderId, fillId, qty, priceTicks } = event.fill;
        return this.log(row, orderId, { fillId, qty, priceTicks, leavesQty: event.leavesQty });
      }
      case 'OrderAccepted':
        return this.log(row, event.orderId, { status: event.status });
      case 'OrderRejected':
      case 'OrderCanceled':
        return this.log(row, event.orderId, { reason: event.reason });
      case 'OrderExpired':
        return this.log(row, event.orderId, {});
      default:
        return;
    }
  }

  private remember(orderId: string, trace: string): void {
    this.traces.set(orderId, trace);
    if (this.traces.size <= MOST) return;
    const [oldest] = this.traces.keys();
    if (oldest !== undefined) this.traces.delete(oldest);
  }

  private log(row: JournalRow, orderId: string, fields: Readonly<Record<string, unknown>>): void {
    this.line(row, { trace: this.traces.get(orderId) ?? null, orderId, ...fields });
  }

  private line(row: JournalRow, fields: Readonly<Record<string, unknown>>): void {
    this.logger.info(row.event.type, { ...fields, step: row.step, seq: row.seq, marketTime: toIso(row.timeMs) });
  }
}
