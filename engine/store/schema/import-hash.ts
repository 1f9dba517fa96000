import { createHash, type Hash } from 'node:crypto';
import type { Bar } from '../../domain/bar.ts';

/** Adds bars to what names an import by its content. */
export function hashBars(hash: Hash, bars: readonly Bar[]): Hash {
  for (const { timeMs, open, high, low, close, volume } of bars) {
    hash.update(`${timeMs},${open},${high},${low},${close},${volume};`);
  }
  return hash;
}

export function hashOfBars(bars: readonly Bar[]): string {
  return hashBars(createHash('sha256'), bars).digest('hex');
}
