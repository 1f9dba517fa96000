import type { Bar } from '../domain/bar.ts';
import type { TimeMs } from '../domain/units.ts';

/** Bars in ascending time, packed: a month of minutes is a megabyte and is searched without touching objects. */
export class BarSeries {
  readonly length: number;
  readonly timeMs: Float64Array;
  readonly #open: Int32Array;
  readonly #high: Int32Array;
  readonly #low: Int32Array;
  readonly #close: Int32Array;
  readonly #volume: Float64Array;

  constructor(bars: readonly Bar[]) {
    this.length = bars.length;
    this.timeMs = Float64Array.from(bars, (bar) => bar.timeMs);
    this.#open = Int32Array.from(bars, (bar) => bar.open);
    this.#high = Int32Array.from(bars, (bar) => bar.high);
    this.#low = Int32Array.from(bars, (bar) => bar.low);
    this.#close = Int32Array.from(bars, (bar) => bar.close);
    this.#volume = Float64Array.from(bars, (bar) => bar.volume);
  }

  at(index: number): Bar {
    return {
      timeMs: this.timeMs[index] ?? Number.NaN,
      open: this.#open[index] ?? Number.NaN,
      high: this.#high[index] ?? Number.NaN,
      low: this.#low[index] ?? Number.NaN,
      close: this.#close[index] ?? Number.NaN,
      volume: this.#volume[index] ?? Number.NaN,
    };
  }

  /** Index of the first bar that opens at or after a time; `length` when there is none. */
  indexAtOrAfter(timeMs: TimeMs): number {
    return lowerBound(this.timeMs, timeMs);
  }

  /** Bars that open in [fromMs, toMs). */
  between(fromMs: TimeMs, toMs: TimeMs): Bar[] {
    const bars: Bar[] = [];
    for (let i = this.indexAtOrAfter(fromMs); i < this.length && (this.timeMs[i] ?? 0) < toMs; i += 1)
      bars.push(this.at(i));
    return bars;
  }
}

/** Index of the first element >= value in an ascending array. */
export function lowerBound(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
