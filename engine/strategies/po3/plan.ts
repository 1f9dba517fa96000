import type { Direction, Quantity, Ticks, TimeMs } from '../../domain/units.ts';
import type { Gap, Swing } from './structure.ts';

/**
 * range: the range is being built. watch: it stands, and a sweep is looked for. sweep: one edge was swept, price is still
 * outside. shift: price closed back inside, and a structure shift is looked for. gap: the shift came, its gap has not yet.
 * entry: the limit order is at the venue. trade: in a position. done: nothing more in this plan.
 */
export type Stage = 'range' | 'watch' | 'sweep' | 'shift' | 'gap' | 'entry' | 'trade' | 'done';

export interface Range {
  readonly fromMs: TimeMs;
  readonly high: Ticks;
  readonly low: Ticks;
  /** Minutes that had a bar. */
  readonly minutes: number;
}

export interface Sweep {
  /** Direction of the trade: against the sweep. */
  readonly direction: Direction;
  /** Open of the first bar that swept. */
  readonly firstMs: TimeMs;
  readonly extreme: Ticks;
  readonly extremeMs: TimeMs;
  /** Open of the bar that closed back inside. */
  readonly reclaimedMs: TimeMs | null;
  /** Last confirmed swing on the trade's side, formed since the sweep began. */
  readonly swing: Swing | null;
  /** Gaps of the leg away from the extreme that price has not come back to, newest last. */
  readonly gaps: readonly Gap[];
  /** Bars that are left for the gap after the shift. */
  readonly gapBarsLeft: number;
}

export interface EntryPlan {
  readonly limit: Ticks;
  readonly stop: Ticks;
  readonly target1: Ticks;
  readonly target2: Ticks;
  readonly qty: Quantity;
  readonly placedMs: TimeMs;
}

/** What becomes of one day: plain data, at most a few hundred bytes. */
export interface Plan {
  readonly key: number;
  readonly stage: Stage;
  readonly note: string;
  readonly range: Range | null;
  readonly sweep: Sweep | null;
  readonly entry: EntryPlan | null;
}

export function newPlan(key: number): Plan {
  return { key, stage: 'range', note: 'before the range', range: null, sweep: null, entry: null };
}

/** A step of a plan, with what a trader reads about it. */
export interface Step {
  readonly plan: Plan;
  readonly log?: string;
}

/** The plan ends without a trade. */
export function over(plan: Plan, why: string): Step {
  return { plan: { ...plan, stage: 'done', note: why }, log: `No trade: ${why}` };
}

export function heightOf(range: Range): Ticks {
  return range.high - range.low;
}
