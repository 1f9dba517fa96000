import { loadNumbers, saveNumbers, validPeriod, type Indicator, type SavedIndicator } from './indicator.ts';

export interface Extremes {
  readonly highest: number;
  readonly lowest: number;
}

/**
 * Highest high and lowest low of the last n bars (Donchian's channel); first values with bar n. Give the same number twice
 * for the extremes of one series. TradingView's `ta.highest` and `ta.lowest`. Exact.
 *
 * O(1) without a loop that depends on the prices (van Herk, Gil and Werman): the series is cut into blocks of n. When a
 * block is full, each of its places is overwritten by the extreme from there to the block's end; the window is then the
 * rest of the old block, whose extreme stands ready, and the new block so far. A monotone deque gives the same values and
 * measured slower: the processor guesses its loop wrong on every other bar.
 */
export class HighestLowest implements Indicator {
  readonly id: string;
  readonly period: number;
  /** Before `head` the new block's numbers, from `head` on the old block's extremes. */
  private readonly highs: Float64Array;
  private readonly lows: Float64Array;
  private head = 0;
  private filled = 0;
  /** Extremes of the new block so far. */
  private blockHigh = 0;
  private blockLow = 0;
  private windowHigh = 0;
  private windowLow = 0;

  constructor(period: number) {
    this.period = validPeriod(period, 'highest-lowest');
    this.id = `highest-lowest(${period})`;
    this.highs = new Float64Array(period);
    this.lows = new Float64Array(period);
  }

  next(high: number, low: number): Extremes | undefined {
    this.push(high, low);
    return this.value;
  }

  push(high: number, low: number): void {
    const { highs, lows, period, head } = this;
    const blockHigh = head > 0 && this.blockHigh > high ? this.blockHigh : high;
    const blockLow = head > 0 && this.blockLow < low ? this.blockLow : low;
    this.blockHigh = blockHigh;
    this.blockLow = blockLow;
    highs[head] = high;
    lows[head] = low;
    if (this.filled < period) this.filled++;
    if (head + 1 < period) {
      const oldHigh = highs[head + 1] as number;
      const oldLow = lows[head + 1] as number;
      this.windowHigh = oldHigh > blockHigh ? oldHigh : blockHigh;
      this.windowLow = oldLow < blockLow ? oldLow : blockLow;
      this.head = head + 1;
    } else {
      this.windowHigh = blockHigh;
      this.windowLow = blockLow;
      this.head = 0;
      this.closeBlock();
    }
  }

  private closeBlock(): void {
    const { highs, lows } = this;
    for (let i = this.period - 2; i >= 0; i--) {
      highs[i] = Math.max(highs[i] as number, highs[i + 1] as number);
      lows[i] = Math.min(lows[i] as number, lows[i + 1] as number);
    }
  }

  get value(): Extremes | undefined {
    return this.ready ? { highest: this.windowHigh, lowest: this.windowLow } : undefined;
  }

  get ready(): boolean {
    return this.filled === this.period;
  }

  get highest(): number | undefined {
    return this.filled === this.period ? this.windowHigh : undefined;
  }

  get lowest(): number | undefined {
    return this.filled === this.period ? this.windowLow : undefined;
  }

  reset(): void {
    this.highs.fill(0);
    this.lows.fill(0);
    this.head = this.filled = this.blockHigh = this.blockLow = this.windowHigh = this.windowLow = 0;
  }

  save(): SavedIndicator {
    const scalars = [this.head, this.filled, this.blockHigh, this.blockLow, this.windowHigh, this.windowLow];
    return saveNumbers(this.id, scalars, this.highs, this.lows);
  }

  load(saved: unknown): void {
    const numbers = loadNumbers(this.id, saved, 6, this.highs, this.lows);
    [this.head, this.filled, this.blockHigh, this.blockLow, this.windowHigh, this.windowLow] = numbers as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
  }
}
