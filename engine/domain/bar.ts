import type { Quantity, Ticks, TimeMs } from './units.ts';

/** OHLCV of one interval. `timeMs` is the bar's open time. */
export interface Bar {
  readonly timeMs: TimeMs;
  readonly open: Ticks;
  readonly high: Ticks;
  readonly low: Ticks;
  readonly close: Ticks;
  readonly volume: Quantity;
}

export function sameBar(a: Bar, b: Bar): boolean {
  return (
    a.timeMs === b.timeMs &&
    a.open === b.open &&
    a.high === b.high &&
    a.low === b.low &&
    a.close === b.close &&
    a.volume === b.volume
  );
}
