/** A symbol's present picture under the name that was asked for, in prices. */
export interface Quotation {
  readonly price: number;
  readonly bid: number;
  readonly ask: number;
  /** Close of the trading day before; undefined: none is known. */
  readonly priorClose: number | undefined;
  /** From there; where it is not known, from the first price of the last 24 hours. */
  readonly change: number;
  readonly changePercent: number;
  /** Of the session. */
  readonly volume: number;
  readonly high24h: number;
  readonly low24h: number;
  readonly volume24h: number;
  readonly change24h: number;
  readonly changePercent24h: number;
  readonly timeMs: number;
  /** Changes whenever anything above does. */
  readonly version: string;
  /** Of a watchlist's simulator, not of the market that is traded. */
  readonly simulated?: true;
}

/** Rounds away float dust of differences. */
export function tidy(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}
