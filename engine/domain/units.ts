import type { Flavor } from './flavor.ts';

/**
 * Units used everywhere inside the engine. They are plain numbers; the unit stands in the name of a field
 * (`priceTicks`, `feeCents`, `timeMs`) and in these types: one unit cannot be given for another. What arithmetic gives is
 * a plain number and fits any of them.
 *
 * - Ticks: integer count of a contract's smallest price step.
 * - Cents: integer US cents. Money is never a float inside; it becomes dollars at the wire only.
 * - TimeMs: epoch milliseconds UTC of market time.
 * - WallMs: epoch milliseconds UTC of the clock on the wall.
 * - MonotonicMs: milliseconds of a clock that never steps, from a start that means nothing.
 */
export type Ticks = Flavor<number, 'Ticks'>;
export type Cents = Flavor<number, 'Cents'>;
export type TimeMs = Flavor<number, 'TimeMs'>;
export type WallMs = Flavor<number, 'WallMs'>;
export type MonotonicMs = Flavor<number, 'MonotonicMs'>;
/** Number of contracts, a positive integer (signed where the name says `signed` or `net`). */
export type Quantity = Flavor<number, 'Quantity'>;

/** A market that is not recorded begins when it is started. */
export function marketTimeAt(wallMs: WallMs): TimeMs {
  return +wallMs;
}

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** The width of a step's cell of market time (docs/step-protocol.md). */
export const CELL_MS = 250;

export type Side = 'buy' | 'sell';
export type Direction = 'long' | 'short';

export function opposite(side: Side): Side {
  return side === 'buy' ? 'sell' : 'buy';
}

export function entrySide(direction: Direction): Side {
  return direction === 'long' ? 'buy' : 'sell';
}

/** +1 for buy or long, -1 for sell or short. */
export function sign(side: Side | Direction): 1 | -1 {
  return side === 'buy' || side === 'long' ? 1 : -1;
}
