/** The simulator's market as a recording of trades. */
import { specOf } from '../../../engine/domain/catalog.ts';
import { formatPrice } from '../../../engine/domain/contract.ts';
import { CME } from '../../../engine/domain/session.ts';
import { SimFeed } from '../../../engine/venue/core/simulator/sim-feed.ts';

const FINE_MS = 15 * 60_000;

/** Rows `timestamp,price,size,side` under their names: what was traded in [fromMs, untilMs), at the end four a second. */
export function printedMarket(root: string, seed: number, fromMs: number, untilMs: number): readonly string[] {
  const feed = new SimFeed({ seed, roots: [root], calendar: CME, fineFromMs: untilMs - FINE_MS });
  const rows = ['timestamp,price,size,side'];
  let volume = 0;
  for (let cell = feed.next(fromMs); cell !== undefined && cell.endMs < untilMs; cell = feed.next(cell.endMs)) {
    for (const { timeMs, lastTicks, askTicks, sessionVolume, traded } of cell.quotes) {
      const size = traded ?? Math.max(0, sessionVolume - volume);
      volume = sessionVolume;
      if (size === 0) continue;
      const price = formatPrice(specOf(root), lastTicks);
      rows.push(`${new Date(timeMs).toISOString()},${price},${size},${lastTicks === askTicks ? 'buy' : 'sell'}`);
    }
  }
  return rows;
}
