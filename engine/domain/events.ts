import type { BookId, Mode, TradingState } from './book.ts';
import type { Fill } from './fill.ts';
import type { Order } from './order.ts';
import type { CancelReason, DenialReason, ExitReason, HaltReason, RejectReason, StateReason } from './reasons.ts';
import type { Trade } from './trade.ts';
import type { Quantity, Ticks, TimeMs } from './units.ts';

/** Who asked for something: a person through a device, or a part of the machine. */
export interface Origin {
  /** "owner", a user's name, "strategy:MNQ", "risk", "session", "host". */
  readonly actor: string;
  /** "cockpit", "rest:127.0.0.1", a device's name; "desk" for the machine's own acts. */
  readonly device: string;
  /** Why, in words or a code. */
  readonly cause: string;
}

/** A book, or the whole account. */
export type Scope = BookId | 'account';

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
  | { readonly type: 'DayStarted'; readonly tradingDay: string }
  | { readonly type: 'StrategyJoined'; readonly book: BookId; readonly contractId: string }
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
      readonly commandId: string;
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
      readonly reason: StateReason | HaltReason;
      readonly untilMs?: TimeMs;
      readonly origin: Origin;
    }
  | {
      readonly type: 'OrderSubmitted';
      readonly order: Order;
      readonly commandId: string;
      readonly epoch: number;
      readonly origin: Origin;
    }
  | {
      readonly type: 'OrderDenied';
      readonly book: BookId;
      readonly root: string;
      readonly contractId: string;
      readonly side: 'buy' | 'sell';
      readonly qty: Quantity;
      readonly reason: DenialReason;
      readonly detail: string;
    }
  | {
      readonly type: 'CancelSubmitted';
      readonly orderId: string;
      readonly commandId: string;
      readonly reason: CancelReason;
      readonly origin: Origin;
    }
  | {
      readonly type: 'ModifySubmitted';
      readonly orderId: string;
      readonly commandId: string;
      readonly stopTicks?: Ticks;
      readonly limitTicks?: Ticks;
      readonly cause: string;
    }
  | { readonly type: 'OrderAccepted'; readonly orderId: string; readonly status: 'working' | 'suspended' }
  /** A bracket's leg came alive, or a working order changed its price or quantity at the venue. */
  | {
      readonly type: 'OrderUpdated';
      readonly orderId: string;
      readonly qty: Quantity;
      readonly stopTicks?: Ticks;
      readonly limitTicks?: Ticks;
      readonly commandId?: string;
    }
  | { readonly type: 'OrderRejected'; readonly orderId: string; readonly reason: RejectReason; readonly detail: string }
  | { readonly type: 'CommandRejected'; readonly orderId: string; readonly commandId: string; readonly detail: string }
  | { readonly type: 'OrderCanceled'; readonly orderId: string; readonly reason: CancelReason }
  | { readonly type: 'OrderExpired'; readonly orderId: string }
  | { readonly type: 'OrderFilled'; readonly fill: Fill; readonly leavesQty: Quantity }
  | { readonly type: 'TradeClosed'; readonly trade: Trade }
  | {
      readonly type: 'FlattenStarted';
      readonly flattenId: string;
      readonly scope: Scope;
      readonly reason: ExitReason;
      readonly origin: Origin;
    }
  | { readonly type: 'FlattenEnded'; readonly flattenId: string; readonly scope: Scope; readonly verified: boolean }
  | { readonly type: 'SpeedChanged'; readonly speed: number | 'max' }
  | { readonly type: 'Alarm'; readonly code: AlarmCode; readonly book?: BookId; readonly message: string };

export type EventType = JournalEvent['type'];

export const ALARM_CODES = {
  feed_stale: 'no quote for too long',
  feed_back: 'quotes are back',
  unprotected: 'a position without a stop at the venue',
  books_differ: 'books and venue disagree',
  bars_differ: 'two engines disagree on a bar',
  flatten_unverified: 'a flatten could not be verified',
  file_locked: 'the journal cannot be written',
  engine_crash_loop: 'an engine keeps crashing',
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
