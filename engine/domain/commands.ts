import type { ClientOrderId, ContractId, RequestId } from './ids.ts';
import type { PersonOrigin } from './origin.ts';
import type { DeskRefusal, ExitReason } from './reasons.ts';
import type { Scope } from './scope.ts';
import type { TimeMs } from './units.ts';
import { ACCOUNT } from './scope.ts';

/** What a person (or a program for a person) may ask of the desk. One gate for all of them. */
export type PersonCommand =
  | { readonly kind: 'start'; readonly scope: Scope }
  | { readonly kind: 'stop'; readonly scope: Scope }
  | { readonly kind: 'flatten'; readonly scope: Scope }
  /** Gives up a flatten that is under way: nothing is closed any more. */
  | { readonly kind: 'end-flatten'; readonly scope: Scope }
  /** A person has seen a difference between our books and the venue's; what it blocked goes on. */
  | { readonly kind: 'acknowledge'; readonly difference: string }
  | { readonly kind: 'cancel-order'; readonly scope: Scope; readonly orderId: ClientOrderId }
  | { readonly kind: 'set-speed'; readonly speed: number | 'max' }
  | { readonly kind: 'next-trade' };

/** What a command is about; the account where it names nothing. */
export function scopeOfCommand(command: PersonCommand): Scope {
  return 'scope' in command ? command.scope : ACCOUNT;
}

/** True for what can only take risk away: it is never limited, and waited for longest. */
export function isReducingCommand({ kind }: PersonCommand): boolean {
  return kind === 'stop' || kind === 'flatten' || kind === 'cancel-order';
}

export interface CommandRequest {
  /**
   * Chosen by the sender. A repeat with the same id is the same act and gets the same answer; another command with it is
   * refused, unless it takes risk away (`CommandGate`).
   */
  readonly commandId: RequestId;
  readonly command: PersonCommand;
  readonly origin: PersonOrigin;
}

export interface ReceiptStep {
  /** "entries_blocked", "orders_canceled", "position_closed", "close_failed", "stop_put_back", "venue_verified" and others. */
  readonly name: string;
  /** In a trader's words: "canceled 2 orders". */
  readonly text: string;
  /** What this step took, by the receipt's clock. */
  readonly ms: number;
}

/** What a flatten did. */
export interface Receipt {
  readonly id: string;
  readonly scope: Scope;
  readonly actor: string;
  /** Why: a person's wish, a limit, the end of a session. */
  readonly reason: ExitReason;
  readonly steps: readonly ReceiptStep[];
  /** True when the venue itself said: flat, and no working order. */
  readonly verified: boolean;
  /** False while it goes on trying; a later receipt of the same id tells the end. */
  readonly ended: boolean;
  /** What the venue reported; null: it was not asked yet. */
  readonly positions: readonly { readonly contractId: ContractId; readonly netQty: number }[] | null;
  readonly workingOrders: number | null;
  readonly ms: number;
  /** A person's flatten counts wall time; the machine's, which goes within the steps, counts market time. */
  readonly clock: 'wall' | 'market';
  /** Market time at which it began. */
  readonly timeMs: TimeMs;
}

export type CommandResult =
  | {
      readonly commandId: RequestId;
      readonly ok: true;
      /** Nothing was done for this request: the same one was taken before, and this is its answer. */
      readonly repeated?: true;
      readonly state?: string;
      readonly receipt?: Receipt;
    }
  | {
      readonly commandId: RequestId;
      readonly ok: false;
      readonly code: DeskRefusal;
      readonly message: string;
      readonly untilMs?: number;
    };
