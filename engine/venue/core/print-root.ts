import type { Quote } from '../../domain/quote.ts';
import type { Calendar } from '../../domain/session.ts';
import type { Quantity, Ticks, TimeMs } from '../../domain/units.ts';
import type { Prints } from '../../domain/recording/prints.ts';
import type { RecordedRoot } from './recorded-root.ts';
import { sessionAt } from '../../domain/session.ts';
import { MINUTE_MS } from '../../domain/units.ts';
import { BarSeries, lowerBound } from '../../market/bar-series.ts';
import { barsOfPrints } from '../../market/prints.ts';
import { cellStartOf } from '../../market/schedule.ts';

/**
 * The recorded prints of one contract as quotes. Of each cell (250 ms) those prints are quoted that make its path: the
 * first, the highest, the lowest and the last, in their order and at their times; what is printed between them counts in
 * the volume of the next one. Bars of the quotes are exactly those of all prints.
 *
 * What a print leaves open is made up: the side that was not taken stands `spreadTicks` away, inside what the minute
 * traded, and as much can be taken as was printed at that price since the quote before. Where the recording does not tell
 * who took, a rise is a buyer's.
 */
export class PrintRoot implements RecordedRoot {
  readonly root: string;
  readonly series: BarSeries;
  readonly #spreadTicks: Ticks;
  readonly #timeMs: Float64Array;
  readonly #lastTicks: Int32Array;
  /** 1: the last is the ask, -1: it is the bid. */
  readonly #taker: Int8Array;
  readonly #size: Int32Array;
  readonly #sessionVolume: Float64Array;
  readonly #traded: Float64Array;
  #cursor = 0;

  constructor(root: string, prints: Prints, calendar: Calendar, spreadTicks: Ticks) {
    this.root = root;
    this.series = new BarSeries(barsOfPrints(prints));
    this.#spreadTicks = spreadTicks;
    const quoted = quotedPrints(prints);
    const take = <T extends Float64Array | Int32Array>(into: T, from: T): T => {
      quoted.forEach((at, i) => (into[i] = from[at] ?? 0));
      return into;
    };
    this.#timeMs = take(new Float64Array(quoted.length), prints.timeMs);
    this.#lastTicks = take(new Int32Array(quoted.length), prints.priceTicks);
    this.#taker = takersOf(prints, quoted);
    this.#keepInRange();
    this.#size = new Int32Array(quoted.length);
    this.#sessionVolume = new Float64Array(quoted.length);
    this.#traded = new Float64Array(quoted.length);
    this.#countVolumes(prints, quoted, calendar);
  }

  /** As in the path of a bar: where the minute's range is as wide as the spread, no side stands outside of it. */
  #keepInRange(): void {
    let index = 0;
    this.#timeMs.forEach((timeMs, i) => {
      while ((this.series.timeMs[index + 1] ?? Number.POSITIVE_INFINITY) <= timeMs) index += 1;
      const { low, high } = this.series.at(index);
      const last = this.#lastTicks[i] ?? 0;
      if (high - low < this.#spreadTicks) return;
      if (last - this.#spreadTicks < low) this.#taker[i] = -1;
      else if (last + this.#spreadTicks > high) this.#taker[i] = 1;
    });
  }

