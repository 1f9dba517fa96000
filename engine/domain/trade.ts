import type { ContractId, TradeId } from './ids.ts';
import type { BookId } from './book.ts';
import type { ContractFacts } from './contract.ts';
import type { ExitReason } from './reasons.ts';
import type { Cents, Direction, Quantity, TimeMs } from './units.ts';

/** A flat-to-flat round trip of one book. */
export interface Trade {
  /** Strategy name, market epoch ms of the first fill, counter: "MNQ-WINNER-1700000000000-1". */
  readonly tradeId: TradeId;
  readonly book: BookId;
  readonly root: string;
  readonly contractId: ContractId;
  /** Where the catalog does not have the root. */
  readonly contract?: ContractFacts;
  readonly direction: Direction;
  /** Quantity opened in total. */
  readonly qty: Quantity;
  /** Exact sums of price x quantity, ticks; averages are derived. */
  readonly entryTicksSum: number;
  readonly exitTicksSum: number;
  readonly entryMs: TimeMs;
  readonly exitMs: TimeMs;
  /** Exchange trading day of the closing fill, "2026-11-20". */
  readonly tradingDay: string;
  readonly grossCents: Cents;
  readonly feesCents: Cents;
  readonly netCents: Cents;
  /** Distance from entry to the first stop times quantity: the risk that R counts in. 0 when there was none. */
  readonly riskCents: Cents;
  /** Worst and best open P&L before fees while it was open, both >= 0. */
  readonly maeCents: Cents;
  readonly mfeCents: Cents;
  readonly exitReason: ExitReason;
  readonly entryReason: string;
}

/** Net result in units of the initial risk, or undefined where there was no initial stop. */
export function rMultiple(trade: Pick<Trade, 'netCents' | 'riskCents'>): number | undefined {
  return trade.riskCents > 0 ? trade.netCents / trade.riskCents : undefined;
}
