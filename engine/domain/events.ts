import type { ClientOrderId, CommandId, ContractId, FlattenId, RequestId, VenueOrderId } from './ids.ts';
import type { Block } from './block.ts';
import type { BookId, BookIdentity, Mode, TradingState } from './book.ts';
import type { BrokerEntry } from './broker.ts';
import type { Difference, DifferenceAct } from './difference.ts';
import type { Fill } from './fill.ts';
import type { Order, OrderType } from './order.ts';
import type { Origin } from './origin.ts';
import type {
  CancelReason,
  CommandRefusal,
  DenialReason,
  DifferenceEnd,
  ExitReason,
  RejectReason,
  StandingReason,
} from './reasons.ts';
import type { Scope } from './scope.ts';
import type { Trade } from './trade.ts';
import type { Cents, Quantity, Ticks, TimeMs } from './units.ts';

/** Facts, in the order in which they took effect. Immutable; the journal keeps them all, hash-chained. */
export type JournalEvent =
  | {
      readonly type: 'RunStarted';
      readonly mode: Mode;
      readonly account: string;
      readonly run: string;
      readonly startBalanceCents: number;
      readonly configHash: string;
    }
  | { readonly type: 'RunEnded'; readonly reason: 'end_of_data' }
  | {
      readonly type: 'DayStarted';
      readonly tradingDay: string;
      /** Open P&L, in cents, of the books that hold something as the day begins: it is not the day's. */
      readonly open?: Readonly<Record<BookId, Cents>>;
    }
  /** The account keeps this book from now on. */
  | { readonly type: 'BookOpened'; readonly identity: BookIdentity }
  | { readonly type: 'StrategyJoined'; readonly book: BookId; readonly contractId: ContractId }
  | { readonly type: 'StrategyDropped'; readonly book: BookId }
  | {
      readonly type: 'ContractRolled';
      readonly book: BookId;
      readonly root: string;
      readonly from: string;
      readonly to: string;
    }
  | {
      readonly type: 'CommandAccepted';
      readonly commandId: RequestId;
      readonly kind: string;
      readonly scope: Scope;
      readonly lane: 'normal' | 'reducing';
      readonly origin: Origin;
    }
  | {
      readonly type: 'StateChanged';
      readonly scope: Scope;
      readonly from: TradingState;
      readonly to: TradingState;
      readonly reason: StandingReason;
      readonly untilMs?: TimeMs;
      readonly origin: Origin;
    }
  | { readonly type: 'BlockRaised'; readonly block: Block }
  | ({ readonly type: 'BlockLifted' } & Pick<Block, 'scope' | 'code' | 'subject'>)
  | {
      readonly type: 'OrderSubmitted';
      readonly order: Order;
      readonly commandId: CommandId;
      readonly epoch: number;
      readonly origin: Origin;
    }
  | {
      readonly type: 'OrderDenied';
      readonly book: BookId;
      readonly root: string;
      readonly contractId: ContractId;
      readonly side: 'buy' | 'sell';
      readonly qty: Quantity;
      /** As the entry was asked for; prices that are none are left out. */
      readonly orderType: OrderType;
      readonly limitTicks?: Ticks;
      /** Its protective stop, counted from the price at which it was expected to fill. */
      readonly stopTicks?: Ticks;
      readonly reason: DenialReason;
      readonly detail: string;
    }
  | {
      readonly type: 'CancelSubmitted';
      readonly orderId: ClientOrderId;
      readonly commandId: CommandId;
      readonly reason: CancelReason;
      readonly origin: Origin;
    }
  | {
      readonly type: 'ModifySubmitted';
      readonly orderId: ClientOrderId;
      readonly commandId: CommandId;
      readonly stopTicks?: Ticks;
      readonly limitTicks?: Ticks;
      readonly origin: Origin;
    }
  | { readonly type: 'OrderAccepted'; readonly orderId: ClientOrderId; readonly status: 'working' | 'suspended' }
  /** A bracket's leg came alive, or a working order changed its price or quantity at the venue. */
  | {
      readonly type: 'OrderUpdated';
      readonly orderId: ClientOrderId;
      readonly qty: Quantity;
      readonly stopTicks?: Ticks;
      readonly limitTicks?: Ticks;
      readonly commandId?: CommandId;
    }
  | {
      readonly type: 'OrderRejected';
      readonly orderId: ClientOrderId;
      readonly reason: RejectReason;
      readonly detail: string;
    }
  | {
      readonly type: 'CommandRejected';
      readonly orderId: ClientOrderId;
      readonly commandId: CommandId;
      readonly reason: CommandRefusal;
      readonly detail: string;
    }
  | { readonly type: 'OrderCanceled'; readonly orderId: ClientOrderId; readonly reason: CancelReason }
  | { readonly type: 'OrderExpired'; readonly orderId: ClientOrderId }
  | { readonly type: 'OrderFilled'; readonly fill: Fill; readonly leavesQty: Quantity }
  /** An order of the account that we did not place: it gets an id of the book EXTERNAL. */
  | { readonly type: 'ForeignOrderSeen'; readonly order: Order; readonly venueId: VenueOrderId }
  /** EXTERNAL takes what the venue holds and no fill explains; `fill` is made up so that positions stay the fold of fills. */
  | { readonly type: 'PositionAdopted'; readonly fill: Fill }
  /** A book's position and the opposite one of EXTERNAL are set off: one row for each, at the same price. */
  | { readonly type: 'PositionReleased'; readonly fill: Fill }
  /** Our balance follows the venue's. */
  | { readonly type: 'BalanceAdjusted'; readonly cents: Cents; readonly why: string }
  /** What the venue told could not be made sense of: kept as it came. */
  | { readonly type: 'Quarantined'; readonly entry: BrokerEntry; readonly why: string }
  | {
      readonly type: 'DifferenceFound';
      readonly key: string;
      readonly difference: Difference;
      readonly act: DifferenceAct;
    }
  | { readonly type: 'DifferenceOver'; readonly key: string; readonly how: DifferenceEnd }
  | { readonly type: 'TradeClosed'; readonly trade: Trade }
  | {
      readonly type: 'FlattenStarted';
      readonly flattenId: FlattenId;
      readonly scope: Scope;
      readonly reason: ExitReason;
      readonly origin: Origin;
    }
  /** `verified`: the venue itself said flat, and without a working order; else a person gave it up. */
  | { readonly type: 'FlattenEnded'; readonly flattenId: FlattenId; readonly scope: Scope; readonly verified: boolean }
  /** The journal's file could not be written, and could again. */
  | { readonly type: 'FileLost'; readonly reason: string }
  | { readonly type: 'FileBack' }
  | { readonly type: 'SpeedChanged'; readonly speed: number | 'max' }
  | { readonly type: 'Alarm'; readonly code: AlarmCode; readonly book?: BookId; readonly message: string };

