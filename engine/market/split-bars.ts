import type { Bar } from '../domain/bar.ts';
import { MINUTE_MS } from '../domain/units.ts';
import { COARSE_QUOTES, createPath, fillPath } from './path-in-bar.ts';
import { keyOf } from './seeded.ts';

/**
 * One-minute bars of bars of several minutes: the path inside each bar, cut at the minutes. Aggregated again they give
 * exactly the bars that went in. What happens inside a bar is made up (deterministically): only the bars are recorded.
 */
export function splitBars(root: string, bars: readonly Bar[], intervalMs: number): Bar[] {
  const minutes = intervalMs / MINUTE_MS;
  if (minutes <= 1) return [...bars];
  const count = minutes * COARSE_QUOTES;
  const key = keyOf(root);
  const path = createPath(count);
  const split: Bar[] = [];
  for (const bar of bars) {
    fillPath(key, bar, { count, spreadTicks: 1, typicalSize: 1 }, path);
    for (let minute = 0; minute < minutes; minute += 1) {
      const from = minute * COARSE_QUOTES;
      let made: { timeMs: number; open: number; high: number; low: number; close: number; volume: number } | undefined;
      for (let slot = from; slot < from + COARSE_QUOTES; slot += 1) {
        const last = path.last[slot] ?? 0;
        const volume = (path.volume[slot] ?? 0) - (slot === 0 ? 0 : (path.volume[slot - 1] ?? 0));
        if (slot > 0 && volume === 0 && last === path.last[slot - 1]) continue;
        if (made === undefined) {
          made = { timeMs: bar.timeMs + minute * MINUTE_MS, open: last, high: last, low: last, close: last, volume };
        } else {
          made.high = Math.max(made.high, last);
          made.low = Math.min(made.low, last);
          made.close = last;
          made.volume += volume;
        }
      }
      if (made !== undefined) split.push(made);
    }
  }
  return split;
}
