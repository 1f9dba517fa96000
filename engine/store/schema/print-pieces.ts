import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { PrintColumns, Prints, Taker } from '../../domain/recording/prints.ts';
import type { PackedPrints } from '../../domain/imported.ts';
import { StoreProblem } from './problem.ts';

/** Prints in one piece: its bytes, and so an import's hash, hang on where it is cut. */
const PIECE = 16_384;
/** A number below 2^53 takes at most eight bytes of seven bits. */
const MOST_BYTES = 3 * 8;
const TAKERS = 3;

/** All prints in pieces. */
export function* packPrints(prints: Prints): Generator<PackedPrints> {
  for (let from = 0; from < prints.length; from += PIECE) {
    const to = Math.min(from + PIECE, prints.length);
    const packed = zstdCompressSync(encodePrints(prints, from, to));
    yield { count: to - from, base64: packed.toString('base64') };
  }
}

/** The bytes of `encodePrints` in a packed piece. Throws StoreProblem where it is none. */
export function unpackedBytes(packed: Uint8Array, count: number): Buffer {
  try {
    return zstdDecompressSync(packed, { maxOutputLength: Math.max(1, Math.min(count, PIECE) * MOST_BYTES) });
  } catch (error) {
    throw new StoreProblem(
      'damaged',
      `a piece of ${count} prints cannot be unpacked: ${(error as Error).message}`,
      error,
    );
  }
}

/**
 * Prints [from, to) as three numbers each: ms since the print before (the first: since 1970), three times the step of the
 * price in ticks (zigzag; the first: from 0) plus who took (0 not told, 1 buyer, 2 seller), and the size. A number is
 * written in groups of seven bits, the lowest first, with the eighth bit set in all but its last.
 */
export function encodePrints({ timeMs, priceTicks, size, taker }: Prints, from: number, to: number): Buffer {
  const bytes = Buffer.alloc((to - from) * MOST_BYTES);
  let at = 0;
  const write = (value: number): void => {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes[at++] = (rest % 128) | 128;
    bytes[at++] = rest;
  };
  let [lastMs, lastTicks] = [0, 0];
  for (let i = from; i < to; i += 1) {
    const [ms = 0, ticks = 0, took = 0] = [timeMs[i], priceTicks[i], taker[i]];
    const step = ticks - lastTicks;
    write(ms - lastMs);
    write((step < 0 ? -2 * step - 1 : 2 * step) * TAKERS + (took < 0 ? 2 : took));
    write(size[i] ?? 0);
    [lastMs, lastTicks] = [ms, ticks];
  }
  return bytes.subarray(0, at);
}

/** Appends the prints of a piece. */
export function decodePrints(bytes: Uint8Array, into: PrintColumns): void {
  let at = 0;
  const read = (): number => {
    let value = 0;
    for (let by = 1; ; by *= 128) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 127) * by;
      if (byte < 128) return value;
    }
  };
  let [ms, ticks] = [0, 0];
  while (at < bytes.length) {
    ms += read();
    const coded = read();
    const zigzag = Math.floor(coded / TAKERS);
    ticks += zigzag % 2 === 1 ? -(zigzag + 1) / 2 : zigzag / 2;
    const taker: Taker = ([0, 1, -1] as const)[coded % TAKERS] ?? 0;
    into.add(ms, ticks, read(), taker);
  }
}
