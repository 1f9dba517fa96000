import type { ContractSpec } from '../../../domain/contract.ts';
import type { TimeMs } from '../../../domain/units.ts';
import type { Zone } from '../../../domain/zone.ts';
import type { Layout } from './mapping.ts';
import type { StampShape } from './stamp.ts';
import type { Row } from './table.ts';
import type { RowReason } from './verdict.ts';
import { isOnTick, toTicks } from '../../../domain/contract.ts';
import { MINUTE_MS, SECOND_MS } from '../../../domain/units.ts';
import { isEmptyCell, readVolume } from './numbers.ts';
import { expectedStamp } from './stamp.ts';

/** How the rows of one file are read; decided once, for all of them. */
export interface Plan {
  readonly spec: ContractSpec;
  readonly layout: Layout;
  /** Cells that a row has. */
  readonly width: number;
  readonly stampText: (row: Row) => string;
  readonly shape: StampShape;
  /** Of stamps that name none. */
  readonly zone: Zone | undefined;
  readonly stampsClose: boolean;
  readonly number: (cell: string) => number | undefined;
  readonly numberWords: string;
  readonly priceScale: number;
  /** Columns whose sum is the volume. */
  readonly volume: readonly number[] | undefined;
  readonly round: boolean;
}

/** Why a row is not taken. */
export interface Refusal {
  readonly reason: RowReason;
  readonly expected: string;
  readonly found: string;
}

/** Rows that can be read, column by column: a file may have millions. */
export class ReadRows {
  readonly line: number[] = [];
  /** Place among the file's rows of all kinds. */
  readonly place: number[] = [];
  /** Not a number until the row's wall clock is resolved. */
  readonly timeMs: number[] = [];
  /** Clock as written; not a number where the stamp has none. */
  readonly wallMs: number[] = [];
  /** The zone that a naive stamp names itself. */
  readonly zone: (Zone | undefined)[] = [];
  readonly instrument: string[] = [];
  readonly open: number[] = [];
  readonly high: number[] = [];
  readonly low: number[] = [];
  readonly close: number[] = [];
  readonly volume: number[] = [];
  readonly rounded: boolean[] = [];

  get length(): number {
    return this.line.length;
  }

  /** Reads a row; what it says against it, or undefined when it was taken. */
  read(row: Row, place: number, plan: Plan): Refusal | undefined {
    const { layout, spec } = plan;
    const { cells } = row;
    if (cells.length !== plan.width && !isPadded(cells, plan.width))
      return { reason: 'cells', expected: `${plan.width} cells`, found: `${cells.length}: ${cells.join(' | ')}` };
    const text = plan.stampText(row);
    const stamp = plan.shape.read(text);
    if (stamp === undefined)
      return { reason: 'unparsable', expected: expectedStamp(plan.shape, text), found: `"${text}"` };
    const written = stamp.kind === 'naive' ? stamp.wallMs : stamp.timeMs;
    // The last second or millisecond of a bar is a way to write its close.
    const shift = plan.stampsClose && written % MINUTE_MS >= 59 * SECOND_MS ? MINUTE_MS - (written % MINUTE_MS) : 0;
    if ((written + shift) % MINUTE_MS !== 0)
      return { reason: 'off_minute', expected: 'a time on a whole minute', found: `"${text}"` };

    const prices: number[] = [];
    for (const column of [layout.open, layout.high, layout.low, layout.close]) {
      const cell = cells[column] ?? '';
      if (isEmptyCell(cell)) return { reason: 'nan', expected: 'four prices', found: `"${cell}"` };
      const price = plan.number(cell);
      if (price === undefined)
        return { reason: 'unparsable', expected: `a price with ${plan.numberWords}`, found: `"${cell}"` };
      prices.push(price * plan.priceScale);
    }
    let volume = 0;
    for (const column of plan.volume ?? []) {
      const cell = cells[column] ?? '';
      if (isEmptyCell(cell)) continue;
      const size = readVolume(cell, plan.number);
      if (size === undefined)
        return { reason: 'unparsable', expected: `a volume with ${plan.numberWords}`, found: `"${cell}"` };
      volume += size;
    }
    if (volume < 0 || !Number.isSafeInteger(volume))
      return { reason: 'bad_volume', expected: 'a whole number of contracts', found: String(volume) };

    const [open = 0, high = 0, low = 0, close = 0] = prices;
    const shown = `${open}, ${high}, ${low}, ${close}`;
    if (high < Math.max(open, close, low) || low > Math.min(open, close))
      return { reason: 'impossible', expected: 'open and close between high and low', found: shown };
    // Oil has traded below zero; nothing else has.
    if (low <= 0 && spec.sessionKind !== 'energy')
      return { reason: 'impossible', expected: 'prices above zero', found: shown };
    const rounded = !prices.every((price) => isOnTick(spec, price));
    if (rounded && !plan.round)
      return { reason: 'off_tick', expected: `prices in steps of ${spec.tickSize}`, found: shown };
    if (!Number.isSafeInteger(toTicks(spec, high))) return { reason: 'impossible', expected: 'a price', found: shown };

    this.line.push(row.line);
    this.place.push(place);
    this.timeMs.push(stamp.kind === 'instant' ? stamp.timeMs + shift : Number.NaN);
    this.wallMs.push(stamp.wallMs === undefined ? Number.NaN : stamp.wallMs + shift);
    this.zone.push(stamp.kind === 'naive' ? stamp.zone : undefined);
    this.instrument.push(layout.instrument === undefined ? '' : (cells[layout.instrument] ?? ''));
    this.open.push(toTicks(spec, open));
    this.high.push(toTicks(spec, high));
    this.low.push(toTicks(spec, low));
    this.close.push(toTicks(spec, close));
    this.volume.push(volume);
    this.rounded.push(rounded);
    return undefined;
  }

  setTime(at: number, timeMs: TimeMs): void {
    this.timeMs[at] = timeMs;
  }
}

/** One more delimiter at the end of each row is no cell. */
function isPadded(cells: readonly string[], width: number): boolean {
  return cells.length > width && cells.slice(width).every((cell) => cell === '');
}
