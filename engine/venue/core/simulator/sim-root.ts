import type { Bar } from '../../../domain/bar.ts';
import type { Quote } from '../../../domain/quote.ts';
import type { Calendar, Session } from '../../../domain/session.ts';
import type { Quantity, TimeMs } from '../../../domain/units.ts';
import type { SimMarket } from './sim-market.ts';
import { nextSession, previousSession, sessionAt } from '../../../domain/session.ts';
import { MINUTE_MS } from '../../../domain/units.ts';
import { COARSE_QUOTES, createPath, fillPath, FINE_QUOTES, quoteOf } from '../../../market/path-in-bar.ts';
import { keyOf } from '../../../market/seeded.ts';
import { OpenMinutes } from './open-minutes.ts';

/** The simulated quotes of one contract. Everything kept here is a cache: any time may be asked for. */
export class SimRoot {
  readonly root: string;
  readonly #market: SimMarket;
  readonly #calendar: Calendar;
  readonly #key: number;
  readonly #fineFromMs: TimeMs;
  readonly #minutes: OpenMinutes;
  readonly #coarse = createPath(COARSE_QUOTES);
  readonly #fine = createPath(FINE_QUOTES);
  #session: Session | undefined;
  #minuteMs = Number.NaN;
  #bar: Bar | undefined;
  #volumeBefore: Quantity = 0;
  #firstSeq = 0;

  /** `fineFromMs`: a whole minute; from there on four quotes a second, before it twelve a minute. */
  constructor(root: string, market: SimMarket, calendar: Calendar, key: number, fineFromMs: TimeMs) {
    this.root = root;
    this.#market = market;
    this.#calendar = calendar;
    this.#key = key ^ keyOf(root);
    this.#fineFromMs = fineFromMs;
    this.#minutes = new OpenMinutes(calendar, root);
  }

  /** The session that a time lies in. */
  sessionAt(timeMs: TimeMs): Session | undefined {
    const session = this.#session;
    if (session !== undefined && timeMs >= session.openMs && timeMs < session.closeMs) return session;
    const found = sessionAt(this.#calendar, this.root, timeMs);
    if (found !== undefined) this.#session = found;
    return found;
  }

  /** Time of the first quote at or after a time. */
  quoteTimeAtOrAfter(timeMs: TimeMs): TimeMs {
    const session = this.sessionAt(timeMs) ?? nextSession(this.#calendar, this.root, timeMs);
    if (timeMs <= session.openMs) return session.openMs;
    const gridMs = MINUTE_MS / this.#countAt(timeMs);
    const found = Math.ceil(timeMs / gridMs) * gridMs;
    return found < session.closeMs ? found : nextSession(this.#calendar, this.root, found).openMs;
  }

  /** The quote at a quote's time. */
  quoteAt(timeMs: TimeMs): Quote {
    const minuteMs = Math.floor(timeMs / MINUTE_MS) * MINUTE_MS;
    const bar = this.#load(minuteMs);
    const count = this.#countAt(minuteMs);
    const slot = ((timeMs - minuteMs) * count) / MINUTE_MS;
    const path = count === FINE_QUOTES ? this.#fine : this.#coarse;
    return quoteOf(this.root, bar, path, slot, count, this.#firstSeq + slot, this.#volumeBefore);
  }

  /** The last quote at or before a time. */
  lastQuote(timeMs: TimeMs): Quote {
    const session = this.sessionAt(timeMs);
    const at = session === undefined ? previousSession(this.#calendar, this.root, timeMs).closeMs - 1 : timeMs;
    const gridMs = MINUTE_MS / this.#countAt(at);
    return this.quoteAt(Math.floor(at / gridMs) * gridMs);
  }

  bars(fromMs: TimeMs, toMs: TimeMs): Bar[] {
    const bars: Bar[] = [];
    for (let t = Math.ceil(fromMs / MINUTE_MS) * MINUTE_MS; t < toMs; t += MINUTE_MS) {
      if (this.sessionAt(t) !== undefined) bars.push(this.#market.minute(this.root, t / MINUTE_MS).bar);
      else t = nextSession(this.#calendar, this.root, t).openMs - MINUTE_MS;
    }
    return bars;
  }

  #countAt(timeMs: TimeMs): number {
    return timeMs >= this.#fineFromMs ? FINE_QUOTES : COARSE_QUOTES;
  }

  /** Makes a minute of an open session the present one. */
  #load(minuteMs: TimeMs): Bar {
    if (this.#bar !== undefined && this.#minuteMs === minuteMs) return this.#bar;
    const session = this.sessionAt(minuteMs);
    const openMs = session?.openMs ?? minuteMs;
    const count = this.#countAt(minuteMs);
    if (this.#bar !== undefined && this.#minuteMs === minuteMs - MINUTE_MS && minuteMs > openMs) {
      this.#volumeBefore += this.#bar.volume;
      this.#firstSeq += this.#countAt(this.#minuteMs);
    } else {
      this.#volumeBefore = 0;
      for (let t = openMs; t < minuteMs; t += MINUTE_MS) {
        this.#volumeBefore += this.#market.minute(this.root, t / MINUTE_MS).bar.volume;
      }
      this.#firstSeq = this.#seqOf(minuteMs);
    }
    const { bar, spreadTicks, typicalSize } = this.#market.minute(this.root, minuteMs / MINUTE_MS);
    fillPath(this.#key, bar, { count, spreadTicks, typicalSize }, count === FINE_QUOTES ? this.#fine : this.#coarse);
    this.#minuteMs = minuteMs;
    this.#bar = bar;
    return bar;
  }

  /** Sequence number of a minute's first quote: every quote of every open minute before it has one. */
  #seqOf(minuteMs: TimeMs): number {
    const before = this.#minutes.before(minuteMs);
    if (minuteMs < this.#fineFromMs) return before * COARSE_QUOTES;
    const coarse = Number.isFinite(this.#fineFromMs) ? this.#minutes.before(this.#fineFromMs) : 0;
    return coarse * COARSE_QUOTES + (before - coarse) * FINE_QUOTES;
  }
}
