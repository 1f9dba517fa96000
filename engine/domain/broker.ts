import type { ClientOrderId, CommandId, ContractId, FillId, VenueOrderId } from './ids.ts';
import type { BookId } from './book.ts';
import type { ContractFacts } from './contract.ts';
import type { Order, OrderType } from './order.ts';
import type { Quote } from './quote.ts';
import type { CancelReason, CommandRefusal, RejectReason } from './reasons.ts';
import type { Calendar } from './session.ts';
import type { Cents, Quantity, Side, Ticks, TimeMs } from './units.ts';

/** What the desk wants of the broker. Idempotent: a repeated commandId has no second effect. */
export type Command = { readonly commandId: CommandId } & (
  | { readonly kind: 'place'; readonly order: Order }
  | {
      readonly kind: 'cancel';
      readonly orderId: ClientOrderId;
      /** The venue's own id of an order that was not placed by us. */
      readonly venueId?: VenueOrderId;
      readonly reason: CancelReason;
    }
  | {
      readonly kind: 'modify';
      readonly orderId: ClientOrderId;
      readonly stopTicks?: Ticks;
      readonly limitTicks?: Ticks;
    }
);

/** A command on its way, with the epoch of the desk that sends it: the venue refuses what an older desk sends. */
export type BrokerCommand = Command & { readonly epoch: number };

/** The order that a command is about. */
export function orderOf(command: Command): string {
  return command.kind === 'place' ? command.order.orderId : command.orderId;
}

/** True for what can only take risk away: it goes out first, and whatever else fails. */
export function isReducing(command: Command): boolean {
  return command.kind === 'cancel' || (command.kind === 'place' && command.order.reducing);
}

export function sentBy(command: Command, epoch: number): BrokerCommand {
  return { ...command, epoch };
}

export interface EntryHead {
  /** Gap-free number in the broker's own log; reports and notices share it. */
  readonly reportSeq: number;
  /** The step in whose answer it is given; for one given at once, the last step before it. */
  readonly step: number;
  /** Given at once, outside a step (a reducing command). */
  readonly immediate: boolean;
  readonly timeMs: TimeMs;
}

/** What the broker says happened to an order that we placed. */
export type BrokerReport = EntryHead & {
  readonly orderId: ClientOrderId;
} & (
    | { readonly kind: 'accepted'; readonly status: 'working' | 'suspended' }
    | { readonly kind: 'rejected'; readonly reason: RejectReason; readonly detail: string }
    /** A leg came alive, or price or quantity of a working order changed. `commandId` when it answers a modify. */
    | {
        readonly kind: 'updated';
        readonly qty: Quantity;
        readonly stopTicks?: Ticks;
        readonly limitTicks?: Ticks;
        readonly commandId?: CommandId;
      }
    | {
        readonly kind: 'filled';
        readonly fillId: FillId;
        readonly qty: Quantity;
        readonly priceTicks: Ticks;
        readonly feeCents: Cents;
        readonly leavesQty: Quantity;
      }
    | { readonly kind: 'canceled'; readonly reason: CancelReason; readonly commandId?: CommandId }
    | { readonly kind: 'expired' }
    /** A cancel or modify that came too late, named an unknown order, or was refused. */
    | {
        readonly kind: 'command_rejected';
        readonly commandId: CommandId;
        readonly reason: CommandRefusal;
        readonly detail: string;
      }
  );

/** What the broker says of things that are not ours, or not certain. */
export type BrokerNotice = EntryHead &
  (
    | /** An order of the account that we did not place: told when it is seen and whenever it changes. */
      {
        readonly kind: 'foreign_order';
        readonly venueId: VenueOrderId;
        readonly contractId: ContractId;
        readonly contract: ContractFacts;
        readonly side: Side;
        readonly type: OrderType;
        readonly status: 'working' | 'filled' | 'canceled' | 'rejected' | 'expired';
        readonly qty: Quantity;
        readonly filledQty: Quantity;
        readonly limitTicks?: Ticks;
        readonly stopTicks?: Ticks;
        /** It can only reduce the account's position. */
        readonly reducing: boolean;
      }
    | {
        readonly kind: 'foreign_fill';
        readonly venueId: VenueOrderId;
        readonly fillId: FillId;
        readonly contractId: ContractId;
        readonly contract: ContractFacts;
        readonly side: Side;
        readonly qty: Quantity;
        readonly priceTicks: Ticks;
        readonly feeCents: Cents;
      }
    /** The broker does not know what became of a command (no answer, a broken one). */
    | { readonly kind: 'doubt'; readonly orderId: ClientOrderId; readonly detail: string }
    | {
        readonly kind: 'doubt_over';
        readonly orderId: ClientOrderId;
        readonly found: 'live' | 'gone' | 'filled' | 'never';
      }
  );

/** Reports and notices in one numbering: all that the broker tells. */
export type BrokerEntry = BrokerReport | BrokerNotice;

export function isReport(entry: BrokerEntry): entry is BrokerReport {
  return 'orderId' in entry && entry.kind !== 'doubt' && entry.kind !== 'doubt_over';
}

/** The answer to step n; the same each time it is asked for. */
export interface StepReport {
  readonly n: number;
  readonly startMs: TimeMs;
  readonly endMs: TimeMs;
  /** All contracts' quotes of the cell, in total order. */
  readonly quotes: readonly Quote[];
  readonly entries: readonly BrokerEntry[];
  /** End of the following step, undefined when the data end with this one. */
  readonly nextEndMs: TimeMs | undefined;
}

export interface BrokerPosition {
  readonly root: string;
  readonly contractId: ContractId;
  readonly netQty: number;
  readonly costTicksSum: number;
  /** Given where the catalog does not have the root. */
  readonly contract?: ContractFacts;
}

export interface BrokerOrder {
  /** Ours where we placed it, else the venue's. */
  readonly orderId: ClientOrderId | VenueOrderId;
  /** The book whose order it is; undefined: not placed by us. */
  readonly book?: BookId;
  readonly root: string;
  readonly contractId: ContractId;
  readonly contract?: ContractFacts;
  readonly side: Side;
  readonly type: OrderType;
  readonly status: 'working' | 'suspended';
  readonly qty: Quantity;
  readonly filledQty: Quantity;
  readonly stopTicks?: Ticks;
  readonly limitTicks?: Ticks;
}

/** The id of an order that we placed; undefined: the venue's own stands there. */
export function ownIdOf({ orderId, book }: BrokerOrder): ClientOrderId | undefined {
  return book === undefined ? undefined : `${orderId}`;
}

/** The broker's own books, exactly as they are after entry `lastReportSeq`. */
export interface BrokerState {
  readonly lastReportSeq: number;
  /** Start balance + realized - fees. */
  readonly cashCents: Cents;
  readonly realizedCents: Cents;
  readonly feesCents: Cents;
  readonly positions: readonly BrokerPosition[];
  readonly openOrders: readonly BrokerOrder[];
}

/** What a person should know of a market before it is traded: what was used of a recording, and what not. */
export interface MarketNote {
  readonly type: 'info' | 'warning';
  readonly message: string;
}

/** Where the market stands. */
export interface MarketStanding {
  readonly lastStep: number;
  readonly lastStepEndMs: TimeMs;
  readonly lastQuotes: readonly Quote[];
  /** The hours and rolls that this market follows (a recording brings its own rolls). */
  readonly calendar: Calendar;
  /** End of the first step that is still to come; undefined when the data have ended. */
  readonly nextEndMs: TimeMs | undefined;
  readonly notes: readonly MarketNote[];
}
