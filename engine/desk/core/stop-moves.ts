import type { ClientOrderId } from '../../domain/ids.ts';
import type { Ticks, TimeMs } from '../../domain/units.ts';
import type { Ledger } from '../../execution/ledger.ts';
import type { Act } from './act.ts';

/** Pause after each refusal; after the last one it is given up. */
const PAUSES_MS: readonly TimeMs[] = [1_000, 2_000, 4_000];

interface Move {
  readonly wantedTicks: Ticks;
  readonly tries: number;
  /** Not tried again before. */
  readonly dueMs: TimeMs;
  readonly toldFailed: boolean;
}

/**
 * Moves protective stops. A refused move is tried three times, with a pause in between; then it is said, and the stop
 * stays where it is: a venue that is asked without end stops listening.
 */
export class StopMoves {
  private readonly moves = new Map<string, Move>();
  private readonly ledger: Ledger;

  constructor(ledger: Ledger) {
    this.ledger = ledger;
  }

  /** Wants a working stop at a price; to be called at each step until it is there. */
  want(act: Act, orderId: ClientOrderId, wantedTicks: Ticks): void {
    const state = this.ledger.fold.get(orderId);
    if (state?.status !== 'working' || state.stopTicks === wantedTicks) return;
    const known = this.moves.get(orderId);
    const before = known?.wantedTicks === wantedTicks ? known : undefined;
    const tries = before?.tries ?? 0;
    const pauseMs = PAUSES_MS[tries];
    if (before !== undefined && act.timeMs < before.dueMs) return;
    if (pauseMs === undefined) return this.giveUp(act, orderId, wantedTicks, before);
    this.moves.set(orderId, { wantedTicks, tries: tries + 1, dueMs: act.timeMs + pauseMs, toldFailed: false });
    act.moveStop(orderId, wantedTicks);
  }

  /** What is over is forgotten. */
  tidy(): void {
    for (const orderId of this.moves.keys()) {
      const state = this.ledger.fold.get(orderId);
      if (state === undefined || !['working', 'pending_modify'].includes(state.status)) this.moves.delete(orderId);
    }
  }

  save(): readonly (readonly [string, Move])[] {
    return [...this.moves];
  }

  load(saved: readonly (readonly [string, Move])[]): void {
    this.moves.clear();
    for (const [orderId, move] of saved) this.moves.set(orderId, move);
  }

  private giveUp(act: Act, orderId: ClientOrderId, wantedTicks: Ticks, before: Move | undefined): void {
    if (before === undefined || before.toldFailed) return;
    this.moves.set(orderId, { ...before, toldFailed: true });
    const { order, stopTicks } = this.ledger.order(orderId);
    const text = `the stop ${orderId} could not be moved to tick ${wantedTicks} in ${before.tries} tries; it stays at ${stopTicks ?? 'an unknown price'}`;
    act.alarm('protection_failed', text, order.book);
  }
}