export type EventType = JournalEvent['type'];

export const ALARM_CODES = {
  feed_stale: 'no quote for too long',
  feed_back: 'quotes are back',
  unprotected: 'a position without a stop at the venue',
  protection_failed: 'a protective stop could not be placed or moved',
  late_fill: 'an order filled after its end had been told',
  books_differ: 'books and venue disagree',
  unknown_order: 'the venue told something that could not be made sense of',
  order_in_doubt: 'the fate of an order is not known',
  bars_differ: 'two engines disagree on a bar',
  flatten_stuck: 'a flatten is not through and goes on trying',
  room_unknown: 'a position without a price: the loss limit is blind',
  venue_failing: 'the venue cannot go on',
  venue_back: 'the venue goes on again',
  venue_silent: 'the venue says nothing while a position is open',
  venue_heard: 'the venue is heard again',
  file_locked: 'the journal cannot be written',
  file_back: 'the journal can be written again',
  spill_set_aside: 'the spill did not fit the journal and was set aside',
  engine_crash_loop: 'an engine keeps crashing',
  process_failing: 'a process keeps failing and is started again and again',
  process_back: 'the process that kept failing is back',
  external_position: 'a position at the venue that is not ours',
  daily_loss_near: 'the daily loss limit is near',
} as const;
export type AlarmCode = keyof typeof ALARM_CODES;

/** One row of the journal. */
export interface JournalRow {
  /** Gap-free per run, from 1. */
  readonly seq: number;
  /** The step whose message carries this event to the engines (docs/step-protocol.md). */
  readonly step: number;
  /** Market time of the fact. */
  readonly timeMs: TimeMs;
  /** The book concerned, where there is one. */
  readonly book: BookId | null;
  /** True for what a person or the host did between or within steps: it is an input, not a consequence. */
  readonly interactive: boolean;
  readonly event: JournalEvent;
}
