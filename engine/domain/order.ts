import type { ClientOrderId, ContractId, VenueOrderId } from './ids.ts';
import type { BookId } from './book.ts';
import type { ContractFacts } from './contract.ts';
import type { Quantity, Side, Ticks, TimeMs } from './units.ts';
import type { ExitReason, OrderReason } from './reasons.ts';
import { InvariantError } from './assert.ts';

export type OrderType = 'market' | 'limit' | 'stop';
export type OrderRole = 'entry' | 'stop' | 'target' | 'exit';

/**
 * pending_new: journaled, perhaps sent, not acknowledged. suspended: a bracket's child whose entry has not filled.
 * working: at the venue. pending_cancel, pending_modify: asked for, not acknowledged. The rest are final.
 */
export type OrderStatus =
  | 'pending_new'
  | 'suspended'
  | 'working'
  | 'pending_modify'
  | 'pending_cancel'
  | 'filled'
  | 'canceled'
  | 'rejected'
  | 'denied'
  | 'expired';

/**
 * Where the status may go from each status. A fill that leaves a rest keeps `working` (see `filledQty`). A fill may come
 * late, after a venue's word that the order was closed: it counts. An unlisted move is an error.
 */
export const ORDER_TRANSITIONS: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  pending_new: ['working', 'suspended', 'filled', 'canceled', 'rejected', 'expired', 'pending_cancel'],
  suspended: ['working', 'filled', 'canceled', 'rejected', 'expired', 'pending_cancel'],
  working: ['working', 'pending_modify', 'pending_cancel', 'filled', 'canceled', 'rejected', 'expired'],
  pending_modify: ['working', 'pending_modify', 'pending_cancel', 'filled', 'canceled', 'rejected', 'expired'],
  pending_cancel: ['working', 'suspended', 'pending_cancel', 'filled', 'canceled', 'rejected', 'expired'],
  filled: [],
  canceled: ['filled'],
  rejected: ['filled'],
  denied: [],
  expired: ['filled'],
};

/** Groups of status. In-flight: waiting for the venue's word. */
export const IN_FLIGHT: readonly OrderStatus[] = ['pending_new', 'pending_modify', 'pending_cancel'];
export const WORKING: readonly OrderStatus[] = ['suspended', 'working', 'pending_modify', 'pending_cancel'];
export const CLOSED: readonly OrderStatus[] = ['filled', 'canceled', 'rejected', 'denied', 'expired'];

export function isClosed(status: OrderStatus): boolean {
  return CLOSED.includes(status);
}

export function mayMove(from: OrderStatus, to: OrderStatus): boolean {
  return ORDER_TRANSITIONS[from].includes(to);
}

/** The next status, or InvariantError when the table does not allow the move. */
export function moveStatus(orderId: ClientOrderId, from: OrderStatus, to: OrderStatus): OrderStatus {
  if (!mayMove(from, to)) {
    throw new InvariantError(`order ${orderId}: expected a move out of "${from}" that the table lists, found "${to}"`);
  }
  return to;
}

/** A price given outright, or as ticks of distance from the entry's first fill (always positive, away from the entry). */
export type ProtectivePrice = { readonly priceTicks: Ticks } | { readonly offsetTicks: Ticks };

export interface BracketLeg {
  readonly orderId: ClientOrderId;
  readonly price: ProtectivePrice;
  readonly qty: Quantity;
}

/**
 * Protection that travels with an entry and rests at the venue from the entry's first fill on. The stop covers what is
 * filled and not yet closed; the targets are filled in order; whatever closes, the venue shrinks the rest (OCO).
 */
export interface Bracket {
  readonly stop: BracketLeg;
  readonly targets: readonly BracketLeg[];
  /** After the first target has filled, the desk moves the stop to the average entry price. */
  readonly breakEvenAfterFirstTarget: boolean;
}

/** An instruction, as it was submitted. Immutable; what became of it is `OrderState`. */
export interface Order {
  /** Our id, a counter per book: "MNQ-O17". Unique per account; the venue treats a repeat as the same order. */
  readonly orderId: ClientOrderId;
  readonly book: BookId;
  readonly root: string;
  /** The dated contract, "MNQZ6". */
  readonly contractId: ContractId;
  /** Where the catalog does not have the root. */
  readonly contract?: ContractFacts;
  readonly side: Side;
  readonly type: OrderType;
  readonly role: OrderRole;
  readonly qty: Quantity;
  readonly limitTicks?: Ticks;
  readonly stopTicks?: Ticks;
  /** Of entries. */
  readonly bracket?: Bracket;
  /** Of a bracket's legs: the entry's id. */
  readonly parentId?: ClientOrderId;
  /**
   * Of a bracket's legs: where it is expected, counted from the price at which the entry was expected to fill. To be shown
   * while the leg waits; the venue tells the real one when the entry fills.
   */
  readonly plannedTicks?: Ticks;
  /** True when it can only reduce the book's position. */
  readonly reducing: boolean;
  /** Market time after which the venue expires it. */
  readonly expiresMs?: TimeMs;
  /** Why it exists, in a trader's words. */
  readonly cause: string;
  /** Of closing orders: what the trade that they end is to say. */
  readonly exitReason?: ExitReason;
  /** RSI of the signal, where the strategy has one (document 000's `entryRSI`). */
  readonly signalRsi?: number;
}

export interface OrderState {
  readonly order: Order;
  status: OrderStatus;
  filledQty: Quantity;
  /** Exact sum of price x quantity of its fills, in ticks; the average is derived. */
  filledTicksSum: number;
  /** Present price of a stop or limit after modifications. */
  limitTicks?: Ticks;
  stopTicks?: Ticks;
  /** Present quantity (a venue shrinks protective legs). */
  qty: Quantity;
  submittedMs: TimeMs;
  updatedMs: TimeMs;
  /** Why it ended without being filled, and what was found. */
  reason?: OrderReason;
  reasonDetail?: string;
  /** Where a refused cancel leaves it: a leg whose entry has not filled is suspended again. */
  suspended?: true;
  /** The venue's own id, where the order was not placed by us. */
  readonly venueId?: VenueOrderId;
  /** Since when the venue has said that it does not know an order which we believe open. */
  doubtMs?: TimeMs;
  /** Contracts that were booked in place of its fill, and at which price: it is gone at the venue, and no fill was told. */
  standIn?: { readonly qty: Quantity; readonly priceTicks: Ticks };
}
