export interface SeriesPoint {
  readonly timeMs: number;
  /** Of the trading day, net of fees, open P&L included. */
  readonly pnlCents: number;
  readonly drawdownCents: number;
}
