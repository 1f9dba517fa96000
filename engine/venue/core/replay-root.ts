import type { Bar } from '../../domain/bar.ts';
import type { Quote } from '../../domain/quote.ts';
import type { Calendar } from '../../domain/session.ts';
import type { TimeMs } from '../../domain/units.ts';
import type { PathOptions } from '../../market/path-in-bar.ts';
import type { RecordedRoot } from './recorded-root.ts';
import { sessionAt } from '../../domain/session.ts';
import { MINUTE_MS } from '../../domain/units.ts';
import { BarSeries } from '../../market/bar-series.ts';
import { COARSE_QUOTES, createPath, fillPath, quoteOf } from '../../market/path-in-bar.ts';
import { keyOf } from '../../market/seeded.ts';

const QUOTE_MS = MINUTE_MS / COARSE_QUOTES;
/** From a minute's first quote to its last. */
const SPAN_MS = MINUTE_MS - QUOTE_MS;

/** The recorded minutes of one contract as quotes: twelve a minute, numbered through the recording from 0. */
export class ReplayRoot implements RecordedRoot {
  readonly root: string;
  readonly series: BarSeries;
  readonly #key: number;
  readonly #options: PathOptions;
  /** Volume of the session before each bar. */
  readonly #volumeBefore: Float64Array;
  readonly #path = createPath(COARSE_QUOTES);
  #pathIndex = -1;
  #pathBar: Bar | undefined;
  #cursor = 0;

  constructor(root: string, bars: readonly Bar[], calendar: Calendar, spreadTicks: number) {
    this.root = root;
    this.series = new BarSeries(bars);
    this.#key = keyOf(root);
    this.#options = { count: COARSE_QUOTES, spreadTicks, typicalSize: 10 };
    this.#volumeBefore = new Float64Array(bars.length);
    let openMs: TimeMs | undefined;
    let volume = 0;
    bars.forEach((bar, i) => {
      const session = sessionAt(calendar, root, bar.timeMs);
      const first = i === 0 || (session !== undefined && session.openMs !== openMs);
      if (session !== undefined) openMs = session.openMs;
      if (first) volume = 0;
      this.#volumeBefore[i] = volume;
      volume += bar.volume;
    });
  }

  /** Index of the first minute that still has a quote at or after a time. */
  #seek(timeMs: TimeMs): number {
    const wanted = timeMs - SPAN_MS;
    let i = this.#cursor;
    if (!this.#isFirstAtOrAfter(i, wanted)) {
      i = this.#isFirstAtOrAfter(i + 1, wanted) ? i + 1 : this.series.indexAtOrAfter(wanted);
      this.#cursor = i;
    }
    return i;
  }

  #isFirstAtOrAfter(index: number, timeMs: TimeMs): boolean {
    const { length, timeMs: times } = this.series;
    if (index > length) return false;
    return (index === 0 || (times[index - 1] ?? 0) < timeMs) && (index === length || (times[index] ?? 0) >= timeMs);
  }

  quoteTimeAtOrAfter(timeMs: TimeMs): TimeMs {
    const minuteMs = this.series.timeMs[this.#seek(timeMs)];
    if (minuteMs === undefined) return Number.POSITIVE_INFINITY;
    return minuteMs + Math.max(0, Math.ceil((timeMs - minuteMs) / QUOTE_MS)) * QUOTE_MS;
  }

  quotesIn(startMs: TimeMs, endMs: TimeMs, into: Quote[]): void {
    for (let t = this.quoteTimeAtOrAfter(startMs); t < endMs; t = this.quoteTimeAtOrAfter(t + 1)) {
      into.push(this.#quoteAt(this.#seek(t), t));
    }
  }

  lastQuote(timeMs: TimeMs): Quote | undefined {
    const index = this.series.indexAtOrAfter(timeMs + 1) - 1;
    const minuteMs = this.series.timeMs[index];
    if (minuteMs === undefined) return undefined;
    return this.#quoteAt(index, minuteMs + Math.min(Math.floor((timeMs - minuteMs) / QUOTE_MS) * QUOTE_MS, SPAN_MS));
  }

  *quiets(longerThanMs: number): Generator<{ readonly afterMs: TimeMs; readonly untilMs: TimeMs }> {
    const { timeMs: minutes, length } = this.series;
    for (let i = 1; i < length; i += 1) {
      const [afterMs, untilMs] = [(minutes[i - 1] ?? 0) + SPAN_MS, minutes[i] ?? 0];
      if (untilMs - afterMs > longerThanMs) yield { afterMs, untilMs };
    }
  }

  #quoteAt(index: number, timeMs: TimeMs): Quote {
    let bar = this.#pathBar;
    if (bar === undefined || this.#pathIndex !== index) {
      bar = this.series.at(index);
      fillPath(this.#key, bar, this.#options, this.#path);
      this.#pathIndex = index;
      this.#pathBar = bar;
    }
    const slot = (timeMs - bar.timeMs) / QUOTE_MS;
    const before = this.#volumeBefore[index] ?? 0;
    const seq = index * COARSE_QUOTES + slot;
    return quoteOf(this.root, bar, this.#path, slot, COARSE_QUOTES, seq, before);
  }
}
