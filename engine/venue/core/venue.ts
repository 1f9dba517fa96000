import type {
  BrokerCommand,
  BrokerReport,
  BrokerState,
  MarketNote,
  MarketStanding,
  StepReport,
} from '../../domain/broker.ts';
import type { PastBars } from '../../domain/engine-step.ts';
import type { Calendar } from '../../domain/session.ts';
import type { VenueSettings } from '../../config/settings.ts';
import type { Cents, TimeMs } from '../../domain/units.ts';
import type { Feed, FeedCell } from '../../ports/feed.ts';
import type { SyncVenue } from '../../ports/sync-venue.ts';
import type { TakenCommand, VenueState, VenueStore } from '../../ports/venue-store.ts';
import { InvariantError, defined, invariant } from '../../domain/assert.ts';
import { Exchange } from './exchange.ts';
import { brokerOrder } from './resting-order.ts';

export interface VenueOptions {
  readonly feed: Feed;
  readonly calendar: Calendar;
  readonly settings: VenueSettings;
  readonly startBalanceCents: Cents;
  /** A new run's first step is the first cell that ends after this; a stored run goes on where it was. */
  readonly startAfterMs: TimeMs;
  readonly store: VenueStore;
  readonly notes?: readonly MarketNote[];
}

/**
 * Our venue: the market and a broker that is not ours. Synchronous and deterministic: the same feed and the same
 * commands between the same steps give the same reports. Every change is committed to its own store before it is told,
 * so a venue that was killed goes on as if it had not been.
 *
 * Commands submitted after step n-1 are on their way until endMs(n-1) + latency and take effect then, within step n:
 * after the quotes of that instant and before later ones. What is executed at once takes effect at the same time, but
 * against the quotes of step n-1, and is reported as of step n-1.
 */
export class VenueCore implements SyncVenue {
  private readonly feed: Feed;
  private readonly calendar: Calendar;
  private readonly notes: readonly MarketNote[];
  private readonly latencyMs: number;
  private readonly store: VenueStore;
  private readonly exchange: Exchange;
  private waiting: { readonly liveMs: TimeMs; readonly command: BrokerCommand }[];
  private lastStep: number;
  private lastEndMs: TimeMs;
  /** Of the newest desk that sent anything: what an older one sends is refused. */
  private epoch: number;
  private failed = false;

  constructor(options: VenueOptions) {
    this.feed = options.feed;
    this.calendar = options.calendar;
    this.notes = options.notes ?? [];
    this.latencyMs = options.settings.latencyMs;
    this.store = options.store;
    const record = this.store.load();
    this.lastStep = record?.step ?? 0;
    this.lastEndMs = record?.stepEndMs ?? options.startAfterMs;
    this.waiting = [...(record?.state?.waiting ?? [])];
    this.epoch = record?.state?.epoch ?? 0;
    const rules = {
      calendar: options.calendar,
      slippageTicks: options.settings.slippageTicks,
      feePerSideCents: options.settings.feePerSideCents,
      startBalanceCents: options.startBalanceCents,
    };
    this.exchange = new Exchange(rules, this.feed.roots, record?.state);
    for (const root of this.feed.roots) {
      const quote = this.feed.lastQuote(root, this.lastEndMs - 1);
      if (quote !== undefined) this.exchange.restoreQuote(quote, record?.state?.taken ?? []);
    }
    if (record === undefined) {
      const step = { n: 0, endMs: this.lastEndMs };
      this.store.commit({ step, commands: [], reports: [], state: undefined, durable: true });
    }
  }

  /** True after a commit has failed: this venue is ahead of its store, answers nothing more, and is to be made anew. */
  get broken(): boolean {
    return this.failed;
  }

  /** Plays step n = last + 1, or answers an earlier one again. undefined: the data have ended. */
  advance(n: number): StepReport | undefined {
    this.check();
    if (n <= this.lastStep) return defined(this.steps(n, n)?.[0], `step ${n} among those that are kept`);
    if (n !== this.lastStep + 1) {
      throw new InvariantError(`expected step ${this.lastStep + 1} or an earlier one, found ${n}`);
    }
    const cell = this.feed.next(this.lastEndMs);
    if (cell === undefined) return undefined;
    this.exchange.log.begin(n, false);
    for (const quote of cell.quotes) {
      this.catchUp(quote.timeMs);
      this.exchange.quote(quote);
    }
    this.catchUp(cell.endMs);
    const reports = this.exchange.log.take();
    const state = this.exchange.changed ? this.record() : undefined;
    this.commit({ step: { n, endMs: cell.endMs }, commands: [], reports, state, durable: state !== undefined });
    this.lastStep = n;
    this.lastEndMs = cell.endMs;
    return this.answer(n, cell, reports);
  }

