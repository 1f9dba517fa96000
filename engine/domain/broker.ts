import type { Quote } from './quote.ts';
import type { Calendar } from './session.ts';
import type { CancelReason, RejectReason } from './reasons.ts';
import type { Order } from './order.ts';
import type { Cents, Quantity, Ticks, TimeMs } from './units.ts';

/** An order to the broker. Idempotent: a repeated commandId has no second effect. */
export type BrokerCommand =
  | { readonly kind: 'place'; readonly commandId: string; readonly order: Order }
  | { readonly kind: 'cancel'; readonly commandId: string; readonly orderId: string; readonly reason: CancelReason }
  | {
      readonly kind: 'modify';
      readonly commandId: string;
      readonly orderId: string;
      readonly stopTicks?: Ticks;
      readonly limitTicks?: Ticks;
    };

/** What the broker says happened, each with a gap-free sequence number of the broker's own log. */
export type BrokerReport = {
  readonly reportSeq: number;
  /** The step in whose answer it is given; for one given at once, the last step before it. */
  readonly step: number;
  /** Given at once, outside a step (a reducing command). */
  readonly immediate: boolean;
  readonly timeMs: TimeMs;
  readonly orderId: string;
} & (
  | { readonly kind: 'accepted'; readonly status: 'working' | 'suspended' }
  | { readonly kind: 'rejected'; readonly reason: RejectReason; readonly detail: string }
  /** A leg came alive, or price or quantity of a working order changed. `commandId` when it answers a modify. */
  | {
      readonly kind: 'updated';
      readonly qty: Quantity;
      readonly stopTicks?: Ticks;
      readonly limitTicks?: Ticks;
      readonly commandId?: string;
    }
  | {
      readonly kind: 'filled';
      readonly fillId: string;
      readonly qty: Quantity;
      readonly priceTicks: Ticks;
      readonly feeCents: Cents;
      readonly leavesQty: Quantity;
    }
  | { readonly kind: 'canceled'; readonly reason: CancelReason; readonly commandId?: string }
  | { readonly kind: 'expired' }
  /** A cancel or modify that came too late or named an unknown order. */
  | { readonly kind: 'command_rejected'; readonly commandId: string; readonly detail: string }
);

/** The answer to step n; the same each time it is asked for. */
export interface StepReport {
  readonly n: number;
  readonly startMs: TimeMs;
  readonly endMs: TimeMs;
  /** All contracts' quotes of the cell, in total order. */
  readonly quotes: readonly Quote[];
  readonly reports: readonly BrokerReport[];
  /** End of the following step, undefined when the data end with this one. */
  readonly nextEndMs: TimeMs | undefined;
}

export interface BrokerPosition {
  readonly root: string;
  readonly contractId: string;
  readonly netQty: number;
  readonly costTicksSum: number;
}

export interface BrokerOrder {
  readonly orderId: string;
  readonly root: string;
  readonly contractId: string;
  readonly status: 'working' | 'suspended';
  readonly qty: Quantity;
  readonly filledQty: Quantity;
  readonly stopTicks?: Ticks;
  readonly limitTicks?: Ticks;
}

/** The broker's own books. */
export interface BrokerState {
  readonly lastStep: number;
  readonly lastStepEndMs: TimeMs;
  readonly lastReportSeq: number;
  /** Start balance + realized - fees. */
  readonly cashCents: Cents;
  readonly realizedCents: Cents;
  readonly feesCents: Cents;
  readonly positions: readonly BrokerPosition[];
  readonly openOrders: readonly BrokerOrder[];
  readonly lastQuotes: readonly Quote[];
  /** The hours and rolls that this market follows (a recording brings its own rolls). */
  readonly calendar: Calendar;
  /** End of the first step that is still to come; undefined when the data have ended. */
  readonly nextEndMs: TimeMs | undefined;
}
