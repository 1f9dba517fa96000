import type { Cents } from '../domain/units.ts';

/**
 * Daily loss over the account: realized and open P&L net of fees, the exit's estimate included. A loss at or beyond the
 * limit at prices that two prints bear out is a breach; it is latched for the trading day by the state that follows.
 */
export interface LossReading {
  readonly netCents: Cents;
  /** Fees and slippage that closing everything now would cost, positive. */
  readonly exitEstimateCents: Cents;
  readonly limitCents: Cents;
}

export function beyondLimit(reading: LossReading): boolean {
  return reading.netCents - reading.exitEstimateCents <= -reading.limitCents;
}

/** Dollars left until the limit, never below zero. */
export function roomLeftCents(reading: LossReading): Cents {
  return Math.max(0, reading.limitCents + reading.netCents - reading.exitEstimateCents);
}
