import type { Bar } from '../../domain/bar.ts';
import type { Direction, Ticks, TimeMs } from '../../domain/units.ts';

/** The bars that swings and gaps are read from; the newest is the last. */
export interface RecentBar {
  readonly timeMs: TimeMs;
  readonly high: Ticks;
  readonly low: Ticks;
}

const FRACTAL_BARS = 5;

export function withRecent(recent: readonly RecentBar[], bar: Bar): readonly RecentBar[] {
  return [...recent, { timeMs: bar.timeMs, high: bar.high, low: bar.low }].slice(-FRACTAL_BARS);
}

export interface Swing {
  readonly ticks: Ticks;
  /** Time of the swing's own bar; it is known two bars later. */
  readonly timeMs: TimeMs;
}

/** The swing high or low that the newest bar confirms: beyond the two bars before it and the two after it. */
export function confirmedSwing(recent: readonly RecentBar[], kind: 'high' | 'low'): Swing | null {
  if (recent.length < FRACTAL_BARS) return null;
  const sign = kind === 'high' ? 1 : -1;
  const heights = recent.map((bar) => sign * bar[kind]);
  const middle = heights[2] as number;
  const stands = heights.every((height, i) => i === 2 || height < middle);
  return stands ? { ticks: sign * middle, timeMs: (recent[2] as RecentBar).timeMs } : null;
}

/** A fair value gap: the space between the first and the third of three bars. */
export interface Gap {
  readonly top: Ticks;
  readonly bottom: Ticks;
  /** Open of its first bar. */
  readonly fromMs: TimeMs;
}

/** The gap that the newest three bars leave on the way up (long) or down (short), or null. */
export function newestGap(recent: readonly RecentBar[], direction: Direction): Gap | null {
  const first = recent.at(-3);
  const third = recent.at(-1);
  if (first === undefined || third === undefined) return null;
  const [top, bottom] = direction === 'long' ? [third.low, first.high] : [first.low, third.high];
  return top > bottom ? { top, bottom, fromMs: first.timeMs } : null;
}

/** Where a limit order in the gap's middle lies: a whole tick, rounded to the side that is harder to fill. */
export function gapMiddle(gap: Gap, direction: Direction): Ticks {
  const middle = (gap.top + gap.bottom) / 2;
  return direction === 'long' ? Math.floor(middle) : Math.ceil(middle);
}