  /** Commands of the last step, on their way from now on. Those that were taken before are left out. */
  submit(commands: readonly BrokerCommand[]): void {
    this.check();
    const liveMs = this.lastEndMs + this.latencyMs;
    const taken = new Map<string, TakenCommand>();
    const orderIds = new Set<string>();
    for (const command of commands) {
      if (taken.has(command.commandId) || this.store.hasCommand(command.commandId)) continue;
      taken.set(command.commandId, { commandId: command.commandId, orderIds: newOrderIds(command) });
      if (command.kind === 'place') {
        if (orderIds.has(command.order.orderId) || this.store.hasOrder(command.order.orderId)) continue;
        for (const orderId of newOrderIds(command)) orderIds.add(orderId);
      }
      this.waiting.push({ liveMs, command });
    }
    if (taken.size === 0) return;
    this.commit({ commands: [...taken.values()], reports: [], state: this.record(), durable: true });
  }

  /**
   * Executes reducing commands at once. A repeat of a command gives its reports again; one that was submitted and is
   * still on its way is executed now, once. A cancel also catches an order that is still on its way; all else that is on
   * its way keeps its place in the next step.
   */
  executeNow(commands: readonly BrokerCommand[]): readonly BrokerReport[] {
    this.check();
    this.exchange.log.begin(this.lastStep, true);
    this.exchange.dataEnded = this.feed.peekEnd(this.lastEndMs) === undefined;
    const timeMs = this.lastEndMs + this.latencyMs;
    const answer: BrokerReport[] = [];
    const reports: BrokerReport[] = [];
    const taken = new Map<string, TakenCommand>();
    for (const command of commands) {
      if (taken.has(command.commandId)) continue;
      const known = this.store.hasCommand(command.commandId);
      if (known && !this.takeBack(command)) {
        answer.push(...(this.store.reportsOfCommand(command.commandId) ?? []));
        continue;
      }
      const firstSeq = this.exchange.log.seq + 1;
      if (this.isStale(command)) this.exchange.refuseStale(command, timeMs);
      else if (known && command.kind === 'place') this.exchange.execute(command, timeMs);
      else this.executeOne(command, timeMs, taken);
      const range = { firstSeq, lastSeq: this.exchange.log.seq };
      taken.set(command.commandId, { commandId: command.commandId, orderIds: newOrderIds(command), reports: range });
      const own = this.exchange.log.take();
      reports.push(...own);
      answer.push(...own);
    }
    if (taken.size > 0) {
      this.commit({ commands: [...taken.values()], reports, state: this.record(), durable: true });
    }
    return answer;
  }

  entriesAfter(reportSeq: number): readonly BrokerReport[] {
    this.check();
    return this.store.reportsAfter(reportSeq);
  }

  /** Answers of steps that are past. Quotes are read from the feed again, reports from the store. */
  steps(from: number, to: number): readonly StepReport[] | undefined {
    this.check();
    invariant(from >= 1 && to <= this.lastStep, `expected steps within 1..${this.lastStep}, found ${from}..${to}`);
    const answers: StepReport[] = [];
    if (from > to) return answers;
    let endMs = this.store.stepEnd(from - 1);
    if (endMs === undefined) return undefined;
    for (let n = from; n <= to; n += 1) {
      const cell: FeedCell = defined(this.feed.next(endMs), `the quotes of step ${n}`);
      answers.push(this.answer(n, cell, this.store.reportsOfStep(n)));
      endMs = cell.endMs;
    }
    return answers;
  }

  bars(root: string, fromMs: TimeMs, toMs: TimeMs): PastBars {
    this.check();
    invariant(toMs <= this.lastEndMs, `expected a time up to ${this.lastEndMs}, found ${toMs}`);
    const lastQuote = this.feed.lastQuote(root, toMs - 1);
    return { bars: this.feed.bars(root, fromMs, toMs), ...(lastQuote === undefined ? {} : { lastQuote }) };
  }

