import type { ClientOrderId } from '../../domain/ids.ts';
import type { JournalEvent } from '../../domain/events.ts';
import type { Order } from '../../domain/order.ts';
import type { Findings } from './findings.ts';

/** After a fill the venue answers within the step or the next one; else the desk says so within a second. */
const STEPS_TO_PROTECT = 1;
const MS_TO_ALARM = 1_000;

/** Every entry carries a stop over all of its quantity, and the stop is alive at the venue once the entry has filled. */
export class ProtectionCheck {
  private readonly findings: Findings;
  /** Stops of filled entries that were not seen alive, by book. */
  private readonly awaited = new Map<
    string,
    { readonly entry: Order; readonly stopId: string; readonly step: number; readonly timeMs: number }
  >();

  constructor(findings: Findings) {
    this.findings = findings;
  }

  event(
    event: JournalEvent,
    at: { readonly step: number; readonly timeMs: number },
    where: string,
    order: (id: string) => Order | undefined,
  ): void {
    this.overdue(at, where);
    switch (event.type) {
      case 'OrderSubmitted':
        if (event.order.role === 'entry') this.checkBracket(event.order, where);
        return;
      case 'OrderFilled': {
        const filled = order(event.fill.orderId);
        if (filled?.role !== 'entry' || filled.bracket === undefined) return;
        const stopId = filled.bracket.stop.orderId;
        if (!this.awaited.has(filled.book)) this.awaited.set(filled.book, { entry: filled, stopId, ...at });
        return;
      }
      case 'OrderAccepted': {
        const stop = order(event.orderId);
        if (stop?.role === 'stop' && event.status === 'working') this.awaited.delete(stop.book);
        return;
      }
      case 'OrderUpdated':
        if (event.stopTicks !== undefined) this.seen(event.orderId);
        return;
      case 'OrderCanceled':
        this.seen(event.orderId);
        return;
      case 'TradeClosed':
        this.awaited.delete(event.trade.book);
        return;
      case 'FlattenStarted':
        // What is held is being closed.
        if ('account' in event.scope) this.awaited.clear();
        else this.awaited.delete(event.scope.book);
        return;
      case 'Alarm':
        // The desk saw it by itself and said so.
        if (event.code === 'unprotected' && event.book !== undefined) this.awaited.delete(event.book);
        return;
      default:
        return;
    }
  }

  private seen(orderId: ClientOrderId): void {
    for (const [book, { stopId }] of this.awaited) if (stopId === orderId) this.awaited.delete(book);
  }

  private overdue(now: { readonly step: number; readonly timeMs: number }, where: string): void {
    for (const [book, { entry, stopId, step: since, timeMs }] of this.awaited) {
      if (now.step <= since + STEPS_TO_PROTECT || now.timeMs <= timeMs + MS_TO_ALARM) continue;
      this.awaited.delete(book);
      this.findings.add(
        'protection',
        where,
        `stop ${stopId} of entry ${entry.orderId}`,
        `alive by step ${since + STEPS_TO_PROTECT}`,
        'not seen',
      );
    }
  }

  private checkBracket(order: Order, where: string): void {
    const { bracket } = order;
    if (bracket === undefined) {
      this.findings.add('protection', where, `entry ${order.orderId}`, 'a protective stop', 'none');
      return;
    }
    this.findings.same('protection', where, `quantity of the stop of ${order.orderId}`, order.qty, bracket.stop.qty);
    const targets = bracket.targets.reduce((sum, target) => sum + target.qty, 0);
    if (targets > order.qty) {
      this.findings.add('protection', where, `targets of ${order.orderId}`, `at most ${order.qty}`, targets);
    }
    if ('offsetTicks' in bracket.stop.price && !(bracket.stop.price.offsetTicks > 0)) {
      this.findings.add(
        'protection',
        where,
        `distance of the stop of ${order.orderId}`,
        '1 tick or more',
        bracket.stop.price.offsetTicks,
      );
    }
  }
}
