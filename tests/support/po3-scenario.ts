import type { Bar } from '../../engine/domain/bar.ts';
import { CME, isOpen } from '../../engine/domain/session.ts';
import { DAY_MS, MINUTE_MS } from '../../engine/domain/units.ts';
import { epochAt, NEW_YORK } from '../../engine/domain/zone.ts';

/**
 * Gold as a stage for PO3, in ticks about 20,100: some complete days of 200 ticks, then a night whose range is 20,080 to
 * 20,120 (height 40, so a sweep is 5 ticks) and whatever a test lets happen from 03:00 New York on.
 */
export const MIDDLE = 20_100;
export const RANGE_HIGH = 20_120;
export const RANGE_LOW = 20_080;

/** high, low, close of a minute; it opens where the one before closed. */
export type Minute = readonly [high: number, low: number, close: number];

/**
 * A short: the high is swept to 20,127, the third minute closes back inside, 20,112 becomes the swing low, 20,106 closes
 * beyond it, and the next minute leaves a gap from 20,107 to 20,115.
 */
export const SWEEP: readonly Minute[] = [
  [20_127, 20_117, 20_125],
  [20_126, 20_121, 20_122],
];
export const RECLAIM: readonly Minute[] = [[20_123, 20_118, 20_119]];
export const SWING: readonly Minute[] = [
  [20_121, 20_114, 20_116],
  [20_117, 20_112, 20_115],
  [20_118, 20_114, 20_117],
  [20_119, 20_115, 20_117],
];
export const SHIFT: readonly Minute[] = [[20_117, 20_105, 20_106]];
export const GAP: readonly Minute[] = [[20_107, 20_101, 20_102]];
export const SETUP: readonly Minute[] = [...SWEEP, ...RECLAIM, ...SWING, ...SHIFT, ...GAP];
/** Through the limit at 20,111. */
export const FILL: Minute = [20_113, 20_102, 20_110];
/** Through the first target at 20,100, and through the second at 20,080. */
export const FIRST_TARGET: Minute = [20_110, 20_098, 20_100];
export const SECOND_TARGET: Minute = [20_099, 20_078, 20_085];
/** Nothing happens, below the limit and above the first target. */
export const IDLE: Minute = [20_107, 20_103, 20_105];

export function mirrored(minutes: readonly Minute[]): readonly Minute[] {
  return minutes.map(([high, low, close]) => [2 * MIDDLE - low, 2 * MIDDLE - high, 2 * MIDDLE - close]);
}

export interface Scene {
  /** New York date on which the plan's day ends. */
  readonly date: string;
  readonly daysBefore?: number;
  /** What happens from `at` on. */
  readonly minutes: readonly Minute[];
  /** New York minute of the day; default 03:00. */
  readonly at?: number;
  /** Height of the range's oscillation, default 40. */
  readonly rangeHeight?: number;
  /** Leaves out minutes of the day of the plan, by New York minute. */
  readonly missing?: (minute: number) => boolean;
  /** Until which New York minute bars go on after the scene; default half an hour. */
  readonly idleUntil?: number;
  readonly flipped?: boolean;
}

/** All bars of the scene, session minutes only. */
export function barsOf(scene: Scene): readonly Bar[] {
  const day = Math.floor(Date.parse(scene.date) / DAY_MS);
  const at = scene.at ?? 180;
  const bars: Bar[] = [];
  let previous = MIDDLE;
  const add = (timeMs: number, [high, low, close]: Minute): void => {
    if (!isOpen(CME, 'MGC', timeMs)) return;
    const open = Math.min(Math.max(previous, low), high);
    bars.push({ timeMs, open, high, low, close, volume: 10 });
    previous = close;
  };
  const eve = epochAt(NEW_YORK, day - 1, 18 * 60);
  let before = eve;
  for (let days = 0; days < (scene.daysBefore ?? 3);) {
    before -= DAY_MS;
    if (isOpen(CME, 'MGC', before + 60 * MINUTE_MS)) days += 1;
  }
  for (let timeMs = before; timeMs < eve; timeMs += MINUTE_MS)
    add(timeMs, wave((timeMs - before) / MINUTE_MS, 200, 400));
  const flip = (minute: Minute): Minute => (scene.flipped === true ? (mirrored([minute])[0] as Minute) : minute);
  const half = (scene.rangeHeight ?? 40) / 2;
  for (let minute = 18 * 60; minute < 24 * 60 + at; minute++) {
    if (scene.missing?.(minute % 1_440) === true) continue;
    add(epochAt(NEW_YORK, day - 1, minute), wave(minute, 2 * half, 40));
  }
  scene.minutes.forEach((minute, i) => add(epochAt(NEW_YORK, day, at + i), flip(minute)));
  const from = at + scene.minutes.length;
  for (let minute = from; minute < (scene.idleUntil ?? from + 30); minute++)
    add(epochAt(NEW_YORK, day, minute), flip(IDLE));
  return bars;
}

/** A triangle about the middle: highs and lows reach half the height to either side, exactly. */
function wave(minute: number, height: number, length: number): Minute {
  const phase = (((minute % length) + length) % length) / length;
  const level = phase < 0.5 ? phase * 2 : 2 - phase * 2;
  const close = MIDDLE - height / 2 + Math.round(level * height);
  return [Math.min(close + 1, MIDDLE + height / 2), Math.max(close - 1, MIDDLE - height / 2), close];
}
