import type { TradingState } from '../domain/book.ts';
import type { Intent } from '../domain/intent.ts';
import type { ContractSpec } from '../domain/contract.ts';
import type { DenialReason } from '../domain/reasons.ts';
import type { Cents, Quantity, Ticks } from '../domain/units.ts';

export type EntryIntent = Extract<Intent, { kind: 'enter' }>;

/** Everything a limit may look at. Built by the desk for each intent, from its own books and quotes alone. */
export interface RiskView {
  readonly spec: ContractSpec;
  readonly state: TradingState;
  readonly flattening: boolean;
  readonly feedStale: boolean;
  /** What is in doubt and keeps entries out, in words; empty: nothing. */
  readonly blocks: readonly string[];
  /** Time of the decision lies in a session and before the entries' end. */
  readonly marketOpen: boolean;
  readonly entriesAllowed: boolean;
  readonly quote: { readonly bidTicks: Ticks; readonly askTicks: Ticks } | undefined;
  /** Signed net quantity of the book itself; and whether an entry of it is sent or working. */
  readonly bookNetQty: number;
  readonly entryWorking: boolean;
  /** Signed quantity of other books on the same contract, working entries included. */
  readonly otherLong: Quantity;
  readonly otherShort: Quantity;
  readonly allowOpposingBooks: boolean;
  /** Sum of sizes over the account, in micros, working entries included. */
  readonly exposureMicros: Quantity;
  readonly capMicros: Quantity;
  /** What the day may still lose; undefined: no limit. */
  readonly room: Room | undefined;
  readonly feePerSideCents: Cents;
  readonly slippageTicks: Ticks;
}

/** What the day may still lose. */
export interface Room {
  readonly leftCents: Cents;
  /** Of it, what open positions lose when they are stopped, and what waiting entries may lose. */
  readonly reservedCents: Cents;
  /** A contract that is held and has no price: nothing is known then. */
  readonly unknownFor?: string;
}

export interface Denied {
  readonly reason: DenialReason;
  /** The numbers: what was asked, what the limit is. */
  readonly detail: string;
}

/** One limit: undefined when it has nothing against the entry. */
export type Limit = (intent: EntryIntent, view: RiskView) => Denied | undefined;
