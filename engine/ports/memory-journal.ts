import type { Bar } from '../domain/bar.ts';
import type { Receipt } from '../domain/commands.ts';
import type { JournalRow } from '../domain/events.ts';
import type { LogLine, RunIdentity } from '../domain/run.ts';
import type { Trade } from '../domain/trade.ts';
import type { ChartPointRow, Commit, Journal, PnlDay, PnlMinute, PnlSecond, Recovered } from './journal.ts';
import { InvariantError, invariant } from '../domain/assert.ts';
import { sameBar } from '../domain/bar.ts';
import { JournalUnavailable, SpillUnavailable } from './journal.ts';

export interface StoredBar {
  readonly contractId: string;
  readonly root: string;
  readonly bar: Bar;
}

/** The journal's twin: keeps everything in memory. A second desk over the same one finds what the first left. */
export class MemoryJournal implements Journal {
  readonly identity: RunIdentity;
  readonly logs: LogLine[] = [];
  readonly receipts: Receipt[] = [];
  readonly pnlSeconds: PnlSecond[] = [];
  readonly pnlMinutes: PnlMinute[] = [];
  private readonly journal: JournalRow[] = [];
  private readonly barsByKey = new Map<string, StoredBar>();
  private readonly pointsByKey = new Map<string, ChartPointRow>();
  private readonly daysByKey = new Map<string, PnlDay>();
  private readonly snapshots = new Map<number, Recovered['snapshots'][number]>();
  private step = 0;
  private stepEndMs = 0;
  private deskState: string | undefined;
  private commitsToFail = 0;
  private spillsToFail = 0;

  constructor(identity: RunIdentity) {
    this.identity = identity;
  }

  /** The next `count` commits find the file locked. */
  failCommits(count: number): void {
    this.commitsToFail = count;
  }

  /** The next `count` spills find no room. */
  failSpills(count: number): void {
    this.spillsToFail = count;
  }

  recover(): Recovered {
    return {
      step: this.step,
      stepEndMs: this.stepEndMs,
      deskState: this.deskState,
      lastSeq: this.journal.length,
      snapshots: [...this.snapshots.values()].sort((a, b) => a.strategy - b.strategy),
    };
  }

  *rows(): Iterable<JournalRow> {
    const end = this.journal.length;
    for (let index = 0; index < end; index += 1) {
      const row = this.journal[index];
      if (row !== undefined) yield row;
    }
  }

  rowsOfSteps(afterStep: number, toStep: number): readonly JournalRow[] {
    return this.journal.filter((row) => row.step > afterStep && row.step <= toStep);
  }

  rowsAfter(seq: number, limit: number): readonly JournalRow[] {
    return this.journal.slice(Math.max(seq, this.journal.length - limit));
  }

  commit(commit: Commit): void {
    this.check(commit);
    if (this.commitsToFail > 0) {
      this.commitsToFail -= 1;
      throw new JournalUnavailable('the memory journal was told to fail');
    }
    this.take(commit);
  }

  spill(commit: Commit): void {
    this.check(commit);
    if (this.spillsToFail > 0) {
      this.spillsToFail -= 1;
      throw new SpillUnavailable('the memory journal was told to have no room');
    }
    this.take(commit);
  }

  private take(commit: Commit): void {
    for (const stored of commit.bars) this.barsByKey.set(barKey(stored), stored);
    this.journal.push(...commit.rows);
    for (const point of commit.points) this.pointsByKey.set(`${point.strategy}:${point.timeMs}`, point);
    for (const snapshot of commit.snapshots) this.snapshots.set(snapshot.strategy, snapshot);
    this.pnlSeconds.push(...commit.pnlSeconds);
    this.pnlMinutes.push(...commit.pnlMinutes);
    for (const day of commit.pnlDays) this.daysByKey.set(`${day.strategy}:${day.tradingDay}`, day);
    this.logs.push(...commit.logs);
    this.receipts.push(...commit.receipts);
    if (commit.deskState !== undefined) this.deskState = commit.deskState;
    this.step = commit.step;
    this.stepEndMs = commit.stepEndMs;
  }

  close(): void {}

  /** Closed bars by contract, then time. */
  bars(): readonly StoredBar[] {
    return [...this.barsByKey.values()].sort(
      (a, b) => compareText(a.contractId, b.contractId) || a.bar.timeMs - b.bar.timeMs,
    );
  }

  points(): readonly ChartPointRow[] {
    return [...this.pointsByKey.values()].sort((a, b) => a.strategy - b.strategy || a.timeMs - b.timeMs);
  }

  days(): readonly PnlDay[] {
    return [...this.daysByKey.values()];
  }

  trades(): readonly Trade[] {
    return this.journal.flatMap(({ event }) => (event.type === 'TradeClosed' ? [event.trade] : []));
  }

  private check(commit: Commit): void {
    invariant(commit.step >= this.step, `expected a step from ${this.step} on, found ${commit.step}`);
    commit.rows.forEach((row, index) => {
      const expected = this.journal.length + index + 1;
      invariant(row.seq === expected, `expected journal row ${expected}, found ${row.seq}`);
    });
    for (const stored of commit.bars) {
      const known = this.barsByKey.get(barKey(stored));
      if (known === undefined || sameBar(known.bar, stored.bar)) continue;
      throw new InvariantError(
        `bar of ${stored.contractId}: expected the stored ${JSON.stringify(known.bar)}, found ${JSON.stringify(stored.bar)}`,
      );
    }
  }
}

function barKey({ contractId, bar }: StoredBar): string {
  return `${contractId}:${bar.timeMs}`;
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
