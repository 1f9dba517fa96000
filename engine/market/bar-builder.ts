import type { Bar } from '../domain/bar.ts';
import type { Quote } from '../domain/quote.ts';
import type { Quantity, Ticks, TimeMs } from '../domain/units.ts';
import { MINUTE_MS } from '../domain/units.ts';

/** A builder as plain JSON. */
export interface BarBuilderState {
  readonly intervalMs: number;
  readonly forming: Bar | null;
  /** Everything before this time is closed; events from before it are late. */
  readonly closedThroughMs: TimeMs | null;
  readonly lastTicks: Ticks | null;
  readonly sessionVolume: Quantity | null;
  /** Time of the last quote or print that counted. */
  readonly lastMs: TimeMs | null;
  /** Earlier bars are not made. */
  readonly fromMs: TimeMs | null;
  readonly late: number;
}

/**
 * Bars from quotes, by event time only. A print is a rise of the session's volume or a change of last; bid and ask never
 * make a bar; an interval without a print has none. The volume falls back to a lower figure when a session begins; what
 * a feed says outright (`traded`) goes before what the difference says.
 *
 * A builder that starts within a session sees its first quote as the reference only, and so knows no open of that
 * minute: give it the last quote before (`reference`), or let its first bar be dropped (`fromMs`: bars that open earlier are
 * not made, their quotes are the reference).
 */
export class BarBuilder {
  readonly intervalMs: number;
  #forming: { timeMs: TimeMs; open: Ticks; high: Ticks; low: Ticks; close: Ticks; volume: Quantity } | undefined;
  #closedThroughMs: TimeMs = Number.NEGATIVE_INFINITY;
  #lastMs: TimeMs = Number.NEGATIVE_INFINITY;
  #lastTicks: Ticks | undefined;
  #sessionVolume: Quantity | undefined;
  #fromMs: TimeMs = Number.NEGATIVE_INFINITY;
  #late = 0;

  constructor(options: { readonly intervalMs?: number; readonly fromMs?: TimeMs } = {}) {
    this.intervalMs = options.intervalMs ?? MINUTE_MS;
    if (options.fromMs !== undefined) {
      this.#fromMs = Math.ceil(options.fromMs / this.intervalMs) * this.intervalMs;
    }
  }

  /** The bar in the making, or undefined before its first print. */
  get forming(): Bar | undefined {
    return this.#forming === undefined ? undefined : { ...this.#forming };
  }

  /** Events that came after their bar's close or after a later event, dropped. */
  get late(): number {
    return this.#late;
  }

  /** Makes a quote known without making a bar of it: what the next quote is compared with. */
  reference(quote: Quote): void {
    this.#lastMs = quote.timeMs;
    this.#lastTicks = quote.lastTicks;
    this.#sessionVolume = quote.sessionVolume;
  }

  /** Takes a quote; returns the bar that it closed, if any. */
  onQuote(quote: Quote): Bar | undefined {
    const { lastTicks, sessionVolume, timeMs } = quote;
    if (timeMs < this.#fromMs) {
      this.reference(quote);
      return undefined;
    }
    if (timeMs < this.#closedThroughMs || timeMs < this.#lastMs) {
      this.#late += 1;
      // Volume of a bar that is closed already must not turn up in a later one.
      if (timeMs >= this.#lastMs) this.reference(quote);
      return undefined;
    }
    const before = this.#sessionVolume;
    let volume = 0;
    let printed = false;
    if (quote.traded !== undefined) {
      volume = quote.traded;
      printed = true;
    } else if (before !== undefined) {
      volume = sessionVolume >= before ? sessionVolume - before : sessionVolume;
      printed = volume > 0 || lastTicks !== this.#lastTicks;
    }
    this.reference(quote);
    return printed ? this.#print(timeMs, lastTicks, volume) : this.advanceTo(timeMs);
  }

  /** Takes one print of the market (feeds that have prints); returns the bar that it closed, if any. */
  onPrint(timeMs: TimeMs, priceTicks: Ticks, volume: Quantity): Bar | undefined {
    if (timeMs < this.#closedThroughMs || timeMs < this.#lastMs) {
      this.#late += 1;
      return undefined;
    }
    this.#lastMs = timeMs;
    this.#lastTicks = priceTicks;
    return this.#print(timeMs, priceTicks, volume);
  }

  /** Market time has reached `tEndMs`: returns the forming bar when its interval is over. */
  advanceTo(tEndMs: TimeMs): Bar | undefined {
    const reached = Math.floor(tEndMs / this.intervalMs) * this.intervalMs;
    if (reached > this.#closedThroughMs) this.#closedThroughMs = reached;
    const forming = this.#forming;
    if (forming === undefined || forming.timeMs + this.intervalMs > tEndMs) return undefined;
    this.#forming = undefined;
    return forming;
  }

  #print(timeMs: TimeMs, price: Ticks, volume: Quantity): Bar | undefined {
    const closed = this.advanceTo(timeMs);
    const forming = this.#forming;
    if (forming === undefined) {
      const openMs = Math.floor(timeMs / this.intervalMs) * this.intervalMs;
      this.#forming = { timeMs: openMs, open: price, high: price, low: price, close: price, volume };
    } else {
      if (price > forming.high) forming.high = price;
      if (price < forming.low) forming.low = price;
      forming.close = price;
      forming.volume += volume;
    }
    return closed;
  }

  save(): BarBuilderState {
    return {
      intervalMs: this.intervalMs,
      forming: this.forming ?? null,
      closedThroughMs: finite(this.#closedThroughMs),
      lastTicks: this.#lastTicks ?? null,
      sessionVolume: this.#sessionVolume ?? null,
      lastMs: finite(this.#lastMs),
      fromMs: finite(this.#fromMs),
      late: this.#late,
    };
  }

  static load(state: BarBuilderState): BarBuilder {
    const builder = new BarBuilder({ intervalMs: state.intervalMs });
    builder.#forming = state.forming === null ? undefined : { ...state.forming };
    builder.#closedThroughMs = state.closedThroughMs ?? Number.NEGATIVE_INFINITY;
    builder.#lastTicks = state.lastTicks ?? undefined;
    builder.#sessionVolume = state.sessionVolume ?? undefined;
    builder.#lastMs = state.lastMs ?? Number.NEGATIVE_INFINITY;
    builder.#fromMs = state.fromMs ?? Number.NEGATIVE_INFINITY;
    builder.#late = state.late;
    return builder;
  }
}

function finite(timeMs: TimeMs): TimeMs | null {
  return Number.isFinite(timeMs) ? timeMs : null;
}
