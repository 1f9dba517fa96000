import type { BookId } from '../../domain/book.ts';
import type { JournalEvent, JournalRow } from '../../domain/events.ts';
import type { Receipt } from '../../domain/commands.ts';
import type { LogLine } from '../../domain/run.ts';
import type { TimeMs } from '../../domain/units.ts';
import type { Commit, Journal } from '../../ports/journal.ts';
import type { Ledger } from '../../execution/ledger.ts';
import { JournalUnavailable, SpillUnavailable } from '../../ports/journal.ts';

const DURABLE: ReadonlySet<JournalEvent['type']> = new Set<JournalEvent['type']>([
  'OrderSubmitted',
  'CancelSubmitted',
  'ModifySubmitted',
  'OrderFilled',
  'StateChanged',
  'CommandAccepted',
  'FlattenStarted',
  'ForeignOrderSeen',
  'PositionAdopted',
  'PositionReleased',
  'FileLost',
]);

/** Where a commit went: into the file, or, while that cannot be written, into the spill beside it. Both are durable. */
export type Written = 'file' | 'spill';

type Extra = Pick<Commit, 'bars' | 'points' | 'snapshots' | 'pnlSeconds' | 'pnlMinutes' | 'pnlDays'>;
const NOTHING: Extra = { bars: [], points: [], snapshots: [], pnlSeconds: [], pnlMinutes: [], pnlDays: [] };

/** Where the journal ends. */
export interface RecorderStart {
  readonly seq: number;
  readonly logSeq: number;
  readonly step: number;
  readonly stepEndMs: TimeMs;
}

/**
 * Where facts are numbered, folded into the ledger and handed to the journal. A row is in the ledger as soon as it is
 * recorded, and in the file with the next commit; nobody outside the desk hears of it before.
 */
export class Recorder {
  seq: number;
  /** The step whose message will carry new rows to the engines. */
  deliverStep: number;
  step: number;
  stepEndMs: TimeMs;
  /** Why the last write failed. */
  fault = '';
  private readonly ledger: Ledger;
  private readonly journal: Journal;
  private rows: JournalRow[] = [];
  private logSeq: number;
  private logs: LogLine[] = [];
  private receipts: Receipt[] = [];
  private extra: Extra = NOTHING;
  /** Rows that wait for the next message to the engines. */
  private outbox: JournalRow[] = [];

  constructor(ledger: Ledger, journal: Journal, start: RecorderStart) {
    this.ledger = ledger;
    this.journal = journal;
    this.seq = start.seq;
    this.logSeq = start.logSeq;
    this.step = start.step;
    this.stepEndMs = start.stepEndMs;
    this.deliverStep = start.step + 1;
    // An act in the middle of a step that was never finished is told with the step after that one.
    this.outbox = [...journal.rowsOfSteps(start.step, start.step + 2)];
  }

  record(event: JournalEvent, timeMs: TimeMs, book: BookId | null, interactive = false): JournalRow {
    this.seq += 1;
    const row: JournalRow = { seq: this.seq, step: this.deliverStep, timeMs, book, interactive, event };
    this.ledger.apply(row);
    this.rows.push(row);
    this.outbox.push(row);
    return row;
  }

  log(line: Omit<LogLine, 'seq'>): void {
    this.logSeq += 1;
    this.logs.push({ seq: this.logSeq, ...line });
  }

  receipt(receipt: Receipt): void {
    this.receipts.push(receipt);
  }

  add(some: Partial<Extra>): void {
    const extra = { ...NOTHING, ...some };
    this.extra =
      this.extra === NOTHING
        ? extra
        : {
            bars: [...this.extra.bars, ...extra.bars],
            points: [...this.extra.points, ...extra.points],
            snapshots: [...this.extra.snapshots, ...extra.snapshots],
            pnlSeconds: [...this.extra.pnlSeconds, ...extra.pnlSeconds],
            pnlMinutes: [...this.extra.pnlMinutes, ...extra.pnlMinutes],
            pnlDays: [...this.extra.pnlDays, ...extra.pnlDays],
          };
  }

  /** Takes the rows that this step's messages carry; what comes after belongs to the next step. */
  takeOutbox(step: number): readonly JournalRow[] {
    const rows = this.outbox.filter((row) => row.step <= step);
    this.outbox = this.outbox.filter((row) => row.step > step);
    this.deliverStep = step + 1;
    return rows;
  }

  /** Rows recorded and not yet in the file. */
  uncommitted(): readonly JournalRow[] {
    return this.rows;
  }

  /** Nothing waits to be written. */
  get isClean(): boolean {
    return this.rows.length === 0 && this.logs.length === 0 && this.receipts.length === 0 && this.extra === NOTHING;
  }

  /**
   * Writes everything recorded so far into the file. undefined: it cannot be written now (locked, full); nothing is lost,
   * the next commit carries it.
   */
  commit(step: number, stepEndMs: TimeMs, deskState: string): Recorded | undefined {
    return this.write(step, stepEndMs, deskState, (commit) => this.journal.commit(commit), JournalUnavailable);
  }

  /** The same into the spill, after `commit` could not; undefined: there is no room in it either. */
  spill(step: number, stepEndMs: TimeMs, deskState: string): Recorded | undefined {
    return this.write(step, stepEndMs, deskState, (commit) => this.journal.spill(commit), SpillUnavailable);
  }

  private write(
    step: number,
    stepEndMs: TimeMs,
    deskState: string,
    put: (commit: Commit) => void,
    expected: typeof JournalUnavailable | typeof SpillUnavailable,
  ): Recorded | undefined {
    try {
      put({
        step,
        stepEndMs,
        rows: this.rows,
        logs: this.logs,
        receipts: this.receipts,
        ...this.extra,
        deskState,
        durable: this.rows.some((row) => DURABLE.has(row.event.type)),
      });
    } catch (error) {
      if (!(error instanceof expected)) throw error;
      this.fault = error.message;
      return undefined;
    }
    this.step = step;
    this.stepEndMs = stepEndMs;
    const recorded = { rows: this.rows, logs: this.logs };
    this.rows = [];
    this.logs = [];
    this.receipts = [];
    this.extra = NOTHING;
    return recorded;
  }
}

/** What a commit wrote and may be published. */
export interface Recorded {
  readonly rows: readonly JournalRow[];
  readonly logs: readonly LogLine[];
}
