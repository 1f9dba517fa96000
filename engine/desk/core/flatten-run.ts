import type { ContractId } from '../../domain/ids.ts';
import type { Receipt, ReceiptStep } from '../../domain/commands.ts';
import type { RunningFlatten } from '../../execution/ledger.ts';
import type { FlattenState } from '../../execution/flatten-machine.ts';
import { actorOf, isPersons } from '../../domain/origin.ts';
import { FLATTEN_BEGIN } from '../../execution/flatten-machine.ts';

/** What the venue said last about the scope of a flatten. */
export interface VenueSays {
  readonly positions: readonly { readonly contractId: ContractId; readonly netQty: number }[];
  readonly workingOrders: number;
}

export interface SavedFlattenRun {
  readonly startedMs: number;
  readonly lapMs: number;
  readonly states: readonly (readonly [string, FlattenState])[];
  readonly steps: readonly ReceiptStep[];
  readonly canceled: number;
  readonly closingIds: readonly string[];
  readonly toldStuckMs: number | null;
  readonly verifyingMs: number | null;
}

/** What is kept of a flatten while it is under way: where each book and contract stands, and the receipt so far. */
export class FlattenRun {
  readonly flatten: RunningFlatten;
  /** By book and contract. */
  readonly states = new Map<string, FlattenState>();
  /** Cancels sent whose effect has not been told as a step yet. */
  canceled = 0;
  /** Closing orders sent. */
  closingIds: string[] = [];
  /** When it was said last that it is not through. */
  toldStuckMs: number | undefined;
  /** Books and contracts of which it was said that they wait without a stop. */
  readonly toldNaked = new Set<string>();
  /** Since when our own books say flat and the venue has not borne it out. */
  verifyingMs: number | undefined;
  /** Since when the venue is asked what stays open over a closed market. */
  looksSinceMs: number | undefined;
  venue: VenueSays | undefined;
  private startedMs: number;
  private lapMs: number;
  private readonly steps: ReceiptStep[] = [];
  private told = 0;

  constructor(flatten: RunningFlatten, nowMs: number) {
    this.flatten = flatten;
    this.startedMs = nowMs;
    this.lapMs = nowMs;
  }

  stateOf(key: string): FlattenState {
    return this.states.get(key) ?? FLATTEN_BEGIN;
  }

  step(name: string, text: string, nowMs: number): void {
    this.steps.push({ name, text, ms: round(nowMs - this.lapMs) });
    this.lapMs = nowMs;
  }

  /** Steps since the last call. */
  news(): readonly ReceiptStep[] {
    const news = this.steps.slice(this.told);
    this.told = this.steps.length;
    return news;
  }

  receipt(nowMs: number, ended: boolean, verified: boolean): Receipt {
    const { flattenId, scope, origin, reason, timeMs } = this.flatten;
    return {
      id: flattenId,
      scope,
      actor: actorOf(origin),
      reason,
      steps: [...this.steps],
      verified,
      ended,
      positions: this.venue?.positions ?? null,
      workingOrders: this.venue?.workingOrders ?? null,
      ms: round(nowMs - this.startedMs),
      clock: isPersons(origin) ? 'wall' : 'market',
      timeMs,
    };
  }

  save(): SavedFlattenRun {
    return {
      startedMs: this.startedMs,
      lapMs: this.lapMs,
      states: [...this.states],
      steps: this.steps,
      canceled: this.canceled,
      closingIds: this.closingIds,
      toldStuckMs: this.toldStuckMs ?? null,
      verifyingMs: this.verifyingMs ?? null,
    };
  }

  /** A wall clock of another process means nothing here: what waited by it begins anew at `nowMs`. */
  load(saved: SavedFlattenRun, nowMs: number): void {
    const wall = isPersons(this.flatten.origin);
    this.startedMs = wall ? nowMs : saved.startedMs;
    this.lapMs = wall ? nowMs : saved.lapMs;
    for (const [key, state] of saved.states) this.states.set(key, wall ? unclocked(state) : state);
    this.steps.push(...saved.steps);
    this.told = saved.steps.length;
    this.canceled = saved.canceled;
    this.closingIds = [...saved.closingIds];
    this.toldStuckMs = wall ? undefined : (saved.toldStuckMs ?? undefined);
    this.verifyingMs = wall ? undefined : (saved.verifyingMs ?? undefined);
  }
}

function unclocked(state: FlattenState): FlattenState {
  const { closingMs: _closing, awaitingMs: _awaiting, unsureMs: _unsure, asked: _asked, ...rest } = state;
  return { ...rest, dueMs: 0 };
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}
