/**
 * Units used everywhere inside the engine. They are plain numbers; the unit stands in the name of a field
 * (`priceTicks`, `feeCents`, `timeMs`) and in these aliases.
 *
 * - Ticks: integer count of a contract's smallest price step.
 * - Cents: integer US cents. Money is never a float inside; it becomes dollars at the wire only.
 * - TimeMs: epoch milliseconds UTC, market time unless the name says `wall`.
 */
export type Ticks = number;
export type Cents = number;
export type TimeMs = number;
/** Number of contracts, a positive integer (signed where the name says `signed` or `net`). */
export type Quantity = number;

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
