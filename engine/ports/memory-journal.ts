import type { ContractId } from '../domain/ids.ts';
import type { Bar } from '../domain/bar.ts';
import type { Receipt } from '../domain/commands.ts';
import type { JournalRow } from '../domain/events.ts';
import type { LogLine, RunIdentity } from '../domain/run.ts';
import type { Trade } from '../domain/trade.ts';
import type { JournalFault, JournalHealth } from '../domain/journal-health.ts';
import type { ChartPointRow, Commit, Journal, PnlDay, PnlMinute, PnlSecond, Recovered } from './journal.ts';
import { InvariantError, invariant } from '../domain/assert.ts';
import { sameBar } from '../domain/bar.ts';
import { JournalUnavailable, SpillUnavailable } from './journal.ts';
import { recoveredWith } from './spilled.ts';

export interface StoredBar {
  readonly contractId: ContractId;
  readonly root: string;
  readonly bar: Bar;
}

const SPILL_CAPACITY_BYTES = 8 * 1024 * 1024;

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
  private spilled: Commit[] = [];
  private spillBytes = 0;
  private readonly spillCapacityBytes: number;
  private ballast = true;
  private fault: JournalFault | undefined;
  private failing: { count: number; readonly fault: JournalFault } = { count: 0, fault: 'failed' };
  private spillsToFail = 0;

  constructor(identity: RunIdentity, spillCapacityBytes = SPILL_CAPACITY_BYTES) {
    this.identity = identity;
    this.spillCapacityBytes = spillCapacityBytes;
  }

  /** The next `count` tries to write find the file locked, or the disk full: then the first one costs the ballast. */
  failCommits(count: number, fault: JournalFault = 'locked'): void {
    this.failing = { count, fault };
  }

  /** The next `count` spills fail. */
  failSpills(count: number): void {
    this.spillsToFail = count;
  }

  /** What a start does: the spill is merged, the ballast made anew. */
  restart(): void {
    this.mergeSpill();
    this.ballast = true;
    this.fault = undefined;
  }

  recover(): Recovered {
    const inFile = {
      step: this.step,
      stepEndMs: this.stepEndMs,
      deskState: this.deskState,
      lastSeq: this.journal.length,
      lastLogSeq: this.logs.at(-1)?.seq ?? 0,
      snapshots: [...this.snapshots.values()].sort((a, b) => a.strategy - b.strategy),
    };
    return recoveredWith(inFile, this.spilled);
  }

  *rows(): Iterable<JournalRow> {
    const spilled = this.spilled.flatMap(({ rows }) => rows);
    const end = this.journal.length;
    for (let index = 0; index < end; index += 1) {
      const row = this.journal[index];
      if (row !== undefined) yield row;
    }
    yield* spilled;
  }

  rowsOfSteps(afterStep: number, toStep: number): readonly JournalRow[] {
    return this.allRows().filter((row) => row.step > afterStep && row.step <= toStep);
  }

  rowsAfter(seq: number, limit: number): readonly JournalRow[] {
    const rows = this.allRows();
    return rows.slice(Math.max(seq, rows.length - limit));
  }

  commit(commit: Commit): void {
    this.check(commit);
    this.tryToWrite();
    this.mergeSpill();
    this.write(commit);
  }

  spill(commit: Commit): void {
    this.check(commit);
    if (this.spillsToFail > 0) {
      this.spillsToFail -= 1;
      throw new SpillUnavailable('the memory journal was told to fail');
    }
    const bytes = this.spillBytes + JSON.stringify(commit).length;
    if (bytes > this.spillCapacityBytes) throw new SpillUnavailable('the spill is full');
    this.spillBytes = bytes;
    this.spilled.push(commit);
  }

  health(): JournalHealth {
    const { fault, spillBytes, spillCapacityBytes, ballast } = this;
    return { fault, spilledCommits: this.spilled.length, spillBytes, spillCapacityBytes, ballast };
  }

  private tryToWrite(): void {
    const { failing } = this;
    while (failing.count > 0) {
      failing.count -= 1;
      if (failing.fault === 'full' && this.ballast) this.ballast = false;
      else {
        this.fault = failing.fault;
        throw new JournalUnavailable('the memory journal was told to fail');
      }
    }
    this.fault = undefined;
  }

  private mergeSpill(): void {
    for (const commit of this.spilled) this.write(commit);
    this.spilled = [];
    this.spillBytes = 0;
  }

  private write(commit: Commit): void {
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

  private allRows(): readonly JournalRow[] {
    return this.spilled.length === 0 ? this.journal : [...this.journal, ...this.spilled.flatMap(({ rows }) => rows)];
  }

  private check(commit: Commit): void {
    const step = this.spilled.at(-1)?.step ?? this.step;
    invariant(commit.step >= step, `expected a step from ${step} on, found ${commit.step}`);
    const rows = this.spilled.reduce((count, spilled) => count + spilled.rows.length, this.journal.length);
    commit.rows.forEach((row, index) => {
      const expected = rows + index + 1;
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
