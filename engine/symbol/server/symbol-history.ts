import type { Bar } from '../../domain/bar.ts';
import type { LogLine } from '../../domain/run.ts';
import type { Calendar } from '../../domain/session.ts';
import type { Trade } from '../../domain/trade.ts';
import type { TimeMs } from '../../domain/units.ts';
import type { WideInterval } from './intervals.ts';

/**
 * A closed bar with what stands beside it. `json`: `ChartValues` of the wire (prices, not ticks; only what is warm),
 * as the pipeline writes it into `EngineAnswer.points`; undefined where nothing was stored.
 */
export interface StoredPoint {
  readonly bar: Bar;
  readonly json: string | undefined;
}

/** Bars of a dated contract with open time in [fromMs, toMs), the newest `limit` of them. */
export interface BarsAsk {
  readonly contractId: string;
  readonly fromMs?: TimeMs | undefined;
  readonly toMs?: TimeMs | undefined;
  readonly limit: number;
}

/** What the server asks the file for (a read-only handle), beyond what it keeps in memory. Oldest first. */
export interface SymbolHistory {
  /** Closed 1-minute bars with what this strategy showed beside them. */
  points(ask: BarsAsk): readonly StoredPoint[];
  /** Bars of a longer interval; the last one may be incomplete. */
  wideBars(ask: BarsAsk & { readonly interval: WideInterval; readonly calendar: Calendar }): readonly Bar[];
  /** The newest `limit` trades of this book that closed in [fromMs, toMs). */
  trades(fromMs: TimeMs, toMs: TimeMs, limit: number): readonly Trade[];
  /** The newest lines of this book and of the account. */
  logs(limit: number): readonly LogLine[];
}
