import type { ContractId } from '../domain/ids.ts';
import type { Bar } from '../domain/bar.ts';
import type { JournalRow } from '../domain/events.ts';
import type { Receipt } from '../domain/commands.ts';
import type { JournalHealth } from '../domain/journal-health.ts';
import type { LogLine, RunIdentity } from '../domain/run.ts';
import type { Cents, TimeMs } from '../domain/units.ts';

export interface PnlSecond {
  /** Epoch second of market time. */
  readonly second: number;
  /** Strategy number; 0: the whole account, all books together (also in the roll-ups below). */
  readonly strategy: number;
  readonly pnlCents: Cents;
  readonly drawdownCents: Cents;
}

/** Roll-up of one strategy's P&L over a minute: last, least and greatest, and the deepest drawdown. */
export interface PnlMinute {
  /** Epoch minute of market time. */
  readonly minute: number;
  readonly strategy: number;
  readonly lastCents: Cents;
  readonly minCents: Cents;
  readonly maxCents: Cents;
  readonly drawdownCents: Cents;
}

/** Roll-up of one strategy's trading day. `netCents` includes the open P&L at that moment (none after flat-by). */
export interface PnlDay {
  readonly tradingDay: string;
  readonly strategy: number;
  readonly netCents: Cents;
  readonly grossCents: Cents;
  readonly feesCents: Cents;
  readonly trades: number;
  readonly wins: number;
  readonly minCents: Cents;
  readonly maxCents: Cents;
  readonly maxDrawdownCents: Cents;
}

/** A chart point's indicator values, kept so that a restarted engine shows the same history. */
export interface ChartPointRow {
  readonly strategy: number;
  readonly timeMs: TimeMs;
  /** JSON of the point without OHLCV. */
  readonly json: string;
}

/** Everything of one step, or of one act between steps: one synchronous transaction. */
export interface Commit {
  /** Last completed step after this commit (unchanged by an act between steps). */
  readonly step: number;
  readonly stepEndMs: TimeMs;
  readonly rows: readonly JournalRow[];
  readonly bars: readonly { readonly contractId: ContractId; readonly root: string; readonly bar: Bar }[];
  readonly points: readonly ChartPointRow[];
  /** Latest state of an engine at the end of `step`; replaces the older one. */
  readonly snapshots: readonly { readonly strategy: number; readonly step: number; readonly json: string }[];
  readonly pnlSeconds: readonly PnlSecond[];
  readonly pnlMinutes: readonly PnlMinute[];
  readonly pnlDays: readonly PnlDay[];
  readonly logs: readonly LogLine[];
  readonly receipts: readonly Receipt[];
  /** The desk's volatile state after this commit (JSON); undefined: unchanged. */
  readonly deskState: string | undefined;
  /** True when it holds orders or fills: flushed to the disk before it returns. */
  readonly durable: boolean;
}

/** What a desk finds when it starts. */
export interface Recovered {
  readonly step: number;
  readonly stepEndMs: TimeMs;
  readonly deskState: string | undefined;
  readonly lastSeq: number;
  /** Number of the last line of the activity log; 0: there is none. */
  readonly lastLogSeq: number;
  readonly snapshots: readonly { readonly strategy: number; readonly step: number; readonly json: string }[];
}

/** Thrown by `commit` when the file is locked or full: nothing was written, the same commit may be tried again. */
export class JournalUnavailable extends Error {
  override readonly name = 'JournalUnavailable';
}

/** Thrown by `spill` when the spill is full or cannot be written: it holds nothing of this commit, which may be tried again. */
export class SpillUnavailable extends Error {
  override readonly name = 'SpillUnavailable';
}

/**
 * The desk's journal of one run. Only the desk (or the one-process composition) has one. Synchronous. What is spilled
 * counts as written: every question is answered with it.
 */
export interface Journal {
  readonly identity: RunIdentity;
  recover(): Recovered;
  /** All rows of this run in order (for the fold at start). */
  rows(): Iterable<JournalRow>;
  /** Rows whose step lies in (afterStep, toStep], in order: what an engine must be told again. */
  rowsOfSteps(afterStep: number, toStep: number): readonly JournalRow[];
  /** Rows with a sequence number above `seq`, at most `limit` of the newest, in order. */
  rowsAfter(seq: number, limit: number): readonly JournalRow[];
  /**
   * Writes a commit, and everything that is spilled before it, in one transaction; the spill is empty then. Where the disk is
   * full, the ballast goes and it is tried again at once.
   * @throws JournalUnavailable
   */
  commit(commit: Commit): void;
  /**
   * Keeps a commit that `commit` could not write; durable when it returns.
   * @throws SpillUnavailable
   */
  spill(commit: Commit): void;
  health(): JournalHealth;
  close(): void;
}
