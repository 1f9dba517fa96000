import type { ClientOrderId, CommandId, FlattenId } from '../../domain/ids.ts';
import type { Block } from '../../domain/block.ts';
import type { BookId, TradingState } from '../../domain/book.ts';
import type { BrokerCommand, Command } from '../../domain/broker.ts';
import type { AlarmCode, JournalEvent } from '../../domain/events.ts';
import type { Order } from '../../domain/order.ts';
import type { Origin } from '../../domain/origin.ts';
import type { CancelReason, ExitReason, StandingReason } from '../../domain/reasons.ts';
import type { Scope } from '../../domain/scope.ts';
import type { Ticks, TimeMs } from '../../domain/units.ts';
import type { Ledger } from '../../execution/ledger.ts';
import type { LogText } from './log-words.ts';
import type { Recorder } from './recorder.ts';
import { blockKey } from '../../domain/block.ts';
import { sentBy } from '../../domain/broker.ts';
import { bookOf, scopeName } from '../../domain/scope.ts';
import { commandId, flattenId, placingId } from '../../domain/ids.ts';

export interface ActParts {
  readonly ledger: Ledger;
  readonly recorder: Recorder;
  readonly epoch: number;
  /** Takes a placing that has not gone out off its way; false where there is none. */
  readonly withdraw: (orderId: ClientOrderId) => boolean;
}

export interface ActHead {
  readonly origin: Origin;
  /** Market time of its facts. */
  readonly timeMs: TimeMs;
  /** A person or the host did it, between or within steps: an input of the run, not a consequence. */
  readonly interactive: boolean;
}

/**
 * One act: who does it, when, and what follows. All facts that the desk decides on are recorded through one, and what is
 * to go to the venue is collected in `commands`, in order. Nothing is sent before it is committed.
 */
export class Act {
  readonly commands: BrokerCommand[];
  readonly head: ActHead;
  private readonly parts: ActParts;

  /** @param commands where commands are collected: those of the step, or a list of its own */
  constructor(parts: ActParts, head: ActHead, commands: BrokerCommand[] = []) {
    this.parts = parts;
    this.head = head;
    this.commands = commands;
  }

  get origin(): Origin {
    return this.head.origin;
  }

  get timeMs(): TimeMs {
    return this.head.timeMs;
  }

  /** The same act on behalf of another. */
  for(origin: Origin): Act {
    return new Act(this.parts, { ...this.head, origin }, this.commands);
  }

  record(event: JournalEvent, book: BookId | null, timeMs = this.head.timeMs): void {
    this.parts.recorder.record(event, timeMs, book, this.head.interactive);
  }

  alarm(code: AlarmCode, message: string, book?: BookId): void {
    this.record({ type: 'Alarm', code, ...(book === undefined ? {} : { book }), message }, book ?? null);
  }

  /** A line of the activity log. */
  log(text: LogText): void {
    this.parts.recorder.log({ timeMs: this.head.timeMs, ...text });
  }

  /** Journals orders; those that do not travel with another one go to the venue. */
  place(...orders: readonly Order[]): void {
    const { epoch } = this.parts;
    for (const order of orders) {
      const commandId = placingId(order.orderId);
      this.record({ type: 'OrderSubmitted', order, commandId, epoch, origin: this.origin }, order.book);
      if (order.parentId === undefined) this.send({ kind: 'place', commandId, order });
    }
  }

  cancel(orderId: ClientOrderId, reason: CancelReason): void {
    const { order, venueId } = this.parts.ledger.order(orderId);
    const commandId = this.nextCommandId(order.book);
    this.record({ type: 'CancelSubmitted', orderId, commandId, reason, origin: this.origin }, order.book);
    if (this.parts.withdraw(orderId)) return this.closeUnsent(order, reason);
    this.send({ kind: 'cancel', commandId, orderId, ...(venueId === undefined ? {} : { venueId }), reason });
  }

  moveStop(orderId: ClientOrderId, stopTicks: Ticks): void {
    const { book } = this.parts.ledger.order(orderId).order;
    const commandId = this.nextCommandId(book);
    this.record({ type: 'ModifySubmitted', orderId, commandId, stopTicks, origin: this.origin }, book);
    this.send({ kind: 'modify', commandId, orderId, stopTicks });
  }

  /** Sends what was journaled before and was not answered; a repeat has no second effect. */
  sendAgain(command: Command): void {
    this.send(command);
  }

  changeState(scope: Scope, to: TradingState, reason: StandingReason, untilMs?: TimeMs): void {
    const { ledger } = this.parts;
    const id = bookOf(scope);
    const from = id === undefined ? ledger.account.state : ledger.book(id).trading.state;
    const until = untilMs === undefined ? {} : { untilMs };
    this.record({ type: 'StateChanged', scope, from, to, reason, ...until, origin: this.origin }, id ?? null);
  }

  /** Keeps entries of its scope from being taken. A block that stands already is left as it is. */
  raise(block: Block): void {
    if (this.parts.ledger.blocks.has(blockKey(block))) return;
    this.record({ type: 'BlockRaised', block }, bookOf(block.scope) ?? null);
  }

  lift(block: Pick<Block, 'scope' | 'code' | 'subject'>): void {
    if (!this.parts.ledger.blocks.has(blockKey(block))) return;
    const { scope, code, subject } = block;
    this.record({ type: 'BlockLifted', scope, code, subject }, bookOf(scope) ?? null);
  }

  /** Begins a flatten; undefined where one of this scope is under way. */
  startFlatten(scope: Scope, reason: ExitReason): FlattenId | undefined {
    const { ledger, recorder } = this.parts;
    const name = scopeName(scope);
    if (ledger.flattens.has(name)) return undefined;
    const id = flattenId(name, recorder.seq + 1);
    this.record({ type: 'FlattenStarted', flattenId: id, scope, reason, origin: this.origin }, bookOf(scope) ?? null);
    return id;
  }

  /** The venue never heard of it: it and its legs are over here and now. */
  private closeUnsent({ orderId, book }: Order, reason: CancelReason): void {
    this.record({ type: 'OrderCanceled', orderId, reason }, book);
    for (const { order } of this.parts.ledger.openOrders(book)) {
      if (order.parentId !== orderId) continue;
      this.record({ type: 'OrderCanceled', orderId: order.orderId, reason: 'parent_closed' }, book);
    }
  }

  private nextCommandId(book: BookId): CommandId {
    return commandId(book, this.parts.ledger.book(book).commandCount + 1);
  }

  private send(command: Command): void {
    this.commands.push(sentBy(command, this.parts.epoch));
  }
}
