/** Who took in a print: a buyer the ask (1), a seller the bid (-1); 0: it is not told. */
export type Taker = 1 | -1 | 0;

/** Prints of one contract in ascending time, column by column: a day has a million. */
export interface Prints {
  readonly length: number;
  /** Whole ms. Prints of one ms stand in the order in which they came. */
  readonly timeMs: Float64Array;
  readonly priceTicks: Int32Array;
  /** Contracts; 0 where none are told. */
  readonly size: Int32Array;
  /** `Taker` */
  readonly taker: Int8Array;
}

const FIRST_ROOM = 1 << 12;

/** Prints as they are read, one after the other. */
export class PrintColumns implements Prints {
  length = 0;
  timeMs = new Float64Array(FIRST_ROOM);
  priceTicks = new Int32Array(FIRST_ROOM);
  size = new Int32Array(FIRST_ROOM);
  taker = new Int8Array(FIRST_ROOM);

  add(timeMs: number, priceTicks: number, size: number, taker: Taker): void {
    const at = this.length;
    if (at === this.timeMs.length) this.#grow();
    this.timeMs[at] = timeMs;
    this.priceTicks[at] = priceTicks;
    this.size[at] = size;
    this.taker[at] = taker;
    this.length = at + 1;
  }

  #grow(): void {
    const room = this.timeMs.length * 2;
    const { timeMs, priceTicks, size, taker } = this;
    this.timeMs = new Float64Array(room);
    this.priceTicks = new Int32Array(room);
    this.size = new Int32Array(room);
    this.taker = new Int8Array(room);
    this.timeMs.set(timeMs);
    this.priceTicks.set(priceTicks);
    this.size.set(size);
    this.taker.set(taker);
  }
}
