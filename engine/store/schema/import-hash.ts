import { createHash, type Hash } from 'node:crypto';
import type { Bar } from '../../domain/bar.ts';
import type { PackedPrints } from '../../domain/imported.ts';
import { unpackedBytes } from './print-pieces.ts';

/** Adds bars to what names an import by its content. */
export function hashBars(hash: Hash, bars: readonly Bar[]): Hash {
  for (const { timeMs, open, high, low, close, volume } of bars) {
    hash.update(`${timeMs},${open},${high},${low},${close},${volume};`);
  }
  return hash;
}

/** Names an import by its content: its bars, then the bytes of its prints before they are packed. */
export function hashOfImport(bars: readonly Bar[], prints: Iterable<PackedPrints> = []): string {
  const hash = hashBars(createHash('sha256'), bars);
  for (const { base64, count } of prints) hash.update(unpackedBytes(Buffer.from(base64, 'base64'), count));
  return hash.digest('hex');
}
