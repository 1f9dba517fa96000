import type { Taker } from '../../../domain/recording/prints.ts';
import type { Tally } from '../csv/tally.ts';
import { PrintColumns } from '../../../domain/recording/prints.ts';

const LOOK_AHEAD = 5;

/** Prints of a file as they are read, with their lines and instruments; then set in order. */
export class PrintRows {
  readonly columns = new PrintColumns();
  #line = new Uint32Array(1 << 12);
  #instrument = new Uint16Array(1 << 12);
  readonly names: string[] = [];
  readonly #numberOf = new Map<string, number>();
  /** Rows that say the same as the one before. */
  repeated = 0;

  get length(): number {
    return this.columns.length;
  }

  add(line: number, instrument: string, timeMs: number, priceTicks: number, size: number, taker: Taker): void {
    const { columns } = this;
    const at = columns.length;
    if (at === this.#line.length) this.#grow();
    const isSame =
      columns.timeMs[at - 1] === timeMs && columns.priceTicks[at - 1] === priceTicks && columns.size[at - 1] === size;
    if (isSame) this.repeated += 1;
    this.#line[at] = line;
    this.#instrument[at] = this.#number(instrument);
    columns.add(timeMs, priceTicks, size, taker);
  }

  #number(name: string): number {
    let number = this.#numberOf.get(name);
    if (number === undefined) {
      number = this.names.length;
      this.names.push(name);
      this.#numberOf.set(name, number);
    }
    return number;
  }

  #grow(): void {
    const [line, instrument] = [this.#line, this.#instrument];
    this.#line = new Uint32Array(line.length * 2);
    this.#instrument = new Uint16Array(line.length * 2);
    this.#line.set(line);
    this.#instrument.set(instrument);
  }

  lineOf(at: number): number {
    return this.#line[at] ?? 0;
  }

  instrumentOf(at: number): string {
    return this.names[this.#instrument[at] ?? 0] ?? '';
  }

  /**
   * The prints that `isTaken` holds for, with their places here, in order. One that goes back is refused as out of order,
   * as a double where the same print came before; of a stray from the future it is that one, not those that follow it.
   */
  inOrder(
    isTaken: (instrument: string) => boolean,
    newestFirst: boolean,
    tally: Tally,
  ): { readonly prints: PrintColumns; readonly places: readonly number[] | Uint32Array } {
    const { timeMs, priceTicks, size, taker, length } = this.columns;
    const takes = this.names.map(isTaken);
    const taken = new Uint32Array(length);
    let count = 0;
    for (let i = 0; i < length; i += 1) {
      const at = newestFirst ? length - 1 - i : i;
      if (takes[this.#instrument[at] ?? 0] === true) {
        taken[count] = at;
        count += 1;
      } else {
        const found = this.instrumentOf(at);
        tally.add(this.lineOf(at), { reason: 'other_instrument', expected: 'the instrument that is taken', found });
      }
    }
    const prints = new PrintColumns();
    const places = new Uint32Array(count);
    let lastMs = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < count; i += 1) {
      const at = taken[i] ?? 0;
      const time = timeMs[at] ?? 0;
      let before = 0;
      const ahead = Math.min(LOOK_AHEAD, count - 1 - i);
      for (let k = 1; k <= ahead; k += 1) {
        const other = timeMs[taken[i + k] ?? 0] ?? 0;
        if (other < time && other >= lastMs) before += 1;
      }
      if (time < lastMs || before > ahead / 2) {
        const isDouble = time < lastMs && has(prints, time, priceTicks[at] ?? 0, size[at] ?? 0);
        tally.add(this.lineOf(at), {
          reason: isDouble ? 'duplicate' : 'out_of_order',
          expected: isDouble ? 'each print once' : 'times in order',
          found: new Date(time).toISOString(),
        });
        continue;
      }
      lastMs = time;
      places[prints.length] = at;
      // Written by `add` alone.
      prints.add(time, priceTicks[at] ?? 0, size[at] ?? 0, taker[at] as Taker);
    }
    return { prints, places: places.subarray(0, prints.length) };
  }
}

/** True when the same print is among those. */
function has({ timeMs, priceTicks, size, length }: PrintColumns, time: number, price: number, qty: number): boolean {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((timeMs[middle] ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  for (; timeMs[low] === time && low < length; low += 1)
    if (priceTicks[low] === price && size[low] === qty) return true;
  return false;
}
