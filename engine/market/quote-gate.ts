import type { Quote } from '../domain/quote.ts';
import type { TimeMs } from '../domain/units.ts';

/** Why a quote was refused, with the words for a log. */
export const GATE_REASONS = {
  non_finite: 'a figure is not a finite number',
  off_tick: 'a price is not a whole number of ticks',
  bad_size: 'a size or volume is negative or not whole',
  crossed: 'the bid is above the ask',
  backward: 'older than the quote before it',
  early: 'older than the cell of market time that it came in',
  late: 'not yet due in the cell of market time that it came in',
} as const;
export type GateReason = keyof typeof GATE_REASONS;

/** A cell of market time, [startMs, endMs). */
export interface Cell {
  readonly startMs: TimeMs;
  readonly endMs: TimeMs;
}

/** Lets through only quotes that everything behind it may trust. Refusals are counted by reason, never repaired. */
export class QuoteGate {
  readonly #lastByRoot = new Map<string, { timeMs: TimeMs; seq: number }>();
  readonly #counts = new Map<GateReason, number>();

  /**
   * The reason to refuse the quote, or undefined: it passed. A stamp outside of its cell never decides over later quotes:
   * whoever brings quotes stamps them by their arrival (docs/market-data.md).
   */
  check(quote: Quote, cell: Cell): GateReason | undefined {
    const reason = this.#judge(quote, cell);
    if (reason === undefined) this.#remember(quote);
    else this.#counts.set(reason, (this.#counts.get(reason) ?? 0) + 1);
    return reason;
  }

  /** Refusals so far by reason; reasons that did not occur are absent. */
  refused(): Partial<Record<GateReason, number>> {
    return Object.fromEntries(this.#counts);
  }

  #remember(quote: Quote): void {
    const last = this.#lastByRoot.get(quote.root);
    if (last === undefined) this.#lastByRoot.set(quote.root, { timeMs: quote.timeMs, seq: quote.seq });
    else {
      last.timeMs = quote.timeMs;
      last.seq = quote.seq;
    }
  }

  #judge(quote: Quote, cell: Cell): GateReason | undefined {
    const { timeMs, seq, bidTicks, askTicks, lastTicks, bidSize, askSize, sessionVolume, traded } = quote;
    // One sum tells whether any of them is not finite.
    if (
      !Number.isFinite(
        timeMs + seq + bidTicks + askTicks + lastTicks + bidSize + askSize + sessionVolume + (traded ?? 0),
      )
    ) {
      return 'non_finite';
    }
    if (!Number.isInteger(bidTicks) || !Number.isInteger(askTicks) || !Number.isInteger(lastTicks)) return 'off_tick';
    if (!whole(bidSize) || !whole(askSize) || !whole(sessionVolume) || (traded !== undefined && !whole(traded)))
      return 'bad_size';
    if (bidTicks > askTicks) return 'crossed';
    if (timeMs < cell.startMs) return 'early';
    if (timeMs >= cell.endMs) return 'late';
    const last = this.#lastByRoot.get(quote.root);
    if (last !== undefined && (timeMs < last.timeMs || (timeMs === last.timeMs && seq <= last.seq))) return 'backward';
    return undefined;
  }
}

function whole(value: number): boolean {
  return value >= 0 && Number.isInteger(value);
}
