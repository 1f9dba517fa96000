import { factsOf, type OfContract } from '../../domain/catalog.ts';
import { toPrice } from '../../domain/contract.ts';
import type { Cents, TimeMs, WallMs } from '../../domain/units.ts';

/** Conversions at the edge: integer cents, ticks and epoch milliseconds become dollars, prices and ISO times. */

export function toDollars(cents: Cents): number {
  return Math.round(cents) / 100;
}

export function toDollarsOrNull(cents: Cents | null): number | null {
  return cents === null ? null : toDollars(cents);
}

/** "-$64.74" */
export function dollarText(cents: Cents): string {
  return `${cents < 0 ? '-' : ''}$${Math.abs(toDollars(cents)).toFixed(2)}`;
}

export function toIso(timeMs: TimeMs | WallMs): string {
  return new Date(timeMs).toISOString();
}

export function toIsoOrNull(timeMs: TimeMs | null | undefined): string | null {
  return timeMs === null || timeMs === undefined ? null : toIso(timeMs);
}

/** Price of (perhaps fractional) ticks of something's contract. */
export function priceOf(of: OfContract, ticks: number): number {
  return toPrice(factsOf(of), ticks);
}

export function priceOrNull(of: OfContract, ticks: number | null | undefined): number | null {
  return ticks === null || ticks === undefined ? null : priceOf(of, ticks);
}

/** Part of a whole in percent, two decimals; 0 of nothing. */
export function percentOf(part: number, whole: number): number {
  if (whole === 0) return 0;
  return Math.round((part / whole) * 10_000) / 100;
}
