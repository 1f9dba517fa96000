import type { BrokerCommand, BrokerEntry, StepReport } from '../../../engine/domain/broker.ts';
import { isReport } from '../../../engine/domain/broker.ts';
import type { Bracket, Order } from '../../../engine/domain/order.ts';
import type { CancelReason } from '../../../engine/domain/reasons.ts';
import type { Calendar } from '../../../engine/domain/session.ts';
import { contractAt } from '../../../engine/domain/contract-month.ts';
import { ALWAYS } from '../../../engine/domain/session.ts';
import type { Feed } from '../../../engine/ports/feed.ts';
import { MemoryVenueStore, type VenueStore } from '../../../engine/ports/venue-store.ts';
import { VenueCore } from '../../../engine/venue/core/venue.ts';
import { ScriptFeed, type ScriptedQuote } from './script-feed.ts';
import { placingId } from '../../../engine/domain/ids.ts';

/** Tuesday 2026-11-17, 09:00 Chicago. */
export const T0 = Date.UTC(2026, 10, 17, 15, 0, 0);
export const CONTRACT = contractAt(ALWAYS, 'MNQ', T0).id;
export const LATENCY_MS = 50;

export interface BenchOptions {
  readonly slippageTicks?: number;
  readonly latencyMs?: number;
  readonly calendar?: Calendar;
  readonly store?: VenueStore;
  readonly startAfterMs?: number;
}

export function venueOver(feed: Feed, options: BenchOptions = {}): VenueCore {
  return new VenueCore({
    feed,
    calendar: options.calendar ?? ALWAYS,
    settings: {
      latencyMs: options.latencyMs ?? LATENCY_MS,
      slippageTicks: options.slippageTicks ?? 1,
      spreadTicks: 1,
      feePerSideCents: { MNQ: 37 },
    },
    startBalanceCents: 5_000_000,
    startAfterMs: options.startAfterMs ?? T0,
    store: options.store ?? new MemoryVenueStore(),
  });
}

/** Quotes one cell apart, the first at T0. */
export function every250(quotes: readonly Partial<ScriptedQuote>[]): ScriptedQuote[] {
  return quotes.map((quote, index) => ({ timeMs: T0 + 250 * index, ...quote }) as ScriptedQuote);
}

/** A venue over quotes one cell apart, with step 1 played, so that there is a market. */
export function bench(quotes: readonly Partial<ScriptedQuote>[], options: BenchOptions = {}): Bench {
  return new Bench(venueOver(new ScriptFeed(every250(quotes)), options));
}

/** Drives a venue as a desk would, and words its reports shortly. */
export class Bench {
  readonly venue: VenueCore;
  n = 0;
  private commands = 0;

  constructor(venue: VenueCore) {
    this.venue = venue;
    this.n = venue.standing().lastStep;
    if (this.n === 0) this.step();
  }

  /** The next step's reports, in short words. */
  step(): string[] {
    return this.answer()?.entries.map(short) ?? ['no more data'];
  }

  answer(): StepReport | undefined {
    const answer = this.venue.advance(this.n + 1);
    if (answer !== undefined) this.n += 1;
    return answer;
  }

  submit(...commands: BrokerCommand[]): void {
    this.venue.submit(commands);
  }

  now(...commands: BrokerCommand[]): string[] {
    return this.venue.executeNow(commands).map(short);
  }

  /** Ids of open orders with what is left of each, suspended ones with a "~". */
  open(): string[] {
    return this.venue.state().openOrders.map((order) => {
      const price = order.stopTicks ?? order.limitTicks;
      const left = `${order.orderId} ${order.qty - order.filledQty}`;
      return `${order.status === 'suspended' ? '~' : ''}${left}${price === undefined ? '' : ` @${price}`}`;
    });
  }

  net(): number {
    return this.venue.state().positions.reduce((sum, position) => sum + position.netQty, 0);
  }

  cancel(orderId: string, reason: CancelReason = 'by_strategy'): BrokerCommand {
    return { kind: 'cancel', commandId: this.commandId(), epoch: 1, orderId, reason };
  }

  modify(orderId: string, prices: { stopTicks?: number; limitTicks?: number }): BrokerCommand {
    return { kind: 'modify', commandId: this.commandId(), epoch: 1, orderId, ...prices };
  }

  private commandId(): string {
    this.commands += 1;
    return `C${this.n}-${this.commands}`;
  }
}

export function order(change: Partial<Order> & Pick<Order, 'orderId'>): Order {
  return {
    book: 'MNQ',
    root: 'MNQ',
    contractId: CONTRACT,
    side: 'buy',
    type: 'market',
    role: 'entry',
    qty: 1,
    reducing: false,
    cause: 'test',
    ...change,
  };
}

/** An order to place; its command id is its order id, as the desk has it. */
export function place(change: Partial<Order> & Pick<Order, 'orderId'>): BrokerCommand {
  return { kind: 'place', commandId: placingId(change.orderId), epoch: 1, order: order(change) };
}

export function exit(orderId: string, qty: number, change: Partial<Order> = {}): BrokerCommand {
  return place({ orderId, side: 'sell', role: 'exit', reducing: true, qty, ...change });
}

/** Stop "S" and targets "T1", "T2", ... by offsets (or absolute prices given as text "@1000"). */
export function bracket(qty: number, stop: number | string, targets: readonly [number | string, number][]): Bracket {
  const price = (value: number | string) =>
    typeof value === 'number' ? { offsetTicks: value } : { priceTicks: Number(value.slice(1)) };
  return {
    stop: { orderId: 'S', price: price(stop), qty },
    targets: targets.map(([value, size], index) => ({ orderId: `T${index + 1}`, price: price(value), qty: size })),
    breakEvenAfterFirstTarget: false,
  };
}

/** "T+250 E filled 1@1001 leaves 0". */
export function short(report: BrokerEntry): string {
  if (!isReport(report)) return `T+${report.timeMs - T0} ${report.kind}`;
  const at = `T+${report.timeMs - T0} ${report.orderId}${report.immediate ? '!' : ''} ${report.kind}`;
  switch (report.kind) {
    case 'accepted':
      return `${at} ${report.status}`;
    case 'rejected':
      return `${at} ${report.reason}`;
    case 'updated': {
      const price = report.stopTicks ?? report.limitTicks;
      return `${at} ${report.qty}${price === undefined ? '' : ` @${price}`}`;
    }
    case 'filled':
      return `${at} ${report.qty}@${report.priceTicks} leaves ${report.leavesQty}`;
    case 'canceled':
      return `${at} ${report.reason}`;
    case 'expired':
      return at;
    case 'command_rejected':
      return `${at} ${report.detail}`;
  }
}