  state(): BrokerState {
    this.check();
    const { books, log, orders } = this.exchange;
    return {
      lastReportSeq: log.seq,
      cashCents: books.cashCents(),
      realizedCents: books.realizedCents,
      feesCents: books.feesCents,
      positions: books.list(),
      openOrders: orders.all().map(brokerOrder),
    };
  }

  standing(): MarketStanding {
    this.check();
    return {
      lastStep: this.lastStep,
      lastStepEndMs: this.lastEndMs,
      lastQuotes: this.exchange.quotes(),
      calendar: this.calendar,
      nextEndMs: this.feed.peekEnd(this.lastEndMs),
      notes: this.notes,
    };
  }

  /** True where a newer desk than the sender has been heard: the command has no effect but its refusal. */
  private isStale(command: BrokerCommand): boolean {
    if (command.epoch < this.epoch) return true;
    this.epoch = command.epoch;
    return false;
  }

  /** Lets take effect what is due before a time: commands that arrive, orders that expire. */
  private catchUp(beforeMs: TimeMs): void {
    for (;;) {
      const arrivalMs = this.waiting[0]?.liveMs ?? Number.POSITIVE_INFINITY;
      const expiryMs = this.exchange.orders.nextExpiryMs();
      if (arrivalMs >= beforeMs && expiryMs >= beforeMs) return;
      if (arrivalMs <= expiryMs) {
        const arrived = defined(this.waiting.shift(), 'a command on its way');
        this.arrive(arrived.command, arrived.liveMs);
      } else {
        this.exchange.expire(expiryMs);
      }
    }
  }

  private arrive(command: BrokerCommand, timeMs: TimeMs): void {
    if (this.isStale(command)) this.exchange.refuseStale(command, timeMs);
    else this.exchange.execute(command, timeMs);
  }

  /** Takes a reducing command off its way; false when it is not on it. */
  private takeBack(command: BrokerCommand): boolean {
    if (command.kind === 'place' && !command.order.reducing) return false;
    const index = this.waiting.findIndex((entry) => entry.command.commandId === command.commandId);
    if (index === -1) return false;
    this.waiting.splice(index, 1);
    return true;
  }

  private executeOne(command: BrokerCommand, timeMs: TimeMs, taken: ReadonlyMap<string, TakenCommand>): void {
    const { exchange } = this;
    if (command.kind === 'place') {
      const { order } = command;
      const known = [...taken.values()].some((other) => other.orderIds.includes(order.orderId));
      if (known || this.store.hasOrder(order.orderId)) return;
      if (order.reducing) exchange.execute(command, timeMs);
      else exchange.reject(order, timeMs, { reason: 'bad_order', detail: 'only a reducing order is executed at once' });
      return;
    }
    const index = this.waiting.findIndex(
      (entry) => entry.command.kind === 'place' && entry.command.order.orderId === command.orderId,
    );
    const onItsWay = this.waiting[index]?.command;
    if (onItsWay?.kind !== 'place') return exchange.execute(command, timeMs);
    if (command.kind === 'modify')
      return exchange.rejectCommand(command, timeMs, 'refused', 'the order is still on its way');
    this.waiting.splice(index, 1);
    exchange.cancelUnplaced(onItsWay.order, command.reason, timeMs, command.commandId);
  }

  private answer(n: number, cell: FeedCell, reports: readonly BrokerReport[]): StepReport {
    const { startMs, endMs, quotes } = cell;
    return { n, startMs, endMs, quotes, entries: reports, nextEndMs: this.feed.peekEnd(endMs) };
  }

  private record(): VenueState {
    return { ...this.exchange.snapshot(), waiting: [...this.waiting], epoch: this.epoch };
  }

  private commit(commit: Parameters<VenueStore['commit']>[0]): void {
    this.failed = true;
    this.store.commit(commit);
    this.failed = false;
  }

  private check(): void {
    invariant(!this.broken, 'expected the last commit to have succeeded; the venue must be made anew from its store');
  }
}

function newOrderIds(command: BrokerCommand): readonly string[] {
  if (command.kind !== 'place') return [];
  const { orderId, bracket } = command.order;
  return bracket === undefined ? [orderId] : [orderId, ...[bracket.stop, ...bracket.targets].map((leg) => leg.orderId)];
}
