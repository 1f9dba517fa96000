import type { Bar } from '../domain/bar.ts';
import type { Prints } from '../domain/recording/prints.ts';
import { MINUTE_MS } from '../domain/units.ts';

/** One-minute bars of prints: a minute without a print has none. */
export function barsOfPrints({ length, timeMs, priceTicks, size }: Prints): Bar[] {
  const bars: { timeMs: number; open: number; high: number; low: number; close: number; volume: number }[] = [];
  let bar: (typeof bars)[number] | undefined;
  for (let i = 0; i < length; i += 1) {
    const minuteMs = Math.floor((timeMs[i] ?? 0) / MINUTE_MS) * MINUTE_MS;
    const price = priceTicks[i] ?? 0;
    if (bar?.timeMs !== minuteMs) {
      bar = { timeMs: minuteMs, open: price, high: price, low: price, close: price, volume: 0 };
      bars.push(bar);
    }
    if (price > bar.high) bar.high = price;
    if (price < bar.low) bar.low = price;
    bar.close = price;
    bar.volume += size[i] ?? 0;
  }
  return bars;
}
