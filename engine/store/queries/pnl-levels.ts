/** A table of P&L rows and the length of its intervals. */
export interface PnlLevel {
  readonly table: 'pnl_seconds' | 'pnl_minutes' | 'pnl_hours';
  /** Seconds that a row stands for. */
  readonly unit: number;
}

export const SECONDS: PnlLevel = { table: 'pnl_seconds', unit: 1 };
export const MINUTES: PnlLevel = { table: 'pnl_minutes', unit: 60 };
export const HOURS: PnlLevel = { table: 'pnl_hours', unit: 3_600 };

const HOUR_S = 3_600;
const DAY_S = 86_400;

/**
 * The level that answers a range of so many seconds out of a bounded number of rows. A sum over strategies takes each
 * row in hand, not only the extremes, and so goes over to the next level earlier.
 */
export function levelFor(spanS: number, sum: boolean): PnlLevel {
  if (spanS <= (sum ? 2 : 4) * HOUR_S) return SECONDS;
  if (spanS <= (sum ? 4 : 14) * DAY_S) return MINUTES;
  return HOURS;
}