  #countVolumes({ priceTicks, size }: Prints, quoted: Uint32Array, calendar: Calendar): void {
    let next = 0;
    let minuteMs = Number.NaN;
    let openMs: TimeMs | undefined;
    let sessionVolume: Quantity = 0;
    quoted.forEach((at, i) => {
      const minute = Math.floor((this.#timeMs[i] ?? 0) / MINUTE_MS) * MINUTE_MS;
      if (minute !== minuteMs) {
        minuteMs = minute;
        const session = sessionAt(calendar, this.root, minuteMs);
        if (session !== undefined && session.openMs !== openMs) {
          openMs = session.openMs;
          sessionVolume = 0;
        }
      }
      let [traded, here] = [0, 0];
      for (; next <= at; next += 1) {
        traded += size[next] ?? 0;
        if (priceTicks[next] === priceTicks[at]) here += size[next] ?? 0;
      }
      sessionVolume += traded;
      this.#traded[i] = traded;
      this.#sessionVolume[i] = sessionVolume;
      this.#size[i] = Math.max(1, here);
    });
  }

  quoteTimeAtOrAfter(timeMs: TimeMs): TimeMs {
    return this.#timeMs[this.#seek(timeMs)] ?? Number.POSITIVE_INFINITY;
  }

  quotesIn(startMs: TimeMs, endMs: TimeMs, into: Quote[]): void {
    for (let i = this.#seek(startMs); (this.#timeMs[i] ?? Number.POSITIVE_INFINITY) < endMs; i += 1)
      into.push(this.#quoteAt(i));
  }

  lastQuote(timeMs: TimeMs): Quote | undefined {
    const index = lowerBound(this.#timeMs, timeMs + 1) - 1;
    return index < 0 ? undefined : this.#quoteAt(index);
  }

  *quiets(longerThanMs: number): Generator<{ readonly afterMs: TimeMs; readonly untilMs: TimeMs }> {
    for (let i = 1; i < this.#timeMs.length; i += 1) {
      const [afterMs = 0, untilMs = 0] = [this.#timeMs[i - 1], this.#timeMs[i]];
      if (untilMs - afterMs > longerThanMs) yield { afterMs, untilMs };
    }
  }

  /** Index of the first quote at or after a time. */
  #seek(timeMs: TimeMs): number {
    const isFirst = (i: number): boolean =>
      (this.#timeMs[i - 1] ?? Number.NEGATIVE_INFINITY) < timeMs &&
      (this.#timeMs[i] ?? Number.POSITIVE_INFINITY) >= timeMs;
    let i = this.#cursor;
    for (let steps = 0; steps < 5 && i <= this.#timeMs.length; steps += 1, i += 1) {
      if (!isFirst(i)) continue;
      this.#cursor = i;
      return i;
    }
    this.#cursor = lowerBound(this.#timeMs, timeMs);
    return this.#cursor;
  }

  #quoteAt(index: number): Quote {
    const lastTicks = this.#lastTicks[index] ?? 0;
    const isAsk = this.#taker[index] === 1;
    const size = this.#size[index] ?? 1;
    const timeMs = this.#timeMs[index] ?? 0;
    const quote = {
      root: this.root,
      timeMs,
      seq: index,
      bidTicks: isAsk ? lastTicks - this.#spreadTicks : lastTicks,
      askTicks: isAsk ? lastTicks : lastTicks + this.#spreadTicks,
      bidSize: size,
      askSize: size,
      lastTicks,
      sessionVolume: this.#sessionVolume[index] ?? 0,
    };
    const minute = (ms: TimeMs): number => Math.floor(ms / MINUTE_MS);
    const isMinutesFirst = minute(this.#timeMs[index - 1] ?? Number.NEGATIVE_INFINITY) !== minute(timeMs);
    return isMinutesFirst ? { ...quote, traded: this.#traded[index] ?? 0 } : quote;
  }
}

/** Indexes of the prints that make the path: of each cell the first, the highest, the lowest and the last. */
function quotedPrints({ length, timeMs, priceTicks }: Prints): Uint32Array {
  const quoted = new Uint32Array(length);
  let count = 0;
  for (let first = 0; first < length;) {
    const cell = cellStartOf(timeMs[first] ?? 0);
    let [highest, lowest, last] = [first, first, first];
    for (let i = first + 1; i < length && cellStartOf(timeMs[i] ?? 0) === cell; i += 1) {
      if ((priceTicks[i] ?? 0) > (priceTicks[highest] ?? 0)) highest = i;
      if ((priceTicks[i] ?? 0) < (priceTicks[lowest] ?? 0)) lowest = i;
      last = i;
    }
    const [before, after] = highest < lowest ? [highest, lowest] : [lowest, highest];
    for (const at of [first, before, after, last]) {
      if (count > 0 && quoted[count - 1] === at) continue;
      quoted[count] = at;
      count += 1;
    }
    first = last + 1;
  }
  return quoted.slice(0, count);
}

function takersOf({ length, priceTicks, taker }: Prints, quoted: Uint32Array): Int8Array {
  const takers = new Int8Array(quoted.length);
  let now: 1 | -1 = 1;
  let next = 0;
  for (let i = 0; i < length; i += 1) {
    const [before, price = 0] = [priceTicks[i - 1] ?? priceTicks[i] ?? 0, priceTicks[i]];
    const told = taker[i] ?? 0;
    if (told > 0 || (told === 0 && price > before)) now = 1;
    else if (told < 0 || price < before) now = -1;
    if (quoted[next] !== i) continue;
    takers[next] = now;
    next += 1;
  }
  return takers;
}
