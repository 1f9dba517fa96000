import type { Origin, Scope } from './events.ts';

/** What a person (or a program for a person) may ask of the desk. One gate for all of them. */
export type PersonCommand =
  | { readonly kind: 'start'; readonly scope: Scope }
  | { readonly kind: 'stop'; readonly scope: Scope }
  | { readonly kind: 'flatten'; readonly scope: Scope }
  | { readonly kind: 'cancel-order'; readonly scope: Scope; readonly orderId: string }
  | { readonly kind: 'set-speed'; readonly scope: 'account'; readonly speed: number | 'max' }
  | { readonly kind: 'next-trade'; readonly scope: 'account' };

export interface CommandRequest {
  /** Chosen by the sender; a repeat with the same id is the same act and gets the same answer. */
  readonly commandId: string;
  readonly command: PersonCommand;
  readonly origin: Origin;
}

export interface ReceiptStep {
  /** "entries_blocked", "orders_canceled", "position_closed", "venue_verified". */
  readonly name: string;
  /** In a trader's words: "canceled 2 orders". */
  readonly text: string;
  /** Wall milliseconds that this step took. */
  readonly ms: number;
}

/** What a flatten did, with latencies in wall milliseconds. */
export interface Receipt {
  readonly id: string;
  readonly scope: Scope;
  readonly actor: string;
  readonly steps: readonly ReceiptStep[];
  /** True when the venue itself said: flat, and no working order. */
  readonly verified: boolean;
  /** What the venue reported at the end. */
  readonly positions: readonly { readonly contractId: string; readonly netQty: number }[];
  readonly workingOrders: number;
  readonly ms: number;
  /** Market time at which it began. */
  readonly timeMs: number;
}

export type CommandResult =
  | { readonly commandId: string; readonly ok: true; readonly state?: string; readonly receipt?: Receipt }
  | {
      readonly commandId: string;
      readonly ok: false;
      readonly code: string;
      readonly message: string;
      readonly untilMs?: number;
    };
