import type { Bar } from '../../engine/domain/bar.ts';
import { MINUTE_MS } from '../../engine/domain/units.ts';
import { seeded } from './random.ts';

/** A random walk in ticks with quiet and wild stretches, jumps and dead minutes; one bar a minute from `fromMs` on. */
export function walk(count: number, seed: number, fromMs = Date.UTC(2024, 0, 1, 23), start = 20_000): readonly Bar[] {
  const random = seeded(seed);
  const bars: Bar[] = [];
  let price = start;
  let wildness = 4;
  for (let i = 0; i < count; i++) {
    if (random() < 0.01) wildness = 1 + Math.floor(random() * 14);
    const open = price;
    const dead = random() < 0.03;
    const step = (random() + random() + random() - 1.5) * wildness;
    const jump = random() < 0.002 ? (random() - 0.5) * wildness * 30 : 0;
    price = Math.max(100, dead ? price : Math.round(price + step + jump));
    const up = dead ? 0 : Math.round(random() * wildness);
    const down = dead ? 0 : Math.round(random() * wildness);
    bars.push({
      timeMs: fromMs + i * MINUTE_MS,
      open,
      high: Math.max(open, price) + up,
      low: Math.max(1, Math.min(open, price) - down),
      close: price,
      volume: Math.floor(random() * 100),
    });
  }
  return bars;
}
